import { pathToFileURL } from 'node:url';
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
    avataxStore('dies-asking', { commit: 'completion' }),
    avataxStore('dies-saving', { beforeCommit: 'saved', commit: 'completion' }),
    { ...avataxStore('dies-committing', { commit: 'placement' }), gateways: ['manual', 'sandbox'] },
  ];
  avatax = await AvataxSystem.start(stores);
  ({ double, system } = avatax);
}, 120_000);
afterAll(() => avatax.stop());

const orderOf = async ({ id }: Body): Promise<Body> => (await system.get(`/v1/orders/${id}`)).body;
const taxesOf = (order: Body): Promise<Body[]> => avatax.taxesOf(order);

const done = (address: string, body: object): Promise<Body> => avatax.done(address, body);

const paymentOf = ({ id }: Body): Promise<Body> =>
  eventually(async () => {
    const [payment] = (await system.get(`/v1/orders/${id}/payments`)).body.items;
    return ['Authorized', 'Paid', 'PartiallyRefunded'].includes(payment?.status) && payment;
  });

async function paid(order: Body): Promise<Body> {
  const payment = await paymentOf(order);
  return payment.status === 'Authorized' ? done(`/v1/payments/${payment.id}/capture`, {}) : payment;
}

/** Half of the goods may come back; gives the return, whose number is its code at AvaTax. */
async function approved(order: Body, more: object = {}): Promise<Body> {
  await paid(order);
  await done(`/v1/shipments/${order.shipments[0].id}/send`, {});
  const returned = await done(`/v1/orders/${order.id}/returns`, { items: [{ lineId: '1', quantity: 1, reasonCode: 'other' }], ...more });
  await done(`/v1/returns/${returned.id}/approve`, {});
  return { returnId: returned.id, code: returned.number };
}

const received = ({ returnId }: Body): Promise<Body> =>
  done(`/v1/returns/${returnId}/receive`, { items: [{ lineId: '1', quantity: 1, condition: 'new', restock: true }] });

/** For half of the goods money goes back, and AvaTax knows; gives the code of that there. */
async function refunded(order: Body): Promise<Body> {
  const { id } = await paid(order);
  await done(`/v1/payments/${id}/refund`, { lines: [{ lineId: '1', quantity: 1 }], reasonCode: 'other' });
  const [, returned] = await eventually(async () => (await taxesOf(order)).length === 2 && taxesOf(order));
  return { paymentId: id, code: returned.code };
}

const cancelled = ({ id }: Body): Promise<Body> => done(`/v1/orders/${id}/cancel`, { reason: 'not wanted' });

interface Kind {
  readonly store: string;
  /** What AvaTax is asked when the service dies, of one order each. */
  readonly dies: readonly Operation[];
  /** What leads to that; without, the placement does. */
  readonly move?: (order: Body) => Promise<unknown>;
  /** What is done before, and gives what the move needs, with the code of its return. */
  readonly before?: (order: Body) => Promise<Body>;
  readonly change?: object;
  /** Afterwards: the tax that the order owes, and all that was ever done at AvaTax to its sale and to its return, with the tax that was there then. */
  readonly tax: string;
  readonly sale: readonly string[];
  readonly returned?: readonly string[];
}

const committed = ['recorded 5.04', 'committed 5.04'];
const givenBack = ['recorded -2.52', 'committed -2.52'];
const kinds: Readonly<Record<string, Kind>> = {
  estimated: { store: 'dies-asking', dies: ['create'], tax: '5.04', sale: [] },
  saved: { store: 'dies-saving', dies: ['create'], tax: '5.04', sale: ['recorded 5.04'] },
  committed: { store: 'dies-committing', dies: ['create'], tax: '5.04', sale: committed },
  'committed after it was saved': {
    ...{ store: 'dies-saving', dies: ['get', 'create'], tax: '5.04', sale: ['recorded 5.04', 'replaced 5.04', 'committed 5.04'] },
    move: ({ id }) =>
      system.patch(`/v1/orders/${id}`, { status: 'Completed' }, { 'if-match': '*', 'content-type': 'application/merge-patch+json' }),
  },
  adjusted: {
    ...{ store: 'dies-committing', dies: ['get', 'adjust'], tax: '7.56', sale: [...committed, 'adjusted 7.56'] },
    move: ({ id }) => done(`/v1/orders/${id}/edits`, { operations: [{ op: 'changeQuantity', lineId: '1', quantity: 3 }] }),
  },
  voided: {
    ...{ store: 'dies-committing', dies: ['get', 'void'], tax: '5.04', sale: [...committed, 'cancelled 5.04'] },
    move: cancelled,
  },
  'voided with what was given back': {
    ...{ store: 'dies-committing', dies: ['void'], tax: '5.04', sale: [...committed, 'cancelled 5.04'] },
    returned: [...givenBack, 'cancelled -2.52'],
    before: refunded,
    move: cancelled,
  },
  'given back': {
    ...{
      store: 'dies-committing',
      dies: ['create'],
      tax: '2.52',
      sale: committed,
      returned: ['recorded -2.52', 'committed -2.52'],
    },
    before: (order) => approved(order),
    move: received,
  },
  exchanged: {
    ...{ store: 'dies-committing', dies: ['get', 'adjust', 'create'], tax: '5.24', sale: [...committed, 'adjusted 7.76'] },
    returned: givenBack,
    before: (order) => approved(order, { exchange: { lines: [{ sku: 'B', name: 'Another', quantity: 1, price: '35' }] } }),
    move: received,
  },
  'not given back after all': {
    ...{ store: 'dies-committing', dies: ['get', 'void'], tax: '5.04', sale: committed },
    returned: [...givenBack, 'cancelled -2.52'],
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
  return { kind, dies, order: { ...order, ...(await before?.(order)) } };
}

async function goOn({ kind, dies, order }: Case): Promise<Required<Case>> {
  const { store, move } = kinds[kind] as Kind;
  await move?.(order);
  return { kind, dies, order: order ?? (await avatax.place(store)) };
}

/** Where the service ends by itself, or what AvaTax does with its call meanwhile; and whether it dies again at what it asks then. */
interface Point {
  readonly at?: 'before-write' | 'after-write';
  readonly fault?: Fault;
  readonly again?: Fault;
}

/** For ever: it is lost with the process that has asked. */
const never = new Promise<never>(() => {});
const points: Readonly<Record<string, Point>> = {
  'before anything of the answer was stored': { at: 'before-write' },
  'before its transaction was settled': { at: 'after-write' },
  'before AvaTax heard of it': { fault: { held: never } },
  'before it was answered, and once more while it is read back': { fault: { late: never }, again: { held: never } },
};

const preload = pathToFileURL('dist/faults/src/providers/dies-at-tax-calls.js').href;
const service = () => system.replicasOf('tax')[0]?.process;

/** The service dies in the middle of a call about each order. */
async function killed({ at, fault, again }: Point): Promise<Required<Case>[]> {
  const ready = await Promise.all(Object.entries(kinds).flatMap(([kind, { dies }]) => dies.map((operation) => readyFor(kind, operation))));
  await avatax.settled();
  const begin = () => Promise.all(ready.map(goOn));
  let begun: Required<Case>[] = [];
  if (fault) {
    const known = new Map(ready.flatMap(({ dies, order = {} }) => [order.number, order.code].map((code) => [code, dies])));
    known.delete(undefined);
    begun = await killedIn(fault, (operation, code) => operation === (known.get(code) ?? 'create'), ready.length, begin);
  } else {
    await system.restart('tax', { env: { DOCKET_DIES_AT: `${at}:${ready.length}` }, nodeOptions: ['--import', preload] });
    [begun] = await Promise.all([begin(), service()?.exited]);
  }
  const isRead = (operation?: Operation, code?: string) => operation === 'get' || code === undefined;
  if (again) await killedIn(again, isRead, ready.length, () => system.restart('tax'));
  await system.restart('tax', { env: { DOCKET_DIES_AT: '' }, nodeOptions: [] });
  return begun;
}

/** It is killed when so many calls that are meant have come, each about another document; those without a code are quotes. */
async function killedIn<Begun>(
  fault: Fault,
  isMeant: (operation?: Operation, code?: string) => boolean,
  many: number,
  begin: () => Promise<Begun>,
): Promise<Begun> {
  const came: (string | undefined)[] = [];
  double.always(({ operation, code }) => {
    if (!isMeant(operation, code)) return undefined;
    if (code === undefined || !came.includes(code)) came.push(code);
    return fault;
  });
  const begun = await begin();
  await eventually(() => came.length >= many, 60_000);
  await service()?.kill();
  double.heal();
  return begun;
}

const orders = new Map<string, Body[]>();

beforeAll(async () => {
  for (const [name, point] of Object.entries(points)) {
    for (const { kind, order } of await killed(point)) orders.set(`${kind} ${name}`, [...(orders.get(`${kind} ${name}`) ?? []), order]);
    await avatax.settled();
  }
}, 400_000);

const owed = ({ lines, shipments, payments }: Body) =>
  sum([...lines, ...shipments, ...payments].map(({ tax, returned }) => Decimal(tax).minus(returned?.tax ?? '0'))).toFixed(2);

test.each(Object.keys(points).flatMap((point) => Object.keys(kinds).map((kind) => ({ kind, point }))))(
  'what is $kind is so once, though the service dies $point',
  async ({ kind, point }) => {
    const { dies, tax, sale, returned = [] } = kinds[kind] as Kind;
    const died = orders.get(`${kind} ${point}`) as Body[];
    expect(died).toHaveLength(dies.length);
    for (const order of died) {
      const [document, back] = await eventually(async () => {
        const now = await orderOf(order);
        return now.tax.status === 'calculated' && now.totals.taxTotal === tax && taxesOf(order);
      });
      expect(owed(document)).toBe(tax);
      for (const [code, effects, status] of [
        [order.number, sale, document.status],
        [back?.code ?? 'none', returned, back?.status],
      ]) {
        expect(double.effectsOf({ code }).map(({ kind, totalTax }) => `${kind} ${totalTax}`)).toEqual(effects);
        if (effects.length > 0) expect(double.revisionsOf({ code }).at(-1)?.status).toBe(status);
      }
    }
  },
);

test('orders, tax documents and their history agree', async () => {
  expect(await differencesOf(system, avatax.orders)).toEqual([]);
}, 200_000);
