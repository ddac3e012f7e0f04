import { amountIn, Decimal } from '#contracts/money.js';
import { isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import { leastCharges, minorUnits, undecidedLargest } from './stripe-currencies.js';

const LARGEST = 99_999_999;

/**
 * In Stripe's own minor unit, which is not always that of ISO 4217: ("12.34", "GBP") → 1234, ("5", "ISK") → 500, ("5.12", "KWD") → 5120.
 * Refused, with the numbers, where Stripe has no such currency or amount: ("5.124", "KWD").
 */
export function toStripeAmount(amount: string, currency: string): number | Refusal {
  const unit = minorUnits.get(currency);
  if (!unit) return refuse('not-at-gateway', `Stripe does not take ${currency}, or not in amounts that are sure to be understood`);
  const exact = Decimal(amount);
  const { digits, decimals } = unit;
  if (!exact.round(decimals).eq(exact)) {
    const near = [Decimal.roundDown, Decimal.roundUp].map((mode) => amountIn(exact.round(decimals, mode), currency));
    return refuse('not-at-gateway', `Stripe takes ${near.join(' or ')} ${currency}, and nothing between: ${amount} is`);
  }
  const units = exact.times(Decimal('10').pow(digits));
  if (units.lt('1')) return refuse('not-at-gateway', `${amount} ${currency} is nothing that Stripe could move`);
  const largest = Decimal(undecidedLargest.has(currency) ? String(Number.MAX_SAFE_INTEGER) : String(LARGEST));
  if (units.lte(largest)) return Number(units.toFixed(0));
  return refuse('not-at-gateway', `${amount} ${currency} is more than Stripe takes at once, ${inMoney(largest, digits, currency)}`);
}

/** The other way: (1234, "gbp") → "12.34", (500, "isk") → "5". Throws where Stripe is not known to have the currency. */
export function fromStripeAmount(units: number, currency: string): string {
  const code = currency.toUpperCase();
  const unit = minorUnits.get(code);
  if (!unit) throw new Error(`the minor unit of ${code} at Stripe is not known`);
  return inMoney(Decimal(String(units)), unit.digits, code);
}

/** The same for what is to be charged, which has a least amount too: ("0.29", "GBP") is refused. */
export function toStripeCharge(amount: string, currency: string): number | Refusal {
  const units = toStripeAmount(amount, currency);
  const least = leastCharges[currency];
  if (isRefusal(Object(units)) || least === undefined || Decimal(amount).gte(least)) return units;
  return refuse('not-at-gateway', `${amount} ${currency} is less than Stripe charges, ${amountIn(Decimal(least), currency)}`);
}

function inMoney(units: Decimal, digits: number, currency: string): string {
  return amountIn(units.times(Decimal('10').pow(-digits)), currency);
}
