import fc from 'fast-check';
import type { QuoteTax } from '#contracts/commands/quote-tax.js';
import type { OrderEditedData } from '#contracts/events/order.js';
import type { TaxAmounts } from '#contracts/events/tax.js';
import type { TaxReturn, TaxSale } from '#contracts/events/tax-transaction.js';
import { Decimal, sum } from '#contracts/money.js';
import type { PlacedOrder } from '#contracts/order.js';
import type { Rounding } from '#contracts/tax-rounding.js';
import type { Store } from '#platform/stores.js';
import { rateProviderOf } from '../providers/providers.js';
import type { Taxable } from '../providers/tax-provider.js';
import { taxAmounts } from './calculate-tax.js';
import { chargedReturns } from './charge-returns.js';
import { returnDocument } from './return-document.js';
import { saleOfOrder, saleOfQuote } from './sale.js';
import type { TaxDocument } from './tax-document.js';
import type { TaxReturnDocument } from './tax-return.js';
import { taxableAfterEdit, taxableOfDocument, taxableOfOrder } from './taxable.js';

const flat = { provider: 'flat', rates: { US: { default: '0.0775', REDUCED: '0.05', NONE: '0' } } } as const;
const taxable = (change: Partial<Taxable> = {}): Taxable => ({
  ...{ currency: 'USD', country: 'US', discount: '0', taxRate: '0', pricesIncludeTax: true },
  ...{ lines: [{ id: '1', amount: '100' }], shipments: [], payments: [] },
  ...change,
});
const taxed = (of: Taxable, tax: Rounding['tax'] = 'order', store: Store['tax'] = flat): TaxAmounts => {
  const { pricesIncludeTax = false } = of;
  return taxAmounts(of, rateProviderOf({ country: 'US', tax: store }), { mode: 'half-away-from-zero', tax, pricesIncludeTax });
};

describe('the tax that prices include', () => {
  it('is taken out of each line, and what is taxable is the rest', () => {
    expect(taxed(taxable(), 'line')).toMatchObject({
      ...{ pricesIncludeTax: true, totalTax: '7.19' },
      lines: [{ id: '1', taxable: '92.81', rate: '0.0775', tax: '7.19' }],
    });
    expect(taxed(taxable()).lines).toEqual([{ id: '1', taxable: '92.807424593968', rate: '0.0775', tax: '7.192575406032' }]);
  });

  it('is less by what the discount on the order has of it', () => {
    expect(taxed(taxable({ discount: '50' }), 'line')).toMatchObject({ orderDiscount: '50', orderDiscountTax: '3.6', totalTax: '3.59' });
  });

  it('is by the rates of the draft where those count, and none where there is no tax', () => {
    const rates = taxable({ lines: [{ id: '1', amount: '120', taxRate: '0.2' }], discount: '60', taxRate: '0.2' });
    expect(taxed(rates, 'line', { provider: 'rates' })).toMatchObject({ lines: [{ taxable: '100', tax: '20' }], totalTax: '10.00' });
    expect(taxed(taxable(), 'line', { provider: 'none' })).toMatchObject({ lines: [{ taxable: '100', tax: '0' }], totalTax: '0.00' });
  });

  const parts = fc.array(
    fc.record({
      amount: fc.integer({ min: 0, max: 10_000_000 }).map((units) => (units / 10_000).toFixed(4)),
      taxCode: fc.constantFrom('REDUCED', 'NONE', 'OTHER'),
    }),
    { minLength: 1, maxLength: 8 },
  );

  it('and what is taxable come to exactly what was priced, whatever the amounts are; no discount takes off more than there is', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 100 }), fc.constantFrom('line' as const, 'order' as const), (lines, percent, tax) => {
        const goods = sum(lines.map(({ amount }) => Decimal(amount)));
        const asked = taxable({
          lines: lines.map((line, index) => ({ id: String(index), ...line })),
          discount: goods.times(String(percent)).div('100').toFixed(),
        });
        const amounts = taxed(asked, tax);
        for (const [index, line] of amounts.lines.entries()) {
          expect(
            Decimal(line.taxable)
              .plus(line.tax)
              .eq(asked.lines[index]?.amount ?? ''),
          ).toBe(true);
          expect(Decimal(line.taxable).gte('0')).toBe(true);
        }
        expect(amounts.totalTax).not.toMatch(/^-/);
        const again = taxableOfDocument(amounts as TaxDocument);
        expect(taxed(again, tax)).toEqual(amounts);
      }),
    );
  });
});

describe('whether prices include their tax', () => {
  const line = { id: '1', extendedPrice: '100', taxRate: '0', sku: 'A', quantity: 2 };
  const order = (pricesIncludeTax?: boolean) =>
    ({
      ...{ currency: 'USD', discount: '0', taxRate: '0', addresses: {}, attributes: {}, placedAt: '2026-11-20T00:00:00Z' },
      ...{ lines: [line], shipments: [], payments: [], ...(pricesIncludeTax !== undefined && { pricesIncludeTax }) },
    }) as unknown as PlacedOrder;
  const edit = {
    ...{ discount: '0', taxRate: '0', removedLines: [], shipments: [] },
    lines: [{ ...line, extendedPrice: '50' }],
  } as unknown as OrderEditedData;

  it('is said by the order, and stays so', () => {
    const [sale, onTop] = [saleOfOrder(order(true), 'US'), saleOfOrder(order(false), 'US')];
    expect([sale.pricesIncludeTax, 'pricesIncludeTax' in onTop, 'pricesIncludeTax' in saleOfOrder(order(), 'US')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(taxableAfterEdit(sale, edit)).toMatchObject({ pricesIncludeTax: true, lines: [{ amount: '50' }] });
    const document = { ...taxed(taxableOfOrder(order(true), 'US')), documentType: 'SalesInvoice' } as TaxDocument;
    const edited = taxableAfterEdit(taxableOfDocument(document), edit);
    expect(taxed(edited, 'line')).toMatchObject({ pricesIncludeTax: true, lines: [{ taxable: '46.4', tax: '3.6' }] });
  });

  it.each([
    [undefined, undefined, false],
    [undefined, true, true],
    [false, true, false],
    [true, undefined, true],
  ])('of a quote that says %s in a store that says %s, is %s', (asked, store, is) => {
    const quote = {
      ...{ storeId: 'us', currency: 'USD', lines: [{ id: '1', amount: '100' }] },
      ...(asked !== undefined && { pricesIncludeTax: asked }),
    } as QuoteTax;
    const home = { country: 'US', tax: { ...(store !== undefined && { pricesIncludeTax: store }) } };
    expect(saleOfQuote(quote, home, '2026-11-20').pricesIncludeTax ?? false).toBe(is);
  });
});

test('of a sale with its tax, two halves that come back are before tax in their documents, and end on the whole', () => {
  const sale = { ...taxable(), date: '2026-11-20' } as unknown as TaxSale;
  const details = [
    { jurisdiction: 'CALIFORNIA', type: 'State', tax: 'CA STATE TAX', rate: '0.06', taxable: '92.81', amount: '5.57' },
    { jurisdiction: 'ORANGE', type: 'County', tax: 'CA COUNTY TAX', rate: '0.0175', taxable: '92.81', amount: '1.62' },
  ];
  const { lines, ...rest } = taxed(taxable(), 'line');
  const amounts = { ...rest, lines: lines.map((each) => ({ ...each, details })) };
  const returned = (id: string): TaxReturn => ({
    ...{ id, number: `TX-${id}`, code: id, cause: 'return', date: '2026-11-28' },
    parts: [{ kind: 'lines', id: '1', net: '50' }],
  });
  const charged = chargedReturns({ sale, returns: [returned('RE-1'), returned('RE-2')] }, amounts);
  const documents: TaxReturnDocument[] = [];
  for (const each of charged) {
    documents.push(returnDocument(each, { orderId: 'o-1', storeId: 'us', taxNumber: 'TX-1' }, amounts, documents));
  }
  expect(documents.map(({ lines: [line], totalTax }) => [line?.taxable, line?.tax, totalTax])).toEqual([
    ['-46.4', '-3.6', '-3.60'],
    ['-46.41', '-3.59', '-3.59'],
  ]);
  const amountsOf = (type: string) => documents.map((each) => each.lines[0]?.details?.find((detail) => detail.type === type)?.amount);
  expect([amountsOf('State'), amountsOf('County')]).toEqual([
    ['-2.79', '-2.78'],
    ['-0.81', '-0.81'],
  ]);
});
