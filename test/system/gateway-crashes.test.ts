import { pathToFileURL } from 'node:url';
import { eventually } from '../support/eventually.js';
import { StripeSystem } from './stripe-system.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

let stripe: StripeSystem;
let double: StripeSystem['double'];
let system: StripeSystem['system'];

beforeAll(async () => {
  stripe = await StripeSystem.start();
  ({ double, system } = stripe);
});
afterAll(() => stripe.stop());

const paymentOf = async ({ id }: Body): Promise<Body> => (await system.get(`/v1/orders/${id}/payments`)).body.items[0];

const moves = {
  authorization: async () => undefined,
  capture: async (payment: Body) => void (await stripe.move(payment, 'capture', { amount: '10' }).catch(() => undefined)),
  void: async (payment: Body) => void (await stripe.move(payment, 'void', {}).catch(() => undefined)),
  refund: async (payment: Body) =>
    void (await stripe.move(payment, 'refund', { amount: '10', reasonCode: 'other' }).catch(() => undefined)),
};
type Move = keyof typeof moves;

const expected: Record<Move, [status: string, captured: string, refunded: string]> = {
  authorization: ['Authorized', '0', '0'],
  capture: ['Authorized', '10.00', '0'],
  void: ['Voided', '0', '0'],
  refund: ['Refunded', '10.00', '10.00'],
};

const types = Object.keys(moves) as Move[];

/** An order whose payment by Stripe is about to be asked for `type`; for its authorization, it is not placed yet. */
async function readyFor(type: Move): Promise<{ type: Move; order?: Body; payment?: Body }> {
  if (type === 'authorization') return { type };
  const order = await stripe.place('pm_card_visa');
  const payment = await stripe.settled(order, 'Authorized', 90_000);
  if (type === 'refund') {
    await stripe.move(payment, 'capture', { amount: '10' });
    await stripe.move(payment, 'void', {});
  }
  return { type, order, payment };
}

const preload = pathToFileURL('dist/faults/src/providers/dies-at-calls.js').href;

/** The service is killed while one call of each type is at this point. */
async function killedAt(point: string): Promise<{ type: Move; order: Body }[]> {
  const ready = await Promise.all(types.map(readyFor));
  const held = Promise.withResolvers<void>();
  if (point === 'during-call') for (const _ of types) double.next({ late: held.promise });
  else await system.restart('payments', { env: { DOCKET_DIES_AT: point }, nodeOptions: ['--import', preload] });
  const before = double.effectsOf().length;
  const orders = Promise.all(ready.map(async ({ type, order }) => ({ type, order: order ?? (await stripe.place('pm_card_visa')) })));
  const asked = Promise.all(ready.map(({ type, payment }) => moves[type](payment)));
  const process = system.replicasOf('payments')[0]?.process;
  if (point === 'during-call') {
    await eventually(() => double.effectsOf().length === before + types.length);
    await process?.kill();
  }
  await process?.exited;
  held.resolve();
  await asked;
  await system.restart('payments', { env: { DOCKET_DIES_AT: '' } });
  return orders;
}

const points = ['before-call', 'during-call', 'before-write', 'after-write'];
const orders = new Map<string, Body>();

beforeAll(async () => {
  for (const point of points) for (const { type, order } of await killedAt(point)) orders.set(`${type} ${point}`, order);
}, 240_000);

test.each(points.flatMap((point) => types.map((type) => ({ type, point }))))(
  'killed in its $type $point: money moves once, the log is complete and the status right',
  async ({ type, point }) => {
    const [status, captured, refunded] = expected[type];
    const payment = await eventually(async () => {
      const found = await paymentOf(orders.get(`${type} ${point}`));
      return found?.status === status && !found.openCalls && found.capturedAmount === captured && found;
    }, 120_000);
    expect([payment.status, payment.capturedAmount, payment.refundedAmount]).toEqual([status, captured, refunded]);
    const { items } = (await system.get(`/v1/payments/${payment.id}/transactions`)).body;
    const succeeded: Body[] = items.filter((each: Body) => each.status === 'succeeded');
    // What the gateway did and what the log says of it are the same, once each.
    const effects = double.effectsOf({ intent: payment.gatewayReference });
    expect(succeeded.map(({ idempotencyKey }) => idempotencyKey).sort()).toEqual(effects.map(({ key }) => key).sort());
    expect(succeeded.filter((each) => each.type === type)).toHaveLength(1);
  },
  130_000,
);
