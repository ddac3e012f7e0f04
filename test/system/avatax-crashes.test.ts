import { pathToFileURL } from 'node:url';
import { v7 as uuid } from 'uuid';
import { Decimal, sum } from '#contracts/money.js';
import { avataxStore } from '#tools/avatax-double/avatax-settings.js';
import type { Operation } from '#tools/avatax-double/endpoints.js';
import type { Fault } from '#tools/avatax-double/faults.js';
import { eventually } from '../support/eventually.js';
import { AvataxSystem } from './avatax-system.js';
import { differencesOf } from './differences-of.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

let avatax: AvataxSystem;
let double: AvataxSystem['double'];
let system: AvataxSystem['system'];

beforeAll(async () => {
  const stores = [
    avataxStore('asks', { commit: 'completion' }),
    avataxStore('saves', { beforeCommit: 'saved', commit: 'completion' }),
    { ...avataxStore('commits', { commit: 'placement' }), gateways: ['manual', 'sandbox'] },
  ];
  avatax = await AvataxSystem.start(stores);
  ({ double, system } = avatax);
}, 120_000);
afterAll(() => avatax.stop());

const any = () => ({ 'if-match': '*', 'idempotency-key': uuid() });
const orderOf = async ({ id }: Body): Promise<Body> => (await system.get(`/v1/orders/${id}`)).body;
const taxesOf = async ({ id }: Body): Promise<Body[]> => (await system.get(`/v1/orders/${id}/tax`)).body.items;

/** What is refused for a moment, as other services have not followed yet, is asked again. */
const done = (address: string, body: object): Promise<Body> =>
  eventually(async () => {
    const answer = await system.post(address, body, any());
    if (answer.status > 202) throw new Error(`${address}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  });

const paymentOf = ({ id }: Body): Promise<Body> =>
  eventually(async () => {
    const [payment] = (await system.get(`/v1/orders/${id}/payments`)).body.items;
    return ['Authorized', 'Paid', 'PartiallyRefunded'].includes(payment?.status) && payment;
  });

async function paid(order: Body): Promise<Body> {
  const payment = await paymentOf(order);
  return payment.status === 'Authorized' ? done(`/v1/payments/${payment.id}/capture`, {}) : payment;
}

/** Half of the goods are to come back; gives the number of the return. */
async function approved(order: Body): Promise<Body> {
  await paid(order);
  await done(`/v1/shipments/${order.shipments[0].id}/send`, {});
  const returned = await done(`/v1/orders/${order.id}/returns`, { items: [{ lineId: '1', quantity: 1, reasonCode: 'other' }] });
  await done(`/v1/returns/${returned.id}/approve`, {});
  return { returnId: returned.id, code: returned.number };
}

/** Half of the goods is given back for, and AvaTax knows; gives the code of the return there. */
async function refunded(order: Body): Promise<Body> {
  const { id } = await paid(order);
  await done(`/v1/payments/${id}/refund`, { lines: [{ lineId: '1', quantity: 1 }], reasonCode: 'other' });
  const [, returned] = await eventually(async () => (await taxesOf(order)).length === 2 && taxesOf(order));
  return { paymentId: id, code: returned.code };
}

interface Kind {
  readonly store: string;
  /** What AvaTax is asked when the service dies, of one order each; and of which document, where it has a code before. */
  readonly dies: readonly [Operation, Operation];
  /** What is there before, and what leads to the call; without, the placement does. */
  readonly before?: (order: Body) => Promise<Body>;
  readonly move?: (order: Body) => Promise<unknown>;
  readonly change?: object;
  /** Afterwards: the tax that the order owes, and all that was ever done at AvaTax to its sale and to its return, with the tax that was there then. */
  readonly tax: string;
  readonly sale: readonly string[];
  readonly returned?: readonly string[];
}

const committed = ['recorded 5.04', 'committed 5.04'];
const kinds: Readonly<Record<string, Kind>> = {
  estimated: { store: 'asks', dies: ['create', 'create'], tax: '5.04', sale: [] },
  saved: { store: 'saves', dies: ['create', 'create'], tax: '5.04', sale: ['recorded 5.04'] },
  committed: { store: 'commits', dies: ['create', 'create'], tax: '5.04', sale: committed },
  'committed after it was saved': {
    ...{ store: 'saves', dies: ['get', 'create'], tax: '5.04', sale: ['recorded 5.04', 'replaced 5.04', 'committed 5.04'] },
    move: ({ id }) =>
      system.patch(`/v1/orders/${id}`, { status: 'Completed' }, { 'if-match': '*', 'content-type': 'application/merge-patch+json' }),
  },
  adjusted: {
    ...{ store: 'commits', dies: ['get', 'adjust'], tax: '7.56', sale: [...committed, 'adjusted 7.56'] },
    move: ({ id }) => done(`/v1/orders/${id}/edits`, { operations: [{ op: 'changeQuantity', lineId: '1', quantity: 3 }] }),
  },
  voided: {
    ...{ store: 'commits', dies: ['get', 'void'], tax: '5.04', sale: [...committed, 'cancelled 5.04'] },
    move: ({ id }) => done(`/v1/orders/${id}/cancel`, { reason: 'not wanted' }),
  },
  'given back': {
    ...{ store: 'commits', dies: ['create', 'create'], tax: '2.52', sale: committed, returned: ['recorded -2.52', 'committed -2.52'] },
    before: approved,
    move: ({ returnId }) =>
      done(`/v1/returns/${returnId}/receive`, { items: [{ lineId: '1', quantity: 1, condition: 'new', restock: true }] }),
  },
  'not given back after all': {
    ...{ store: 'commits', dies: ['get', 'void'], tax: '5.04', sale: committed },
    returned: ['recorded -2.52', 'committed -2.52', 'cancelled -2.52'],
    change: { payments: [{ gateway: 'sandbox', token: 'sandbox-refund-fails-later' }] },
    before: refunded,
    move: ({ paymentId }) => done(`/v1/payments/${paymentId}/refresh`, {}),
  },
};

interface Case {
  readonly kind: string;
  readonly dies: Operation;
  readonly order?: Body;
}

/** Up to the call at which the service is to die. */
async function readyFor(kind: string, dies: Operation): Promise<Case> {
  const { store, change, before, move } = kinds[kind] as Kind;
  if (!move) return { kind, dies };
  const order = await avatax.place(store, change);
  await eventually(async () => (await orderOf(order)).tax.status === 'calculated');
  return { kind, dies, order: { ...order, code: order.number, ...(await before?.(order)) } };
}

async function goOn({ kind, dies, order }: Case): Promise<Required<Case>> {
  const { store, move } = kinds[kind] as Kind;
  await move?.(order);
  return { kind, dies, order: order ?? (await avatax.place(store)) };
}

/** When AvaTax knows all that it is to know, and nothing is in the middle. */
const settled = () =>
  eventually(async () => {
    const open = system
      .database('tax')
      .collection('taxTransactions')
      .find({ 'state.dueAt': { $exists: true } });
    expect(await open.map(({ state }) => [state.orderNumber, state.delay]).toArray()).toEqual([]);
    return true;
  }, 60_000);

/** For ever: it is lost with the process that has asked. */
const never = new Promise<never>(() => {});
const unheard: Fault = { held: never };
const unanswered: Fault = { late: never };
/** Points at which the service dies, in this order: what AvaTax does meanwhile, or where the service has come to by itself. */
const points: Readonly<Record<string, readonly (Fault | string)[]>> = {
  'before anything of the answer was stored': ['before-write'],
  'before its transaction was settled': ['after-write'],
  'before AvaTax heard of it': [unheard],
  'before it was answered, and once more while it is read back': [unanswered, unheard],
};

const preload = pathToFileURL('dist/faults/src/providers/dies-at-tax-calls.js').href;

/** The service dies in the middle of one call for each case. */
async function killed(steps: readonly (Fault | string)[]): Promise<Required<Case>[]> {
  const [first, ...more] = steps;
  const ready = await Promise.all(Object.entries(kinds).flatMap(([kind, { dies }]) => dies.map((operation) => readyFor(kind, operation))));
  await settled();
  const known = new Map(ready.flatMap(({ dies, order }) => (order ? [[order.code, dies]] : [])));
  if (typeof first === 'string') {
    await system.restart('tax', { env: { DOCKET_DIES_AT: `${first}:${ready.length}` }, nodeOptions: ['--import', preload] });
  }
  const isMeant = (operation?: Operation, code = '') => operation === (known.get(code) ?? 'create');
  const process = system.replicasOf('tax')[0]?.process;
  const reached = typeof first === 'object' && held(first, isMeant, ready.length).then(() => process?.kill());
  const begun = Promise.all(ready.map(goOn));
  await Promise.all([reached, process?.exited]);
  double.heal();
  const orders = await begun;
  for (const fault of more) {
    const readBack = held(fault as Fault, (operation, code) => operation === 'get' || code === undefined, ready.length);
    await system.restart('tax');
    await readBack;
    await system.replicasOf('tax')[0]?.process.kill();
    double.heal();
  }
  await system.restart('tax', { env: { DOCKET_DIES_AT: '' }, nodeOptions: [] });
  return orders;
}

/** When so many calls that are meant have come, each about another document; those without a code are quotes. */
async function held(fault: Fault, isMeant: (operation?: Operation, code?: string) => boolean, many: number): Promise<void> {
  const came: (string | undefined)[] = [];
  double.always(({ operation, code }) => {
    if (!isMeant(operation, code)) return undefined;
    if (code === undefined || !came.includes(code)) came.push(code);
    return fault;
  });
  const start = Date.now();
  await eventually(() => came.length >= many, 60_000);
  console.log('reached', Date.now() - start, double.callsOf().length);
}

const cases = new Map<string, Body[]>();

beforeAll(async () => {
  for (const [point, steps] of Object.entries(points)) {
    const start = Date.now();
    for (const { kind, order } of await killed(steps)) cases.set(`${kind} ${point}`, [...(cases.get(`${kind} ${point}`) ?? []), order]);
    await settled();
    console.log(point, Date.now() - start);
  }
}, 400_000);

const owed = ({ lines, shipments, payments }: Body) =>
  sum([...lines, ...shipments, ...payments].map(({ tax, returned }) => Decimal(tax).minus(returned?.tax ?? '0'))).toFixed(2);

test.each(Object.keys(points).flatMap((point) => Object.keys(kinds).map((kind) => ({ kind, point }))))(
  'what is $kind is so once, though the service dies $point',
  async ({ kind, point }) => {
    const { tax, sale, returned } = kinds[kind] as Kind;
    const orders = cases.get(`${kind} ${point}`) as Body[];
    expect(orders).toHaveLength(2);
    for (const order of orders) {
      const effects = (code: string) => double.effectsOf({ code }).map((effect) => `${effect.kind} ${effect.totalTax}`);
      const [document, back] = await eventually(async () => {
        const now = await orderOf(order);
        return now.tax.status === 'calculated' && now.totals.taxTotal === tax && taxesOf(order);
      });
      expect(effects(order.number)).toEqual(sale);
      expect(owed(document)).toBe(tax);
      const last = double.revisionsOf({ code: order.number }).at(-1);
      expect(last?.status).toBe(sale.length > 0 ? document.status : undefined);
      if (!returned) continue;
      expect(effects(back.code)).toEqual(returned);
      expect(double.revisionsOf({ code: back.code }).map(({ status }) => status)).toEqual([back.status]);
    }
  },
);

test('orders, tax documents and their history agree', async () => {
  expect(await differencesOf(system, avatax.orders)).toEqual([]);
}, 200_000);
