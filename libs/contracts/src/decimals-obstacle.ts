import { Decimal, minorUnit } from './money.js';
import { type Refusal, refuse } from './refusals.js';

/** What stands against an amount that is finer than its currency: the refusal names how many decimals there are. */
export function decimalsObstacle(amount: Decimal | string, currency: string, path = 'amount'): Refusal | undefined {
  const digits = minorUnit(currency);
  return Decimal(amount).round(digits).eq(amount) ? undefined : refuse('invalid-input', `${currency} has ${digits} decimals`, path);
}
