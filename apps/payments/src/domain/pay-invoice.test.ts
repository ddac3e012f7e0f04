import fc from 'fast-check';
import type { InvoiceContent } from '#contracts/invoice.js';
import { Decimal, sum } from '#contracts/money.js';
import { isRefusal } from '#contracts/refusals.js';
import { evolve, type Invoice, type InvoiceEvent, live, nextTurn } from './invoice.js';
import { issueInvoice } from './issue-invoice.js';
import { type PaidFrom, payInvoice } from './pay-invoice.js';
import { voidInvoice } from './void-invoice.js';

const at = '2026-11-27T10:00:00.000Z';
const totals = { subTotal: '0', shippingTotal: '0', paymentTotal: '0', feeTotal: '0', discountTotal: '0', taxTotal: '0' };

const invoice = (changes: Partial<InvoiceContent> = {}): Invoice =>
  ({
    invoiceId: 'i1',
    kind: 'invoice',
    status: 'Issued',
    number: 'ACME-2026-1',
    orderId: 'o1',
    currency: 'GBP',
    items: [],
    payments: [],
    paidAmount: '0',
    turns: [1],
    totals: { ...totals, total: '10.00' },
    ...changes,
  }) as Invoice;
const payment = (changes: Partial<PaidFrom> = {}): PaidFrom => ({
  paymentId: 'p1',
  number: 'PI1',
  orderId: 'o1',
  currency: 'GBP',
  capturedAmount: '8.00',
  refundedAmount: '0',
  ...changes,
});
const pay = (to: Invoice | null, from: PaidFrom | null, amount?: string, all: readonly Invoice[] = to ? [to] : []) =>
  payInvoice(to, { paymentId: 'p1', ...(amount === undefined ? {} : { amount }) }, from, all, {
    turn: nextTurn(all) as number,
    appliedAt: at,
  });
const after = (decision: ReturnType<typeof pay>) => (isRefusal(decision) ? decision : (decision[0] as InvoiceEvent).data);

test('an amount left out is as much as the payment has and the invoice needs', () => {
  const partly = after(pay(invoice(), payment())) as Invoice;
  expect(partly).toMatchObject({
    status: 'PartiallyPaid',
    paidAmount: '8.00',
    turns: [1, 2],
    payments: [{ paymentId: 'p1', number: 'PI1', amount: '8.00', appliedAt: at }],
  });
  expect(after(pay(partly, payment({ capturedAmount: '20.00' })))).toMatchObject({
    status: 'Paid',
    paidAmount: '10.00',
    payments: [{}, { amount: '2.00' }],
  });
});

test('money that a payment gave back settles a credit note, and no invoice', () => {
  const from = payment({ refundedAmount: '3.00' });
  expect(after(pay(invoice({ kind: 'credit-note' }), from))).toMatchObject({ status: 'PartiallyPaid', paidAmount: '3.00' });
  expect(after(pay(invoice(), from))).toMatchObject({ paidAmount: '5.00' });
});

test('what an invoice had is free again when it is void', () => {
  const paid = after(pay(invoice(), payment())) as Invoice;
  const other = invoice({ invoiceId: 'i2', turns: [3] });
  expect(pay(other, payment(), undefined, [paid, other])).toMatchObject({ refused: 'payment-exceeds-captured' });
  const voided = after(voidInvoice(paid, 'a mistake', [paid, other], { turn: 4, voidedAt: at })) as Invoice;
  expect(voided).toMatchObject({ status: 'Void', number: 'ACME-2026-1', voidReason: 'a mistake', voidedAt: at });
  expect(after(pay(other, payment(), undefined, [voided, other]))).toMatchObject({ paidAmount: '8.00' });
});

test.each<[string, () => ReturnType<typeof pay>, string, string | undefined]>([
  ['no invoice', () => pay(null, payment()), 'not-found', undefined],
  ['a draft', () => pay(invoice({ status: 'Draft' }), payment()), 'invoice-not-issued', undefined],
  ['a void one', () => pay(invoice({ status: 'Void' }), payment()), 'invoice-void', undefined],
  ['no payment', () => pay(invoice(), null), 'payment-not-found', 'paymentId'],
  ["another order's payment", () => pay(invoice(), payment({ orderId: 'o2' })), 'payment-not-found', 'paymentId'],
  ['another currency', () => pay(invoice(), payment({ currency: 'EUR' })), 'payment-not-found', 'paymentId'],
  ['more than the payment took', () => pay(invoice(), payment(), '8.01'), 'payment-exceeds-captured', 'amount'],
  ['more than the invoice', () => pay(invoice(), payment({ capturedAmount: '20' }), '10.01'), 'payment-exceeds-invoice', 'amount'],
  ['an amount that the currency has not', () => pay(invoice(), payment(), '1.001'), 'invalid-input', 'amount'],
  ['what is paid', () => pay(invoice({ paidAmount: '10.00', status: 'Paid' }), payment()), 'payment-exceeds-invoice', 'amount'],
])('paying with %s is refused', (_name, decide, refused, path) => {
  expect({ path: undefined, ...decide() }).toMatchObject({ refused, path });
});

test('a draft is issued once, and a void one never; what comes to nothing is paid', () => {
  const issuing = { number: 'ACME-2026-1', series: 'ACME-2026-', sequence: 1, issuedAt: at };
  const draft = invoice({ status: 'Draft', number: 'CO1-D1' });
  expect(issueInvoice(draft, issuing)).toMatchObject([{ type: 'invoice.issued', data: { status: 'Issued', ...issuing } }]);
  expect(issueInvoice(invoice(), issuing)).toEqual([]);
  expect(issueInvoice(invoice({ status: 'Void' }), issuing)).toMatchObject({ refused: 'invoice-void' });
  expect(issueInvoice({ ...draft, totals: { ...totals, total: '0.00' } }, issuing)).toMatchObject([{ data: { status: 'Paid' } }]);
});

test('whatever is applied and voided, no payment has more out than it took, and no invoice more in than it comes to', () => {
  const steps = fc.array(
    fc.record({
      to: fc.nat({ max: 2 }),
      from: fc.nat({ max: 1 }),
      pence: fc.option(fc.integer({ min: 1, max: 900 })),
      voids: fc.boolean(),
    }),
    { maxLength: 15 },
  );
  fc.assert(
    fc.property(steps, (life) => {
      let all = ['i1', 'i2', 'i3'].map((invoiceId, index) => invoice({ invoiceId, turns: [index + 1] }));
      const payments = [payment({ capturedAmount: '12.00' }), payment({ paymentId: 'p2', capturedAmount: '9.00', refundedAmount: '2.00' })];
      for (const { to, from, pence, voids } of life) {
        const invoiceNow = all[to] as Invoice;
        const command = { paymentId: payments[from]?.paymentId as string, ...(pence === null ? {} : { amount: (pence / 100).toFixed(2) }) };
        const turn = nextTurn(all) as number;
        const decision =
          voids && pence === null
            ? voidInvoice(invoiceNow, 'x', all, { turn, voidedAt: at })
            : payInvoice(invoiceNow, command, payments[from] as PaidFrom, all, { turn, appliedAt: at });
        if (!isRefusal(decision)) all = all.map((each, index) => (index === to ? decision.reduce<Invoice>(evolve, each) : each));
      }
      for (const {
        paidAmount,
        totals: { total },
      } of all)
        expect(Decimal(paidAmount).lte(total)).toBe(true);
      for (const [index, most] of ['12', '7'].entries()) {
        const applied = live(all)
          .flatMap((each) => each.payments)
          .filter(({ paymentId }) => paymentId === payments[index]?.paymentId);
        expect(sum(applied.map(({ amount }) => Decimal(amount))).lte(most)).toBe(true);
      }
    }),
  );
});

test('invoices of which one changed while they were read have no next turn', () => {
  const [first, second] = [invoice({ turns: [1] }), invoice({ invoiceId: 'i2', turns: [2, 4] })];
  expect(nextTurn([first, second])).toBeUndefined();
  expect(nextTurn([{ ...first, turns: [1, 3] }, second])).toBe(5);
});
