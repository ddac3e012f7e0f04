import fc from 'fast-check';
import type { GatewayTransaction } from '#contracts/events/payment.js';
import { Decimal, sum, zero } from '#contracts/money.js';
import { type Decision, isRefusal, type RefusalCode } from '#contracts/refusals.js';
import { given } from '../../../../test/given.js';
import { capturePayment, closePayment, type Exchange, refundPayment, voidPayment } from './move-money.js';
import { openPayment } from './open-payment.js';
import { evolve, type Payment, type PaymentEvent } from './payment.js';

const at = '2026-11-24T10:00:00.000Z';
const exchange = (type: GatewayTransaction['type'], id: string): Exchange => ({
  ...{ id, idempotencyKey: id, type, status: 'succeeded', attempts: 1, processedAt: at },
  ...{ request: type, response: 'by hand', responseCode: 'done' },
});
const opening = {
  ...{ paymentId: 'payment-1', number: 'PI261124-00001', orderId: 'order-1', orderNumber: 'CO261124-00001', storeId: 'uk' },
  ...{ gateway: 'manual' as const, currency: 'GBP', amount: '100.00' },
};
const authorized = openPayment(null, opening, at, {
  ...exchange('authorization', 'authorization'),
  amount: '100.00',
  idempotencyKey: 'payment-1-authorization-1',
}) as PaymentEvent[];

const capture =
  (amount?: string, id = 'c') =>
  (payment: Payment | null) =>
    capturePayment(payment as Payment, amount, exchange('capture', id));
const refund =
  (amount?: string, id = 'r') =>
  (payment: Payment | null) =>
    refundPayment(payment as Payment, { ...(amount && { amount }), reasonCode: 'other' }, exchange('refund', id));
const voiding = (payment: Payment | null) => voidPayment(payment as Payment, exchange('void', 'v'));
const closing = (payment: Payment | null) => closePayment(payment, exchange('void', 'v'), exchange('refund', 'x'));

/** The payment after these steps, each of which must be accepted. */
function after(...steps: ((payment: Payment | null) => Decision<PaymentEvent>)[]) {
  let events: readonly PaymentEvent[] = authorized;
  for (const step of steps)
    events = [
      ...events,
      ...given(evolve, ...events)
        .when(step)
        .events(),
    ];
  return given(evolve, ...events);
}
const facts = ({ status, authorizedAmount, capturedAmount, refundedAmount }: Payment) => [
  status,
  authorizedAmount,
  capturedAmount,
  refundedAmount,
];

test.each<[string, ((payment: Payment | null) => Decision<PaymentEvent>)[], string[]]>([
  ['captured in part', [capture('40')], ['Authorized', '100.00', '40.00', '0']],
  ['captured in several parts', [capture('40'), capture('60.00')], ['Paid', '100.00', '100.00', '0']],
  ['captured whole', [capture()], ['Paid', '100.00', '100.00', '0']],
  ['captured in part, the rest voided', [capture('40'), voiding], ['Paid', '40.00', '40.00', '0']],
  ['voided', [voiding], ['Voided', '0', '0', '0']],
  ['refunded in part', [capture(), refund('0.01')], ['PartiallyRefunded', '100.00', '100.00', '0.01']],
  ['refunded in two equal parts', [capture(), refund('50', 'r1'), refund('50', 'r2')], ['Refunded', '100.00', '100.00', '100.00']],
  ['refunded before all is captured', [capture('40'), refund()], ['Authorized', '100.00', '40.00', '40.00']],
  ['refunded, and the rest voided', [capture('40'), refund('10'), voiding], ['PartiallyRefunded', '40.00', '40.00', '10.00']],
  ['closed with nothing captured', [closing], ['Voided', '0', '0', '0']],
  ['closed with something captured', [capture('40'), closing], ['Refunded', '40.00', '40.00', '40.00']],
  ['closed when paid', [capture(), closing], ['Refunded', '100.00', '100.00', '100.00']],
  ['closed twice', [capture(), closing, closing], ['Refunded', '100.00', '100.00', '100.00']],
])('a payment is %s', (_name, steps, expected) => {
  expect(facts(after(...steps).state as Payment)).toEqual(expected);
});

test.each<
  [string, ((payment: Payment | null) => Decision<PaymentEvent>)[], (payment: Payment | null) => Decision<PaymentEvent>, RefusalCode]
>([
  ['more than was promised', [], capture('100.01'), 'capture-exceeds-authorized'],
  ['more than is left', [capture('40')], capture('60.01'), 'capture-exceeds-authorized'],
  ['parts of a penny', [], capture('0.001'), 'invalid-input'],
  ['of a payment that is paid', [capture()], capture('1'), 'not-authorized'],
  ['of a payment that is voided', [voiding], capture(), 'not-authorized'],
  ['back before anything was taken', [], refund(), 'refund-exceeds-captured'],
  ['more back than was taken', [capture('40')], refund('40.01'), 'refund-exceeds-captured'],
  ['back twice', [capture(), refund()], refund(), 'refund-exceeds-captured'],
  ['a promise that is kept', [capture()], voiding, 'not-authorized'],
])('nobody takes or gives %s', (_name, steps, step, code) => {
  const decision = step(after(...steps).state);
  expect(isRefusal(decision) && decision.refused).toBe(code);
});

test('whatever is asked in whatever order, no more is taken than promised nor given back than taken, and the log adds up', () => {
  const amount = fc.option(
    fc.integer({ min: 1, max: 15_000 }).map((pence) => (pence / 100).toFixed(2)),
    { nil: undefined },
  );
  const step = fc.oneof(
    amount.map((asked) => capture(asked)),
    amount.map((asked) => refund(asked)),
    fc.constant(voiding),
    fc.constant(closing),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let payment = given(evolve, ...authorized).state as Payment;
      for (const each of steps) {
        const decision = each(payment);
        if (!isRefusal(decision)) payment = decision.reduce<Payment>(evolve, payment);
        const [promised, taken, back] = [payment.authorizedAmount, payment.capturedAmount, payment.refundedAmount].map((text) =>
          Decimal(text),
        );
        expect(taken?.lte(promised as Decimal) && back?.lte(taken) && back.gte(zero)).toBe(true);
        for (const [type, total] of [
          ['capture', taken],
          ['refund', back],
        ] as const) {
          const logged = payment.transactions.filter((transaction) => transaction.type === type);
          expect(sum(logged.map((transaction) => Decimal(transaction.amount))).eq(total as Decimal)).toBe(true);
        }
      }
    }),
  );
});
