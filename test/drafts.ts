import fc from 'fast-check';
import type { DraftLine, DraftPayment, DraftShipment, PlaceOrder } from '#contracts/commands/place-order.js';
import { Decimal } from '#contracts/money.js';

/** A decimal string of `places` decimals: (255, 2) → "2.55". */
function decimal(digits: number, places: number): string {
  const text = String(digits).padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** A unit amount of up to `max` ten-thousandths to `max` whole units. */
export const unitAmount = (max = 999_999): fc.Arbitrary<string> =>
  fc.tuple(fc.nat(max), fc.nat(4)).map(([n, places]) => decimal(n, places));

export const rate: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('0', '0.05', '0.055', '0.20', '0.255', '1'),
  fc.nat(99_999_999).map((n) => decimal(n, 8)),
);

const plain = { noNullPrototype: true } as const;

/** The same without a discount that is larger than the price. */
function discountedAtMost<Priced extends { price?: string; discount?: string }>(priced: Priced): Priced {
  const { discount, ...rest } = priced;
  return Decimal(discount ?? '0').gt(priced.price ?? '0') ? (rest as Priced) : priced;
}

const draftLine: fc.Arbitrary<DraftLine> = fc
  .record(
    {
      sku: fc.constantFrom('85123A', '22720', '84879'),
      name: fc.constantFrom('Hanging heart holder', 'Set of three tins', '🐦 ornament'),
      quantity: fc.integer({ min: 1, max: 5_000 }),
      price: unitAmount(),
      discount: unitAmount(),
      fee: unitAmount(),
      taxCode: fc.constantFrom('ZERO', 'REDUCED', 'default', 'unheard-of'),
      taxRate: rate,
    },
    { ...plain, requiredKeys: ['sku', 'name', 'quantity', 'price'] },
  )
  .map(discountedAtMost);

const costs = fc.record({ price: unitAmount(), discount: unitAmount(), fee: unitAmount(), taxRate: rate }, { ...plain, requiredKeys: [] });

const payments: fc.Arbitrary<DraftPayment[]> = fc
  .tuple(fc.array(fc.tuple(costs, fc.nat(50)), { minLength: 1, maxLength: 3 }), fc.nat(3))
  .map(([list, open]) =>
    list.map(([{ fee: _, ...cost }, amount], index) => ({
      gateway: 'manual',
      ...discountedAtMost(cost),
      ...(index === open ? {} : { amount: String(amount) }),
    })),
  );

/** One shipment with everything, or up to three that share the lines out. */
const shipmentsOf = (lines: readonly DraftLine[]): fc.Arbitrary<DraftShipment[]> =>
  fc
    .tuple(
      fc.array(costs.map(discountedAtMost), { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat(2), { minLength: lines.length, maxLength: lines.length }),
    )
    .map(([parcels, parcelOf]) =>
      parcels.length === 1
        ? [{ method: 'standard', ...parcels[0] }]
        : parcels
            .map((parcel, index) => ({
              method: 'express',
              ...parcel,
              items: lines.flatMap(({ quantity }, line) => ((parcelOf[line] ?? 0) % parcels.length === index ? [{ line, quantity }] : [])),
            }))
            .filter(({ items }) => items.length > 0),
    );

/** A draft that a schema and a store accept; only its total may turn out to be too small for its discount or its payments. */
export const draftOrder: fc.Arbitrary<PlaceOrder> = fc.array(draftLine, { minLength: 1, maxLength: 6 }).chain((lines) =>
  fc.record(
    {
      storeId: fc.constant('uk'),
      currency: fc.constantFrom('GBP', 'JPY', 'KWD'),
      lines: fc.constant(lines),
      channel: fc.constant('web'),
      externalId: fc.constant('536365'),
      customer: fc.constantFrom({ id: '17850' }, { id: '17850', name: 'Ada', email: 'ada@example.com' }),
      addresses: fc.constantFrom(
        {},
        { shipping: { country: 'DE' } },
        { shipping: { country: 'GB' }, billing: { country: 'BR', city: 'Rio' } },
      ),
      discount: unitAmount(),
      fee: unitAmount(),
      taxRate: rate,
      shipments: shipmentsOf(lines),
      payments,
      comment: fc.constant('ring twice'),
      attributes: fc.constant({ erp: 'X1', gift: true, score: 0.5 }),
    },
    { ...plain, requiredKeys: ['storeId', 'currency', 'lines'] },
  ),
);
