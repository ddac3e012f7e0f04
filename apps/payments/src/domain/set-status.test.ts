import { PaymentOpened, PaymentStatusSet } from '#contracts/events/payment.js';
import { given } from '../../../../test/given.js';
import { evolve, type Payment } from './payment.js';
import { setStatus } from './set-status.js';

const opened = PaymentOpened({
  ...{ paymentId: 'payment-1', number: 'PI1', orderId: 'order-1', orderNumber: 'CO1', storeId: 'uk' },
  ...{ gateway: 'manual' as const, currency: 'GBP', amount: '1.00' },
});
const set = PaymentStatusSet({ paymentId: 'payment-1', number: 'PI1', orderId: 'order-1', storeStatus: 'Dunned' });
const policy = { statuses: ['Reminded', 'Dunned', 'Written off'], transitions: { Reminded: ['Dunned'], Dunned: ['Written off'] } };
const call = (status: string, of: typeof policy | null = policy, ...past: (typeof opened | typeof set)[]) =>
  given(evolve, opened, ...past).when((payment) => setStatus(payment as Payment, status, of ?? undefined));

test('a payment is called what people say, and its money is as it was', () => {
  call('Dunned').thenEvents(set);
  expect(call('Dunned').state()).toMatchObject({ storeStatus: 'Dunned', status: 'Pending' });
  call('Dunned', policy, set).thenNothing();
});

test('one that the store does not have, or does not let follow, is refused', () => {
  call('Paid').thenRefused('unknown-status', 'status');
  call('Dunned', null).thenRefused('unknown-status', 'status');
  call('Reminded', policy, set).thenRefused('transition-not-allowed', 'status');
  expect(call('Written off', policy, set).state().storeStatus).toBe('Written off');
});
