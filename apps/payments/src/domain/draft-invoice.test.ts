import fc from 'fast-check';
import type { DraftInvoice } from '#contracts/commands/invoice-order.js';
import type { InvoiceContent } from '#contracts/invoice.js';
import { Decimal, roundTo, sum, zero } from '#contracts/money.js';
import type { OrderView } from '#contracts/order.js';
import { isRefusal } from '#contracts/refusals.js';
import { given } from '../../../../test/given.js';
import { type Basket, baskets, invoicedOrder } from '../../../../test/invoiced-orders.js';
import { draftInvoice } from './draft-invoice.js';
import { evolve, type Invoice, type InvoiceEvent, live, nextTurn } from './invoice.js';
import { signOf } from './invoice-items.js';
import { issueInvoice } from './issue-invoice.js';
import { voidInvoice } from './void-invoice.js';

const seller = { id: 'ACME', name: 'Acme Ltd', address: ['1 Mill Lane', 'Leeds LS1 1AA'] };
const rounding = { mode: 'half-away-from-zero', tax: 'order' } as const;
const roundingFor = ({ pricesIncludeTax = false }: OrderView) => ({ ...rounding, pricesIncludeTax });
const nothing = { discount: '0', fee: '0', taxRate: '0.20', currency: 'GBP' };
const at = '2026-11-27T10:00:00.000Z';

const basket: Basket = {
  ...nothing,
  lines: [
    { price: '2.55', discount: '0.10', quantity: 6, fee: '0', taxRate: '0.20' },
    { price: '10', discount: '0', quantity: 1, fee: '0', taxRate: '0.05' },
  ],
  shipments: [{ price: '4.95', discount: '0', fee: '0', taxRate: '0.20' }],
};
const order = invoicedOrder(basket);

/** The invoices of an order, made and changed one after the other. */
class Book {
  invoices: Invoice[] = [];

  decide(command: DraftInvoice, from: OrderView = order) {
    const drafting = {
      invoiceId: `i${this.invoices.length + 1}`,
      turn: nextTurn(this.invoices) as number,
      seller,
      country: 'GB',
      rounding: roundingFor(from),
      discountInLines: false,
    };
    return draftInvoice(null, drafting, command, from, this.invoices);
  }

  /** Drafted and issued; undefined where it was refused. */
  add(command: DraftInvoice, from: OrderView = order): Invoice | undefined {
    const decision = this.decide(command, from);
    if (isRefusal(decision)) return undefined;
    const draft = (decision[0] as InvoiceEvent).data;
    const sequence = this.invoices.length + 1;
    const issued = issueInvoice(draft, { number: `ACME-2026-${sequence}`, series: 'ACME-2026-', sequence, issuedAt: at });
    const invoice = ((issued as InvoiceEvent[])[0] as InvoiceEvent).data;
    this.invoices.push(invoice);
    return invoice;
  }

  void(invoice: Invoice): boolean {
    const decision = voidInvoice(invoice, 'a mistake', this.invoices, { turn: nextTurn(this.invoices) as number, voidedAt: at });
    if (isRefusal(decision)) return false;
    const after = decision.reduce<Invoice>(evolve, invoice);
    this.invoices = this.invoices.map((each) => (each.invoiceId === after.invoiceId ? after : each));
    return true;
  }

  /** What all that count come to, credit notes taken off. */
  sum(name: keyof InvoiceContent['totals']) {
    return sum(live(this.invoices).map(({ kind, totals }) => Decimal(totals[name]).times(String(signOf(kind)))));
  }

  piecesOf(lineId: string, kind: Invoice['kind']): number {
    const items = live(this.invoices)
      .filter((each) => each.kind === kind)
      .flatMap((each) => each.items);
    return items.filter(({ part, id }) => part === 'line' && id === lineId).reduce((pieces, { quantity }) => pieces + quantity, 0);
  }
}

function issued(command: DraftInvoice, book = new Book()): { book: Book; invoice: Invoice } {
  const invoice = book.add(command);
  if (!invoice) throw new Error('it was refused');
  return { book, invoice };
}

describe('an invoice of the whole order', () => {
  test('says what the order says', () => {
    const { invoice } = issued({ from: 'order' });
    expect(invoice).toMatchObject({ kind: 'invoice', orderId: 'order-1', currency: 'GBP', language: 'en-GB', seller, source: 'order' });
    expect(invoice.items.map(({ part, id, quantity }) => [part, id, quantity])).toEqual([
      ['line', '1', 6],
      ['line', '2', 1],
      ['shipment', 'shipment-1', 1],
    ]);
    expect(invoice.totals).toEqual({
      ...{ subTotal: '25.30', shippingTotal: '4.95', paymentTotal: '0.00', feeTotal: '0.00', discountTotal: '0.60' },
      ...{ taxTotal: '4.43', total: '34.08' },
    });
    expect(invoice.taxes).toEqual([
      { jurisdiction: 'GB', rate: '0.2', taxable: '19.65', tax: '3.93' },
      { jurisdiction: 'GB', rate: '0.05', taxable: '10.00', tax: '0.50' },
    ]);
  });

  test('is a draft with a number of its own first, and fits its schema', () => {
    const events = given<Invoice, InvoiceEvent>(evolve)
      .when((none) =>
        draftInvoice(
          none,
          { invoiceId: 'i1', turn: 1, seller, country: 'GB', rounding, discountInLines: false },
          { from: 'order' },
          order,
          [],
        ),
      )
      .events();
    expect(events[0]?.data).toMatchObject({ status: 'Draft', number: 'CO261126-00001-D1', turns: [1], payments: [], paidAmount: '0' });
  });

  test('comes once', () => {
    const { book, invoice } = issued({ from: 'order' });
    expect(book.decide({ from: 'order' })).toMatchObject({ refused: 'nothing-to-invoice' });
    expect(draftInvoice(invoice, {} as never, { from: 'order' }, order, [])).toEqual([]);
  });

  test('may come again when the first is void, and takes the rest of what is invoiced in part', () => {
    const { book, invoice } = issued({ from: 'order' });
    expect(book.void(invoice)).toBe(true);
    issued({ from: 'lines', lines: [{ lineId: '1', quantity: 4 }] }, book);
    const { invoice: rest } = issued({ from: 'order' }, book);
    expect(rest.items.map(({ id, quantity }) => [id, quantity])).toEqual([
      ['1', 2],
      ['2', 1],
      ['shipment-1', 1],
    ]);
    expect(book.sum('total').toFixed(2)).toBe(order.totals.total);
  });
});

test.each<[string, DraftInvoice, string, string | undefined]>([
  ['more pieces than ordered', { from: 'lines', lines: [{ lineId: '1', quantity: 7 }] }, 'quantity-above-invoiceable', 'lines[0].quantity'],
  ['a line that is not there', { from: 'lines', lines: [{ lineId: '9', quantity: 1 }] }, 'line-not-found', 'lines[0].lineId'],
  [
    'a line twice',
    {
      from: 'lines',
      lines: [
        { lineId: '1', quantity: 1 },
        { lineId: '1', quantity: 1 },
      ],
    },
    'invalid-input',
    'lines[1].lineId',
  ],
  ['lines that are not named', { from: 'lines' }, 'invalid-input', 'lines'],
  ['lines of the whole order', { from: 'order', lines: [{ lineId: '1', quantity: 1 }] }, 'invalid-input', 'lines'],
  ['a shipment that is not there', { from: 'shipment', shipmentId: 's9' }, 'shipment-not-found', 'shipmentId'],
  ['an invoice that is not there', { from: 'invoice', invoiceId: 'i9' }, 'not-found', 'invoiceId'],
  ['a credit note of the order', { from: 'order', kind: 'credit-note' }, 'nothing-to-credit', 'kind'],
])('%s is refused', (_name, command, refused, path) => {
  expect(new Book().decide(command)).toMatchObject({ refused, path });
});

test('an order whose tax is on its way is not invoiced', () => {
  expect(new Book().decide({ from: 'order' }, { ...order, tax: { status: 'pending' } })).toMatchObject({ refused: 'tax-not-calculated' });
});

test('a shipment is invoiced with its price, and what it holds that is not invoiced yet', () => {
  const { book } = issued({ from: 'lines', lines: [{ lineId: '1', quantity: 5 }] });
  const { invoice } = issued({ from: 'shipment', shipmentId: 'shipment-1' }, book);
  expect(invoice.items.map(({ part, id, quantity }) => [part, id, quantity])).toEqual([
    ['line', '1', 1],
    ['line', '2', 1],
    ['shipment', 'shipment-1', 1],
  ]);
});

describe('after an edit', () => {
  const edited = (change: Partial<Basket['lines'][number]>) =>
    invoicedOrder({ ...basket, lines: [{ ...(basket.lines[0] as Basket['lines'][number]), ...change }, ...basket.lines.slice(1)] });

  test('what is more is an invoice of the difference', () => {
    const { book } = issued({ from: 'order' });
    const after = edited({ quantity: 8 });
    const invoice = book.add({ from: 'difference' }, after);
    expect(invoice).toMatchObject({ kind: 'invoice', items: [{ id: '1', quantity: 2 }], totals: { total: '5.88' } });
    expect(book.sum('total').toFixed(2)).toBe(after.totals.total);
  });

  test('what is less is a credit note of the difference', () => {
    const { book } = issued({ from: 'order' });
    const after = edited({ price: '2.05' });
    expect(book.decide({ from: 'difference', kind: 'invoice' }, after)).toMatchObject({ refused: 'nothing-to-invoice', path: 'kind' });
    const credit = book.add({ from: 'difference' }, after);
    expect(credit).toMatchObject({ kind: 'credit-note', items: [{ id: '1', quantity: 0, listTotal: '3' }], totals: { total: '3.60' } });
    expect(book.sum('total').toFixed(2)).toBe(after.totals.total);
    expect(book.decide({ from: 'difference' }, after)).toMatchObject({ refused: 'nothing-to-invoice' });
  });

  test('all is taken back of an order that was cancelled', () => {
    const { book } = issued({ from: 'order' });
    const cancelled = { ...order, cancelledAt: at };
    expect(book.decide({ from: 'order' }, cancelled)).toMatchObject({ refused: 'order-cancelled' });
    expect(book.add({ from: 'difference' }, cancelled)).toMatchObject({ kind: 'credit-note', totals: { total: order.totals.total } });
    expect(book.sum('total').eq(zero)).toBe(true);
  });

  test('what was given back by a credit note is not invoiced again, and not given back twice', () => {
    const { book } = issued({ from: 'order' });
    issued({ from: 'invoice', invoiceId: 'i1', lines: [{ lineId: '1', quantity: 2 }] }, book);
    expect(book.decide({ from: 'difference' })).toMatchObject({ refused: 'nothing-to-invoice' });
    expect(book.decide({ from: 'difference' }, edited({ quantity: 4 }))).toMatchObject({ refused: 'nothing-to-invoice' });
    expect(book.add({ from: 'difference' }, edited({ quantity: 3 }))).toMatchObject({ kind: 'credit-note', items: [{ quantity: 1 }] });
  });
});

describe('a credit note of an invoice', () => {
  test('takes all of it back', () => {
    const { book } = issued({ from: 'order' });
    const { invoice: credit } = issued({ from: 'invoice', invoiceId: 'i1' }, book);
    expect(credit).toMatchObject({
      kind: 'credit-note',
      creditedInvoiceId: 'i1',
      creditedNumber: 'ACME-2026-1',
      totals: { total: order.totals.total },
    });
    expect(book.decide({ from: 'invoice', invoiceId: 'i1' })).toMatchObject({ refused: 'nothing-to-credit' });
  });

  test('takes no more pieces back than the invoice has', () => {
    const { book } = issued({ from: 'order' });
    issued({ from: 'invoice', invoiceId: 'i1', lines: [{ lineId: '1', quantity: 4 }] }, book);
    const more = { from: 'invoice', invoiceId: 'i1', lines: [{ lineId: '1', quantity: 3 }] } as const;
    expect(book.decide({ ...more, lines: [...more.lines] })).toMatchObject({
      refused: 'quantity-above-creditable',
      path: 'lines[0].quantity',
    });
  });

  test('gives no more money back than the invoice comes to', () => {
    const discounted = invoicedOrder({ ...basket, discount: '5' });
    const book = new Book();
    book.add({ from: 'order' }, discounted);
    const lines = [{ lineId: '1', quantity: 6 }];
    expect(book.add({ from: 'invoice', invoiceId: 'i1', lines }, discounted)).toMatchObject({ totals: { total: '17.64' } });
    const refused = book.decide({ from: 'invoice', invoiceId: 'i1', lines: [{ lineId: '2', quantity: 1 }] }, discounted);
    expect(refused).toMatchObject({ refused: 'credit-exceeds-invoice', path: 'lines' });
    expect(book.add({ from: 'invoice', invoiceId: 'i1' }, discounted)).toMatchObject({ totals: { total: '10.44' } });
  });

  test('keeps its invoice from being voided', () => {
    const { book, invoice } = issued({ from: 'order' });
    const { invoice: credit } = issued({ from: 'invoice', invoiceId: 'i1' }, book);
    expect(book.void(invoice)).toBe(false);
    expect(book.void(credit) && book.void(invoice)).toBe(true);
  });
});

/** A step in the life of an order's invoices; numbers choose what they can. */
const steps = fc.array(
  fc.record({
    what: fc.constantFrom('lines', 'lines', 'shipment', 'invoice', 'void'),
    which: fc.nat(),
    quantity: fc.integer({ min: 1, max: 5 }),
  }),
  { maxLength: 12 },
);
type Steps = readonly { readonly what: string; readonly which: number; readonly quantity: number }[];

function lived(from: OrderView, life: Steps): Book {
  const book = new Book();
  for (const { what, which, quantity } of life) {
    const lineId = from.lines[which % from.lines.length]?.id as string;
    const invoice = book.invoices[which % Math.max(1, book.invoices.length)];
    if (what === 'lines') book.add({ from: 'lines', lines: [{ lineId, quantity }] }, from);
    else if (what === 'shipment') book.add({ from: 'shipment', shipmentId: 'shipment-1' }, from);
    else if (what === 'void' && invoice) book.void(invoice);
    else if (invoice)
      book.add({ from: 'invoice', invoiceId: invoice.invoiceId, ...(which % 2 ? {} : { lines: [{ lineId, quantity }] }) }, from);
  }
  return book;
}

const amounts = ['subTotal', 'shippingTotal', 'feeTotal', 'discountTotal', 'taxTotal', 'total'] as const;
const inOrder = {
  subTotal: 'subTotal',
  shippingTotal: 'shippingSubTotal',
  feeTotal: 'feeTotal',
  discountTotal: 'discountTotal',
  taxTotal: 'taxTotal',
  total: 'total',
} as const;

test('however an order is cut, its invoices add up to it exactly, voided ones or not', () => {
  fc.assert(
    fc.property(baskets, steps, (each, life) => {
      const from = invoicedOrder(each);
      const book = lived(
        from,
        life.filter(({ what }) => what !== 'invoice'),
      );
      // Where only a discount is left, it is a credit note.
      if (!book.add({ from: 'order' }, from)) book.add({ from: 'difference' }, from);
      for (const name of amounts) expect(book.sum(name).eq(from.totals[inOrder[name]])).toBe(true);
      for (const { id, quantity } of from.lines) expect(book.piecesOf(id, 'invoice') - book.piecesOf(id, 'credit-note')).toBe(quantity);
    }),
  );
});

test('whatever is done, no line is invoiced beyond its quantity, nor taken back beyond what was invoiced', () => {
  fc.assert(
    fc.property(baskets, steps, (each, life) => {
      const from = invoicedOrder(each);
      const book = lived(from, life);
      for (const { id, quantity } of from.lines) {
        expect(book.piecesOf(id, 'invoice')).toBeLessThanOrEqual(quantity);
        expect(book.piecesOf(id, 'credit-note')).toBeLessThanOrEqual(book.piecesOf(id, 'invoice'));
      }
    }),
  );
});

test('after any edit, the difference makes invoices and credit notes come to what is due', () => {
  fc.assert(
    fc.property(baskets, baskets, steps, (before, after, life) => {
      const { currency, pricesIncludeTax = false } = before;
      const [from, to] = [invoicedOrder(before), invoicedOrder({ ...after, currency, pricesIncludeTax })];
      const book = lived(
        from,
        life.filter(({ what }) => what !== 'invoice'),
      );
      book.add({ from: 'difference' }, to);
      expect(book.sum('total').toFixed()).toBe(Decimal(to.totals.total).toFixed());
    }),
  );
});

test('a whole invoice and its credit notes come to nothing, however they are cut', () => {
  fc.assert(
    fc.property(baskets, steps, (each, life) => {
      const from = invoicedOrder(each);
      const book = new Book();
      book.add({ from: 'order' }, from);
      for (const { which, quantity } of life) {
        const lineId = from.lines[which % from.lines.length]?.id as string;
        book.add({ from: 'invoice', invoiceId: 'i1', lines: [{ lineId, quantity }] }, from);
      }
      book.add({ from: 'invoice', invoiceId: 'i1' }, from);
      for (const name of amounts) expect(book.sum(name).eq(zero)).toBe(true);
    }),
  );
});

test('total and tax by rate add up, on every document', () => {
  fc.assert(
    fc.property(baskets, steps, (each, life) => {
      for (const { totals, taxes, pricesIncludeTax = false } of lived(invoicedOrder(each), life).invoices) {
        expect(pricesIncludeTax).toBe(each.pricesIncludeTax);
        const of = (name: keyof typeof totals) => Decimal(totals[name]);
        const total = of('subTotal')
          .plus(of('shippingTotal'))
          .plus(of('paymentTotal'))
          .plus(of('feeTotal'))
          .plus(pricesIncludeTax ? zero : of('taxTotal'))
          .minus(of('discountTotal'));
        expect(total.eq(totals.total)).toBe(true);
        expect(sum(taxes.map(({ tax }) => Decimal(tax))).eq(totals.taxTotal)).toBe(true);
      }
    }),
  );
});

describe('of prices that include their tax', () => {
  const including = invoicedOrder({ ...basket, discount: '3', fee: '1', pricesIncludeTax: true });

  test('an invoice comes to its amounts alone, and says what of them is before tax', () => {
    const invoice = new Book().add({ from: 'order' }, including);
    expect(invoice).toMatchObject({ pricesIncludeTax: true, items: [{ taxTotal: '2.45' }, {}, {}, { taxTotal: '-0.5' }] });
    expect(invoice?.totals).toEqual({
      ...{ subTotal: '25.30', shippingTotal: '4.95', paymentTotal: '0.00', feeTotal: '1.00', discountTotal: '3.60' },
      ...{ taxTotal: '3.25', total: '27.65' },
    });
    expect(invoice?.taxes).toEqual([
      { jurisdiction: 'GB', rate: '0.2', taxable: '13.88', tax: '2.77' },
      { jurisdiction: 'GB', rate: '0.05', taxable: '9.52', tax: '0.48' },
    ]);
  });

  test('a credit note gives back as much as the invoice took, and is of its kind', () => {
    const book = new Book();
    book.add({ from: 'order' }, including);
    const command: DraftInvoice = { from: 'invoice', invoiceId: 'i1', lines: [{ lineId: '1', quantity: 2 }] };
    for (const order of [including, { ...including, pricesIncludeTax: false }]) {
      const [event] = book.decide(command, order) as InvoiceEvent[];
      expect(event?.data).toMatchObject({
        ...{ kind: 'credit-note', pricesIncludeTax: true, totals: { taxTotal: '0.82', total: '4.90' } },
        taxes: [{ rate: '0.2', taxable: '4.08', tax: '0.82' }],
      });
    }
  });

  test('what is before tax and the tax are the items together, by each rate', () => {
    fc.assert(
      fc.property(baskets, steps, (each, life) => {
        const from = invoicedOrder({ ...each, pricesIncludeTax: true });
        for (const { items, taxes, currency } of lived(from, life).invoices) {
          for (const { rate, taxable, tax } of taxes) {
            const taxed = items.filter(({ taxRate }) => Decimal(taxRate).eq(rate));
            const amounts = taxed.map(({ part, listTotal, discountTotal, fee }) =>
              Decimal(listTotal)
                .minus(discountTotal)
                .plus(part === 'shipment' ? fee : '0'),
            );
            expect(
              Decimal(taxable)
                .plus(tax)
                .eq(roundTo(sum(amounts), currency)),
            ).toBe(true);
          }
        }
      }),
    );
  });
});
