import { amountIn, Decimal, minorUnit } from '#contracts/money.js';

/** What of a consignment a price is allotted to; `share` is a decimal string, zero or more, of any number of decimals. */
export interface Share {
  readonly shipmentId: string;
  readonly number: string;
  readonly orderNumber: string;
  readonly share: string;
}

/**
 * A price shared out by shares, exact to the currency's minor unit, by shipment: each gets the whole minor units of its exact share, and
 * those that are left go to the largest remainders, one each; where these are equal, by order number, then by number of the shipment.
 * Where all shares are zero, all are equal. Rule: docs/combined-delivery.md, Price. Throws UnknownCurrency.
 */
export function allot(price: string, currency: string, shares: readonly Share[]): ReadonlyMap<string, string> {
  const unit = Decimal('10').pow(minorUnit(currency));
  const units = BigInt(Decimal(price).times(unit).toFixed(0));
  const weights = wholeWeights(shares.map(({ share }) => share));
  const all = weights.reduce((sum, weight) => sum + weight, 0n);
  const parts = shares.map((share, index) => {
    const exact = units * (weights[index] as bigint);
    return { share, whole: exact / all, remainder: exact % all };
  });
  const left = Number(units - parts.reduce((sum, { whole }) => sum + whole, 0n));
  const favoured = new Set(parts.toSorted(byRemainder).slice(0, left));
  return new Map(
    parts.map((part) => {
      const own = part.whole + (favoured.has(part) ? 1n : 0n);
      return [part.share.shipmentId, amountIn(Decimal(String(own)).div(unit), currency)];
    }),
  );
}

/** In the proportion of the shares; all the same where these are zero. */
function wholeWeights(shares: readonly string[]): bigint[] {
  const decimals = Math.max(0, ...shares.map((share) => share.split('.')[1]?.length ?? 0));
  const scale = Decimal('10').pow(decimals);
  const weights = shares.map((share) => BigInt(Decimal(share).times(scale).toFixed(0)));
  return weights.every((weight) => weight === 0n) ? weights.map(() => 1n) : weights;
}

interface Part {
  readonly share: Share;
  readonly remainder: bigint;
}

function byRemainder(one: Part, other: Part): number {
  if (one.remainder !== other.remainder) return one.remainder > other.remainder ? -1 : 1;
  return nameOf(one.share) < nameOf(other.share) ? -1 : 1;
}

const nameOf = ({ orderNumber, number, shipmentId }: Share) => [orderNumber, number, shipmentId].join(' ');
