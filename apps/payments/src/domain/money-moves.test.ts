import fc from 'fast-check';
import { Decimal, sum, zero } from '#contracts/money.js';
import { type Decision, isRefusal, type RefusalCode } from '#contracts/refusals.js';
import { given } from '../../../../test/given.js';
import { manualProvider } from '../providers/manual.provider.js';
import type { GatewayAnswer, LocalProvider, PaymentProvider } from '../providers/provider.js';
import { closePayment, settleAndClose } from './close-payment.js';
import { type Attempt, failRefund, startCall } from './gateway-calls.js';
import { authorizationWanted, captureWanted, refundWanted, voidWanted } from './money-moves.js';
import { openPayment } from './open-payment.js';
import { evolve, type Payment, type PaymentEvent } from './payment.js';

const at = '2026-11-24T10:00:00.000Z';
const head = (id: string) => ({ id, idempotencyKey: id, at, inHandUntil: at });
const opening = {
  ...{ paymentId: 'payment-1', number: 'PI261124-00001', orderId: 'order-1', orderNumber: 'CO261124-00001', storeId: 'uk' },
  ...{ gateway: 'manual' as const, currency: 'GBP', amount: '100.00' },
};
type Step = (payment: Payment | null) => Decision<PaymentEvent>;

/** What is asked of payments by one kind of gateway. */
function steps(provider: PaymentProvider | LocalProvider) {
  const on =
    (decide: (payment: Payment) => Decision<PaymentEvent>): Step =>
    (payment) =>
      decide(payment as Payment);
  return {
    open: (payment: Payment | null) => openPayment(payment, opening, undefined, head('a'), provider),
    authorize: (id = 'a2') => on((payment) => startCall(payment, authorizationWanted(payment, 'token'), head(id), provider)),
    capture: (amount?: string, id = 'c') =>
      on((payment) => startCall(payment, captureWanted(payment, amount === undefined ? {} : { amount }), head(id), provider)),
    refund: (amount?: string, id = 'r') =>
      on((payment) => {
        const refund = { reasonCode: 'other' as const, ...(amount === undefined ? {} : { amount }) };
        return startCall(payment, refundWanted(payment, refund), head(id), provider);
      }),
    voiding: (id = 'v') => on((payment) => startCall(payment, voidWanted(payment), head(id), provider)),
    closing: (id = 'x') => on((payment) => closePayment(payment, { reason: 'cancelled' }, closing(id), provider)),
  };
}
const closing = (id: string) => ({ voiding: head(`${id}v`), refunding: head(`${id}r`) });

/** The payment after these steps, each of which must be accepted. */
function after(...steps: Step[]) {
  let events: readonly PaymentEvent[] = [];
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

describe('by hand', () => {
  const { open, authorize, capture, refund, voiding, closing: close } = steps(manualProvider);

  test.each<[string, Step[], string[]]>([
    ['captured in part', [capture('40')], ['Authorized', '100.00', '40.00', '0']],
    ['captured in several parts', [capture('40'), capture('60.00', 'c2')], ['Paid', '100.00', '100.00', '0']],
    ['captured whole', [capture()], ['Paid', '100.00', '100.00', '0']],
    ['captured in part, the rest voided', [capture('40'), voiding()], ['Paid', '40.00', '40.00', '0']],
    ['voided', [voiding()], ['Voided', '0', '0', '0']],
    ['refunded in part', [capture(), refund('0.01')], ['PartiallyRefunded', '100.00', '100.00', '0.01']],
    ['refunded in two equal parts', [capture(), refund('50', 'r1'), refund('50', 'r2')], ['Refunded', '100.00', '100.00', '100.00']],
    [
      'refunded once by one request that came twice',
      [capture(), refund('50'), refund('50')],
      ['PartiallyRefunded', '100.00', '100.00', '50.00'],
    ],
    ['refunded before all is captured', [capture('40'), refund()], ['Authorized', '100.00', '40.00', '40.00']],
    ['refunded, and the rest voided', [capture('40'), refund('10'), voiding()], ['PartiallyRefunded', '40.00', '40.00', '10.00']],
    ['closed with nothing captured', [close()], ['Voided', '0', '0', '0']],
    ['closed with something captured', [capture('40'), close()], ['Refunded', '40.00', '40.00', '40.00']],
    ['closed when paid', [capture(), close()], ['Refunded', '100.00', '100.00', '100.00']],
    ['closed twice', [capture(), close(), close('y')], ['Refunded', '100.00', '100.00', '100.00']],
  ])('a payment is %s', (_name, taken, expected) => {
    expect(facts(after(open, ...taken).state as Payment)).toEqual(expected);
  });

  test.each<[string, Step[], Step, RefusalCode]>([
    ['more than was promised', [], capture('100.01'), 'capture-exceeds-authorized'],
    ['more than is left', [capture('40')], capture('60.01', 'c2'), 'capture-exceeds-authorized'],
    ['parts of a penny', [], capture('0.001'), 'invalid-input'],
    ['of a payment that is paid', [capture()], capture('1', 'c2'), 'not-authorized'],
    ['of a payment that is voided', [voiding()], capture(), 'not-authorized'],
    ['back before anything was taken', [], refund(), 'refund-exceeds-captured'],
    ['more back than was taken', [capture('40')], refund('40.01'), 'refund-exceeds-captured'],
    ['back twice', [capture(), refund()], refund(undefined, 'r2'), 'refund-exceeds-captured'],
    ['a promise that is kept', [capture()], voiding(), 'not-authorized'],
    ['a promise that there is already', [], authorize(), 'not-declined'],
  ])('nobody takes or gives %s', (_name, before, step, code) => {
    const decision = step(after(open, ...before).state);
    expect(isRefusal(decision) && decision.refused).toBe(code);
  });
});

const elsewhere = (severalCaptures: boolean): PaymentProvider => ({
  gateway: 'sandbox',
  capabilities: { severalCaptures, keysLastHours: 24 },
  obstacle: () => undefined,
  prepare: ({ type, amount }) => `${type} ${amount}`,
  send: () => Promise.reject(new Error('nobody is asked here')),
  find: () => Promise.reject(new Error('nobody is asked here')),
});

describe('back to credit of the payer', () => {
  const toCredit = { reasonCode: 'other' as const, amount: '40', destination: 'credit' as const };
  const asked: unknown[] = [];
  const credit = {
    ...elsewhere(true),
    gateway: 'credit' as const,
    prepare: (call: object) => {
      asked.push(call);
      return 'grant';
    },
  };
  const paid = ({ gateway }: PaymentProvider | LocalProvider, payer: object = { payer: { id: 'c-1' } }): Step[] => [
    (payment) => openPayment(payment, { ...opening, ...payer, gateway }, undefined, head('a'), manualProvider),
    steps(manualProvider).capture('80'),
  ];
  const refund: Step = (payment) => startCall(payment as Payment, refundWanted(payment as Payment, toCredit), head('r'), credit);

  test.each([manualProvider, elsewhere(true)])('the money of $gateway is granted by another, and counts as given back', (provider) => {
    const pending = after(...paid(provider), refund).state as Payment;
    expect(pending.refunds).toEqual([{ id: 'r', amount: '40.00', status: 'Pending', reasonCode: 'other', destination: 'credit' }]);
    expect(pending.openCalls).toMatchObject([{ type: 'refund', destination: 'credit', request: 'grant' }]);
    expect(asked.at(-1)).toMatchObject({ destination: 'credit', payerId: 'c-1', storeId: 'uk' });
    refund({ ...(after(...paid(provider)).state as Payment), gatewayReference: 'ref' });
    expect(asked.at(-1)).not.toHaveProperty('paymentReference');
    const settle: Step = (payment) => settleAndClose(payment, 'r', attempt('succeeded'), closing('z'), provider);
    const settled = after(...paid(provider), refund, settle, refund).state as Payment;
    expect(facts(settled)).toEqual(['Authorized', '100.00', '80.00', '40.00']);
    expect(settled.refunds).toMatchObject([{ status: 'Processed', destination: 'credit', at }]);
  });

  test('what a cancelled order leaves goes back to where it was taken from, after the credit', () => {
    const settle: Step = (payment) => settleAndClose(payment, 'r', attempt('succeeded'), closing('z'), manualProvider);
    const closed = after(...paid(manualProvider), refund, steps(manualProvider).closing(), settle).state as Payment;
    expect(facts(closed)).toEqual(['Refunded', '80.00', '80.00', '80.00']);
    expect(closed.refunds?.map(({ amount, destination }) => [amount, destination])).toEqual([
      ['40.00', 'credit'],
      ['40.00', undefined],
    ]);
  });

  test('is refused where nobody is said to pay', () => {
    const decision = refund(after(...paid(manualProvider, {})).state);
    expect(decision).toMatchObject({ refused: 'payer-not-known', path: 'destination' });
  });
});

const attempt = (status: GatewayAnswer['status'] | undefined, tried = 0): Attempt => ({
  ...{ id: 'exchange', tried, at, retryAt: at },
  ...(status && { answer: { status, responseCode: status, response: status, reference: 'ref' } }),
});

describe('by a gateway somewhere else', () => {
  const gateway = elsewhere(true);
  const { open, authorize, capture, refund, voiding, closing: close } = steps(gateway);
  const answers =
    (callId: string, status: GatewayAnswer['status'] | undefined = 'succeeded', id = 'z', tried = 0): Step =>
    (payment) =>
      settleAndClose(payment, callId, attempt(status, tried), closing(id), gateway);
  const authorized = [open, answers('a')];

  test.each<[string, Step[], string[]]>([
    ['pending until it answers', [open], ['Pending', '0', '0', '0']],
    ['declined, asked again, authorized', [open, answers('a', 'declined'), authorize(), answers('a2')], ['Authorized', '100.00', '0', '0']],
    ['not captured before it answers', [...authorized, capture()], ['Authorized', '100.00', '0', '0']],
    [
      'captured in two parts at once',
      [...authorized, capture('40'), capture('60', 'c2'), answers('c2'), answers('c')],
      ['Paid', '100.00', '100.00', '0'],
    ],
    ['not captured when it refuses', [...authorized, capture(), answers('c', 'declined')], ['Authorized', '100.00', '0', '0']],
    [
      'captured after a refusal',
      [...authorized, capture(), answers('c', 'declined'), capture('40', 'c2'), answers('c2')],
      ['Authorized', '100.00', '40.00', '0'],
    ],
    ['called off while the shopper hesitates', [open, answers('a', 'pending'), voiding(), answers('v')], ['Voided', '0', '0', '0']],
    [
      'closed: captured, then given back',
      [
        ...authorized,
        capture('40'),
        close(),
        answers('c', undefined),
        answers('c', 'succeeded', 'z', 1),
        answers('zv', 'succeeded', 'w'),
        answers('wr'),
      ],
      ['Refunded', '40.00', '40.00', '40.00'],
    ],
    ['closed before it was authorized', [open, close(), answers('a', 'succeeded', 'w'), answers('wv')], ['Voided', '0', '0', '0']],
    ['closed while the shopper hesitates', [open, answers('a', 'pending'), close(), answers('xv')], ['Voided', '0', '0', '0']],
    [
      'closed while the bank decides, which the gateway will not call off',
      [open, answers('a', 'pending'), close(), answers('xv', 'declined'), answers('a', 'succeeded', 'w', 1), answers('wv')],
      ['Voided', '0', '0', '0'],
    ],
    [
      'closed, and it will not void: for people to see',
      [...authorized, close(), answers('xv', 'declined')],
      ['Authorized', '100.00', '0', '0'],
    ],
  ])('a payment is %s', (_name, taken, expected) => {
    const payment = after(...taken).state as Payment;
    expect(facts(payment)).toEqual(expected);
  });

  test('what is on its way counts: nothing is promised, taken or given back twice meanwhile', () => {
    const taking = after(...authorized, capture('60')).state;
    expect(capture('40.01', 'c2')(taking)).toMatchObject({ refused: 'capture-exceeds-authorized', more: { left: '40.00' } });
    expect(voiding()(taking)).toMatchObject({ refused: 'call-in-flight' });
    const giving = after(...authorized, capture(), answers('c'), refund('60')).state;
    expect(refund('40.01', 'r2')(giving)).toMatchObject({ refused: 'refund-exceeds-captured', more: { left: '40.00' } });
    expect(capture()(after(...authorized, voiding()).state)).toMatchObject({ refused: 'call-in-flight' });
  });

  test('what was declined is not asked for again once it is closed', () => {
    for (const taken of [
      [open, answers('a', 'declined'), close()],
      [open, close(), answers('a', 'declined', 'w')],
    ]) {
      const { state } = after(...taken);
      expect(authorize()(state)).toMatchObject({ refused: 'order-cancelled' });
      expect(close('y')(state)).toEqual([]);
    }
  });

  test('its captures and refunds say how far they are, and why not', () => {
    const { captures, refunds } = after(
      ...authorized,
      capture('40'),
      answers('c'),
      capture('1', 'c2'),
      refund('5'),
      answers('r', 'declined'),
      refund('6', 'r2'),
    ).state as Payment;
    expect(captures).toEqual([
      { id: 'c', amount: '40.00', status: 'Processed', at },
      { id: 'c2', amount: '1.00', status: 'Pending' },
    ]);
    expect(refunds).toEqual([
      { id: 'r', amount: '5.00', status: 'Rejected', reasonCode: 'other', rejectCode: 'declined' },
      { id: 'r2', amount: '6.00', status: 'Pending', reasonCode: 'other' },
    ]);
  });

  test('a refund that comes back is money that is ours again, once', () => {
    const fails: Step = (payment) => failRefund(payment, 'r', attempt('declined', 1));
    const refunded = [...authorized, capture(), answers('c'), refund('30'), answers('r')];
    const payment = after(...refunded, fails).state as Payment;
    expect(facts(payment)).toEqual(['Paid', '100.00', '100.00', '0.00']);
    expect(payment.refunds).toMatchObject([{ id: 'r', status: 'Rejected' }]);
    expect(fails(payment)).toEqual([]);
    expect(failRefund(payment, 'nobody', attempt('declined'))).toEqual([]);
  });

  test('one that lets capture once only takes no second one while the first is on its way', () => {
    const once = steps(elsewhere(false));
    expect(once.capture('40', 'c2')(after(...authorized, once.capture('40')).state)).toMatchObject({ refused: 'call-in-flight' });
  });

  test('one that lets capture once only releases the rest with the first', () => {
    const once = steps(elsewhere(false));
    const settle: Step = (payment) => settleAndClose(payment, 'c', attempt('succeeded'), closing('z'), elsewhere(false));
    expect(facts(after(...authorized, once.capture('40'), settle).state as Payment)).toEqual(['Paid', '40.00', '40.00', '0']);
  });
});

test.each([true, false])('whatever is asked and answered in whatever order, the sums hold; several captures: %s', (severalCaptures) => {
  const gateway = elsewhere(severalCaptures);
  const { open, authorize, capture, refund, voiding, closing: close } = steps(gateway);
  const id = fc.uuid();
  const amount = fc.option(
    fc.integer({ min: 1, max: 12_000 }).map((pence) => (pence / 100).toFixed(2)),
    { nil: undefined },
  );
  const answer = fc.constantFrom<(GatewayAnswer['status'] | undefined)[]>('succeeded', 'succeeded', 'declined', 'pending', undefined);
  const step = fc.oneof(
    id.map((each) => authorize(each)),
    fc.tuple(amount, id).map(([asked, each]) => capture(asked, each)),
    fc.tuple(amount, id).map(([asked, each]) => refund(asked, each)),
    id.map((each) => voiding(each)),
    id.map((each) => close(each)),
    { arbitrary: fc.tuple(fc.nat(), answer, id).map(([nth, status, each]): Step => settleNth(nth, status, each)), weight: 5 },
    fc.nat().map(
      (nth): Step =>
        (payment) =>
          failRefund(payment, (payment?.refunds ?? [])[nth % 3]?.id ?? '', attempt('declined', 1)),
    ),
  );
  const settleNth =
    (nth: number, status: GatewayAnswer['status'] | undefined, each: string): Step =>
    (payment) => {
      const calls = payment?.openCalls ?? [];
      const call = calls[nth % Math.max(1, calls.length)];
      return call ? settleAndClose(payment, call.id, attempt(status, call.attempts), closing(each), gateway) : [];
    };
  fc.assert(
    fc.property(answer, fc.array(step, { maxLength: 30 }), (first, taken) => {
      let payment = (open(null) as PaymentEvent[]).reduce<Payment | null>(evolve, null) as Payment;
      for (const each of [settleNth(0, first, 'first'), ...taken]) {
        const decision = each(payment);
        if (!isRefusal(decision)) payment = decision.reduce<Payment>(evolve, payment);
        holds(payment);
      }
    }),
    { numRuns: 1_000 },
  );
});

/** 0 ≤ refunded ≤ captured ≤ authorized ≤ amount, what is on its way included; the log adds up, and so do the documents. */
function holds(payment: Payment): void {
  const [promised, taken, back] = [payment.authorizedAmount, payment.capturedAmount, payment.refundedAmount].map((text) =>
    Decimal(text),
  ) as [Decimal, Decimal, Decimal];
  const open = (type: string) => sum((payment.openCalls ?? []).filter((call) => call.type === type).map((call) => Decimal(call.amount)));
  expect(back.gte(zero) && back.plus(open('refund')).lte(taken)).toBe(true);
  expect(taken.plus(open('capture')).lte(promised) && promised.lte(payment.amount)).toBe(true);
  const failed = sum(
    (payment.refunds ?? [])
      .filter((refund) => refund.status === 'Rejected' && refund.at !== undefined)
      .map((refund) => Decimal(refund.amount)),
  );
  const logged = (type: string) =>
    sum(payment.transactions.filter((each) => each.type === type && each.status === 'succeeded').map((each) => Decimal(each.amount)));
  expect([logged('capture').toFixed(2), logged('refund').minus(failed).toFixed(2)]).toEqual([taken.toFixed(2), back.toFixed(2)]);
  const done = (documents: Payment['captures'] = []) =>
    sum(documents.filter(({ status }) => status === 'Processed').map((each) => Decimal(each.amount)));
  expect([done(payment.captures).toFixed(2), done(payment.refunds).toFixed(2)]).toEqual([taken.toFixed(2), back.toFixed(2)]);
}
