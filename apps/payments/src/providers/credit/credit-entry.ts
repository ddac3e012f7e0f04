import type { CreditEntryType } from '#contracts/credit-account.js';
import { amountIn, Decimal, sum, zero } from '#contracts/money.js';
import { type Refusal, refuse } from '#contracts/refusals.js';

/** Whose account it is; said by its first entry. */
export interface CreditHolder {
  readonly storeId: string;
  readonly currency: string;
  readonly customerId?: string;
  /** The last four characters of a code. */
  readonly codeEnding?: string;
}

/** What an authorization has reserved, as far as it was neither captured nor released; `id` is that of its entry. */
export interface Reservation {
  readonly id: string;
  readonly left: string;
}

/** What an account comes to after an entry. Amounts are decimal strings in its currency. */
export interface Standing {
  readonly balance: string;
  readonly reserved: string;
  readonly reservations: readonly Reservation[];
}

/** What an entry changes; a call that is declined changes nothing, and is kept so that its repeat is declined, too. */
export interface Movement {
  readonly type: CreditEntryType;
  readonly amount: string;
  readonly reserves: string;
  readonly declined?: string;
  /** The entry of the authorization that it is about; left out, it is one. */
  readonly reservation?: string;
}

export const nothing: Standing = { balance: '0', reserved: '0', reservations: [] };

export function available({ balance, reserved }: Pick<Standing, 'balance' | 'reserved'>): Decimal {
  return Decimal(balance).minus(reserved);
}

/** Somebody puts something on the account or takes something off it, never more than is available. */
export function changeCredit(standing: Standing, amount: string, currency: string): Movement | Refusal {
  const change = Decimal(amount);
  if (change.gt(zero)) return { type: 'grant', amount, reserves: '0' };
  const rest = available(standing);
  if (rest.plus(change).gte(zero)) return { type: 'withdrawal', amount, reserves: '0' };
  const left = amountIn(rest, currency);
  return { ...refuse('credit-exceeded', `${left} ${currency} is available`, 'amount'), more: { available: left } };
}

/** A payment reserves its amount. */
export function authorize(standing: Standing, amount: string): Movement {
  if (available(standing).lt(amount)) return declined('authorization', 'insufficient_credit');
  return { type: 'authorization', amount: '0', reserves: amount };
}

/** Takes what was reserved, never more; after the last capture nothing stays reserved. */
export function capture({ reservations }: Standing, reservation: string, amount: string, isLast: boolean): Movement {
  const left = reservations.find(({ id }) => id === reservation)?.left ?? '0';
  if (Decimal(left).lt(amount)) return declined('capture', 'exceeds_reserved', reservation);
  return { type: 'capture', amount: negative(amount), reserves: negative(isLast ? left : amount), reservation };
}

/** Releases whatever is still reserved. */
export function release({ reservations }: Standing, reservation: string): Movement {
  const found = reservations.find(({ id }) => id === reservation);
  if (!found) return declined('void', 'nothing_reserved', reservation);
  return { type: 'void', amount: '0', reserves: negative(found.left), reservation };
}

/** Gives back what was captured, never more. `moved`: the amounts of all entries about this reservation. */
export function refund(moved: readonly string[], reservation: string, amount: string): Movement {
  const taken = sum(moved.map((each) => Decimal(each))).times('-1');
  if (taken.lt(amount)) return declined('refund', 'exceeds_captured', reservation);
  return { type: 'refund', amount, reserves: '0', reservation };
}

export function declined(type: CreditEntryType, reason: string, reservation?: string): Movement {
  return { type, amount: '0', reserves: '0', declined: reason, ...(reservation === undefined ? {} : { reservation }) };
}

/** The account after a movement; `id` is that of the movement's entry. Throws where less than nothing would be left: a bug. */
export function after(standing: Standing, movement: Movement, id: string): Standing {
  const balance = Decimal(standing.balance).plus(movement.amount);
  const reserved = Decimal(standing.reserved).plus(movement.reserves);
  if (reserved.lt(zero) || balance.lt(reserved)) throw new Error(`the entry ${id} would take more than there is`);
  const about = movement.reservation ?? id;
  const left = Decimal(standing.reservations.find((each) => each.id === about)?.left ?? '0').plus(movement.reserves);
  const others = standing.reservations.filter((each) => each.id !== about);
  return {
    balance: balance.toFixed(),
    reserved: reserved.toFixed(),
    reservations: left.gt(zero) ? [...others, { id: about, left: left.toFixed() }] : others,
  };
}

function negative(amount: string): string {
  return Decimal(amount).times('-1').toFixed();
}
