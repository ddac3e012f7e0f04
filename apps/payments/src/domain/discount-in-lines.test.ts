import fc from 'fast-check';
import type { DraftInvoice } from '#contracts/commands/invoice-order.js';
import { Decimal, sum, zero } from '#contracts/money.js';
import type { OrderView } from '#contracts/order.js';
import { isRefusal } from '#contracts/refusals.js';
import { type Basket, baskets, invoicedOrder } from '../../../../test/invoiced-orders.js';
import { draftInvoice } from './draft-invoice.js';
import type { Invoice } from './invoice.js';

const line = { price: '100', discount: '0', quantity: 1, fee: '0', taxRate: '0.0775' };
const basket: Basket = {
  lines: [line],
  shipments: [{ price: '7', discount: '0', fee: '0', taxRate: '0' }],
  ...{ discount: '10', fee: '3', taxRate: '0', currency: 'USD' },
};

/** Issued; undefined where it was refused. */
function drafted(command: DraftInvoice, order: OrderView, invoices: readonly Invoice[] = [], discountInLines = true): Invoice | undefined {
  const rounding = { mode: 'half-away-from-zero', tax: 'order', pricesIncludeTax: order.pricesIncludeTax ?? false } as const;
  const seller = { id: 'ACME', name: 'Acme Ltd', address: ['1 Mill Lane', 'Leeds LS1 1AA'] };
  const turn = invoices.length + 1;
  const drafting = { invoiceId: `i${turn}`, turn, seller, country: 'US', rounding, discountInLines };
  const decision = draftInvoice(null, drafting, command, order, invoices);
  const [event] = isRefusal(decision) ? [] : decision;
  return event && { ...event.data, status: 'Issued' };
}

/** With the tax on the line that AvaTax answers. */
function taxedOutside(tax: string, total: string, pricesIncludeTax = false): OrderView {
  const order = invoicedOrder({ ...basket, pricesIncludeTax });
  const lines = order.lines.map((each) => ({ ...each, taxTotal: tax }));
  return { ...order, lines, totals: { ...order.totals, taxTotal: tax, total } };
}

const added = taxedOutside('6.98', '106.98');
const included = taxedOutside('6.47', '100.00', true);

describe('a discount on the whole order, taxed as part of its lines', () => {
  test.each<[string, OrderView, string, string]>([
    ['on top', added, '90.00', '6.98'],
    ['included', included, '83.53', '6.47'],
  ])('is taken off what is taxable at their rate, tax %s', (_name, order, taxable, tax) => {
    const invoice = drafted({ from: 'order' }, order) as Invoice;
    const taxes = [
      { jurisdiction: 'GB', rate: '0.0775', taxable, tax },
      { jurisdiction: 'GB', rate: '0', taxable: '7.00', tax: '0.00' },
    ];
    expect(invoice).toMatchObject({ taxes, totals: { total: order.totals.total } });
    expect(drafted({ from: 'invoice', invoiceId: 'i1' }, order, [invoice])).toMatchObject({ kind: 'credit-note', taxes });
    expect(drafted({ from: 'difference' }, { ...order, cancelledAt: '2026-11-27T10:00:00.000Z' }, [invoice])).toMatchObject({
      ...{ kind: 'credit-note', taxes },
    });
  });

  test('is shared out by what lines of several rates cost', () => {
    const lines = [line, { ...line, price: '60', discount: '10', taxRate: '0.05' }];
    const taxes = drafted({ from: 'order' }, invoicedOrder({ ...basket, lines }))?.taxes;
    expect(taxes?.map(({ rate, taxable }) => [rate, taxable])).toEqual([
      ['0.0775', '93.33'],
      ['0.05', '46.67'],
      ['0', '7.00'],
    ]);
  });

  test('stays as it is beside no lines, and where it has tax of its own', () => {
    const lines: DraftInvoice = { from: 'lines', lines: [{ lineId: '1', quantity: 1 }] };
    const before = drafted(lines, added) as Invoice;
    expect(before.taxes).toMatchObject([{ rate: '0.0775', taxable: '100.00' }]);
    expect(drafted({ from: 'order' }, added, [before])?.taxes).toMatchObject([{ rate: '0', taxable: '-3.00', tax: '0.00' }]);
    const own = drafted({ from: 'order' }, invoicedOrder({ ...basket, taxRate: '0.0775' }));
    expect(own?.taxes).toMatchObject([{ taxable: '90.00', tax: '6.98' }, { taxable: '7.00' }]);
  });
});

const of = (order: Basket, discount: string) =>
  invoicedOrder({ ...order, discount, taxRate: '0', currency: 'USD', pricesIncludeTax: false });

test('what is taxable of all rates, and the tax, come to what they come to with the discount by itself', () => {
  const discounts = fc.constantFrom('0.0333', '0.5', '7.77');
  const commands = fc.constantFrom<DraftInvoice>({ from: 'difference' }, { from: 'invoice', invoiceId: 'i1' });
  fc.assert(
    fc.property(baskets, baskets, discounts, discounts, commands, (before, after, discount, other, command) => {
      const [from, to] = [of(before, discount), of(after, other)];
      const first = drafted({ from: 'order' }, from);
      const documents = (inLines: boolean) => [
        drafted({ from: 'order' }, from, [], inLines),
        first && drafted(command, to, [first], inLines),
      ];
      const [apart, shared] = [documents(false), documents(true)];
      for (const [index, document] of shared.entries()) {
        const sumOf = (name: 'taxable' | 'tax', each = document) => sum((each?.taxes ?? []).map((tax) => Decimal(tax[name])));
        expect(sumOf('taxable').eq(sumOf('taxable', apart[index]))).toBe(true);
        expect(sumOf('tax').eq(document?.totals.taxTotal ?? zero)).toBe(true);
      }
    }),
  );
});
