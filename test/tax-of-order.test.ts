import fc from 'fast-check';
import type { PlaceOrder } from '#contracts/commands/place-order.js';
import { Decimal, exactly, type RoundingMode, sum } from '#contracts/money.js';
import { isRefusal } from '#contracts/refusals.js';
import type { Rounding } from '#contracts/tax-rounding.js';
import type { Store } from '#platform/stores.js';
import { applyTax } from '../apps/orders/src/domain/apply-tax.js';
import { evolve as evolveOrder, type Order } from '../apps/orders/src/domain/order.js';
import { placeOrder } from '../apps/orders/src/domain/place-order.js';
import { openShipment } from '../apps/shipments/src/domain/open-shipment.js';
import { evolve as evolveShipment } from '../apps/shipments/src/domain/shipment.js';
import { calculateTax } from '../apps/tax/src/domain/calculate-tax.js';
import { asPriced } from '../apps/tax/src/domain/included-tax.js';
import { evolve as evolveTax, type TaxDocument } from '../apps/tax/src/domain/tax-document.js';
import { taxableOfOrder } from '../apps/tax/src/domain/taxable.js';
import { rateProviderOf } from '../apps/tax/src/providers/providers.js';
import { draftOrder } from './drafts.js';
import { given } from './given.js';

const placement = { orderId: '01890a5d-ac96-774b-bcce-b302099a8057', number: 'CO261124-00001', placedAt: '2026-11-24T09:30:00.000Z' };
const rates = { GB: { default: '0.20', ZERO: '0', REDUCED: '0.05' }, DE: { default: '0.19', REDUCED: '0.07' } };

/** The order as it is placed and as it is priced, with the tax document between the two; null where it is refused. */
function order(draft: PlaceOrder, tax: Store['tax'], rounding: Rounding): { placed: Order; document: TaxDocument; priced: Order } | null {
  const policy = {
    currencies: ['GBP', 'JPY', 'KWD'],
    rounding,
    ownRates: tax.provider === 'rates',
    shipmentMethod: 'standard',
    paymentGateways: ['manual'] as const,
    holdRules: [],
    status: 'New',
    lineStatus: 'Pending',
  };
  if (isRefusal(placeOrder(null, placement, draft, policy))) return null;
  const placing = given(evolveOrder).when((state) => placeOrder(state, placement, draft, policy));
  const placed = placing.state();
  const head = { taxDocumentId: 'tax-1', number: 'TX261124-00001', orderId: placed.orderId, storeId: placed.storeId, orderVersion: 1 };
  const provider = rateProviderOf({ country: 'GB', tax } as Store);
  const document = given(evolveTax)
    .when((state) => calculateTax(state, head, taxableOfOrder(placed, 'GB'), provider, rounding))
    .state();
  const priced = given(evolveOrder, ...placing.events())
    .when((state) => applyTax(state, { ...document, status: 'Saved' }, rounding))
    .state();
  return { placed, document, priced };
}

const anyRounding = fc.record({
  mode: fc.constantFrom<RoundingMode[]>('half-away-from-zero', 'toward-zero'),
  tax: fc.constantFrom<Rounding['tax'][]>('order', 'line'),
  pricesIncludeTax: fc.boolean(),
});
const taxPolicy = fc.constantFrom<Store['tax'][]>({ provider: 'flat', rates }, { provider: 'rates' }, { provider: 'none' });

test('the total of the tax document is the tax of the order', () => {
  fc.assert(
    fc.property(draftOrder, taxPolicy, anyRounding, (draft, tax, rounding) => {
      const found = order(draft, tax, rounding);
      if (found) expect(found.priced.totals.taxTotal).toBe(found.document.totalTax);
    }),
    { numRuns: 300 },
  );
});

test("where the draft's own rates count, the tax service comes to the same totals as the order did when it was placed", () => {
  fc.assert(
    fc.property(draftOrder, anyRounding, (draft, rounding) => {
      const found = order(draft, { provider: 'rates' }, rounding);
      if (found) expect(found.priced.totals).toEqual(found.placed.totals);
    }),
  );
});

test('where nothing is taxed, the totals stay as they were placed', () => {
  fc.assert(
    fc.property(draftOrder, anyRounding, (draft, rounding) => {
      const found = order(draft, { provider: 'none' }, rounding);
      if (found) expect(found.priced.totals).toEqual(found.placed.totals);
    }),
  );
});

test('tax changes nothing but the tax, and with it the total, unless prices include it', () => {
  fc.assert(
    fc.property(draftOrder, anyRounding, (draft, rounding) => {
      const found = order(draft, { provider: 'flat', rates }, rounding);
      if (!found) return;
      const { placed, priced } = found;
      for (const name of ['subTotal', 'subTotalDiscount', 'shippingSubTotal', 'paymentSubTotal', 'feeTotal', 'discountTotal'] as const) {
        expect(priced.totals[name]).toBe(placed.totals[name]);
      }
      const onTop = rounding.pricesIncludeTax ? '0' : priced.totals.taxTotal;
      expect(Decimal(priced.totals.total).minus(onTop).eq(placed.totals.total)).toBe(true);
    }),
  );
});

test('tax that the tax service decides never lowers a total, so what payments ask for still fits', () => {
  const generous = fc.tuple(draftOrder, fc.nat(100)).map(([draft, percent]) => {
    const goods = sum(draft.lines.map(({ price, discount = '0', quantity }) => Decimal(price).minus(discount).times(String(quantity))));
    return { ...draft, discount: goods.times(String(percent)).div('100').round(4, Decimal.roundDown).toFixed() };
  });
  fc.assert(
    fc.property(generous, anyRounding, (draft, rounding) => {
      const found = order(draft, { provider: 'flat', rates }, rounding);
      if (!found) return;
      expect(Decimal(found.priced.totals.total).gte(found.placed.totals.total)).toBe(true);
      const amounts = (payments: Order['payments']) => payments.map(({ amount }) => (amount === undefined ? undefined : Number(amount)));
      const asked = amounts(found.placed.payments);
      expect(amounts(found.priced.payments)).toEqual(asked.map((amount) => amount ?? expect.any(Number)));
    }),
    { numRuns: 300 },
  );
});

test('once the tax is known, a payment without an amount of its own makes the payments come to the total', () => {
  const withoutAmount = draftOrder.filter(({ payments }) => (payments ?? [{}]).some((payment) => !('amount' in payment)));
  fc.assert(
    fc.property(withoutAmount, taxPolicy, anyRounding, (draft, tax, rounding) => {
      const found = order(draft, tax, rounding);
      if (!found) return;
      const asked = sum(found.priced.payments.map(({ amount }) => Decimal(amount ?? '0')));
      expect(asked.eq(found.priced.totals.total)).toBe(true);
    }),
  );
});

test('the shipments that an order opens ship what was asked for, and cost what the order says', () => {
  fc.assert(
    fc.property(draftOrder, anyRounding, (draft, rounding) => {
      const found = order(draft, { provider: 'flat', rates }, rounding);
      if (!found) return;
      const { placed } = found;
      const opened = placed.shipments.map((requested) =>
        given(evolveShipment)
          .when((shipment) => openShipment(shipment, { number: 'SH261124-00001', fulfilmentCentre: 'main' }, placed, requested))
          .state(),
      );
      for (const line of placed.lines) {
        const items = opened.flatMap((shipment) => shipment.items).filter(({ lineId }) => lineId === line.id);
        expect(items.reduce((all, { quantity }) => all + quantity, 0)).toBe(line.quantity);
        for (const item of items) expect(item).toMatchObject({ orderId: placed.orderId, sku: line.sku, name: line.name });
      }
      const taxed = new Map(found.document.shipments.map((each) => [each.id, exactly(asPriced(each, found.document))]));
      for (const { shipmentId, amount } of opened) expect(amount).toBe(taxed.get(shipmentId));
    }),
  );
});
