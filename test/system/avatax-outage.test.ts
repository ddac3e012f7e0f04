import { v7 as uuid } from 'uuid';
import { avataxStore } from '#tools/avatax-double/avatax-settings.js';
import { eventually } from '../support/eventually.js';
import { AvataxSystem } from './avatax-system.js';
import { differencesOf } from './differences-of.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

/** For so long AvaTax is away while clients go on, in seconds; a minute by hand. */
const AWAY = Number(process.env.AVATAX_AWAY ?? 8);
const AT_ONCE = 4;

let avatax: AvataxSystem;
let double: AvataxSystem['double'];
let system: AvataxSystem['system'];

beforeAll(async () => {
  avatax = await AvataxSystem.start([avataxStore('at-once', { commit: 'placement' }), avataxStore('later', { beforeCommit: 'saved' })]);
  ({ double, system } = avatax);
}, 120_000);
afterAll(() => avatax.stop());

const own = () => ({ 'if-match': '*', 'idempotency-key': uuid() });
const orderOf = async ({ id }: Body): Promise<Body> => (await system.get(`/v1/orders/${id}`)).body;

/** What is done with an order, by turns; the tax that is due then, and what AvaTax is to have of it. */
const courses = [
  { store: 'at-once', do: async () => undefined, tax: '5.04', status: 'Committed' },
  { store: 'later', do: edit, tax: '7.56', status: 'Saved' },
  { store: 'at-once', do: edit, tax: '7.56', status: 'Committed' },
  { store: 'at-once', do: cancel, tax: undefined, status: 'Cancelled' },
  { store: 'later', do: cancel, tax: undefined, status: 'Cancelled' },
];

async function edit({ id }: Body): Promise<void> {
  const operations = [{ op: 'changeQuantity', lineId: '1', quantity: 3 }];
  const { status, body } = await system.post(`/v1/orders/${id}/edits`, { operations }, own());
  expect([status, body]).toEqual([200, expect.anything()]);
}

async function cancel({ id }: Body): Promise<void> {
  const { status, body } = await system.post(`/v1/orders/${id}/cancel`, { reason: 'not wanted' }, own());
  expect([status, body]).toEqual([200, expect.anything()]);
}

/** The order is told its tax; of one that was cancelled, the tax service has heard it. */
async function isTold({ id }: Body, due: string | undefined): Promise<boolean> {
  const { tax, totals } = await orderOf({ id });
  if (due !== undefined) return tax.status === 'calculated' && totals.taxTotal === due;
  const transaction = await system.database('tax').collection('taxTransactions').findOne({ 'state.orderId': id });
  return transaction?.state.stage === 'voided';
}

type Placed = readonly [order: Body, course: (typeof courses)[number]];

/** Whatever comes first, AvaTax hears of it or not; a replica dies in the middle. */
async function load(until: () => boolean, turn: number): Promise<Placed[]> {
  const placed: Placed[] = [];
  for (let position = turn; !until(); position += AT_ONCE) {
    const course = courses[position % courses.length] as (typeof courses)[number];
    const order = await avatax.place(course.store);
    await course.do(order);
    placed.push([order, course]);
  }
  return placed;
}

it(
  'each order has exactly one live document with the right tax after AvaTax was away under load and the service died meanwhile',
  async () => {
    const faults = [{ lose: 'before' }, { lose: 'after' }, { fail: 503 }, { fail: 500, after: true }, { say: '{}', after: true }] as const;
    let calls = 0;
    double.always(() => faults[calls++ % faults.length]);
    const start = performance.now();
    const isOver = () => performance.now() - start > AWAY * 1_000;
    const clients = Promise.all(Array.from({ length: AT_ONCE }, (_, turn) => load(isOver, turn)));
    await eventually(() => performance.now() - start > AWAY * 500, AWAY * 1_000);
    await system.restart('tax');
    const placed = (await clients).flat();
    expect(placed.length).toBeGreaterThan(courses.length);
    double.heal();
    for (const [order, { tax }] of placed) await eventually(() => isTold(order, tax), 90_000);
    await avatax.settled(90_000);
    for (const [order, { tax, status }] of placed) {
      const revisions = double.revisionsOf({ code: order.number });
      const live = revisions.filter((each) => !['Adjusted', 'Cancelled'].includes(each.status));
      const isLive = status !== 'Cancelled';
      expect(live.map((each) => [each.status, each.calculation.totalTax.toFixed(2)])).toEqual(isLive ? [[status, tax]] : []);
      // Nothing was done twice, whatever answer was lost.
      const effects = double.effectsOf({ code: order.number }).map(({ kind }) => kind);
      expect([order.number, effects]).toEqual([order.number, [...new Set(effects)]]);
      expect([effects.includes('recorded'), effects.includes('revived')]).toEqual([isLive || effects.length > 0, false]);
    }
    expect(await differencesOf(system, avatax.orders)).toEqual([]);
  },
  180_000 + AWAY * 2_000,
);
