import { setTimeout as delay } from 'node:timers/promises';
import type { MongoClient } from '#infra/mongo/client.js';
import { type Latencies, latenciesOf } from './latencies.js';

export interface Settlement {
  readonly count: number;
  /** Orders that had not settled when the waiting was given up. */
  readonly unsettled: number;
  /** From the begin until the last order's last change. */
  readonly seconds: number;
  readonly perSecond: number;
  /** From a stored order to its last change, both by the clock of the orders service. */
  readonly latencies: Latencies;
}

/** An order as the orders service stores it, as far as this program looks into it. */
interface SettlingOrder {
  readonly _id: string;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly state: {
    readonly tax: { readonly status: string };
    readonly payments: readonly { readonly id: string }[];
    readonly shipments: readonly { readonly id: string }[];
    readonly documents: readonly { readonly id: string; readonly status: string }[];
  };
}

const GIVE_UP_AFTER = 120_000;
const LOOK_EVERY = 250;
// Orders settle about in the order in which they came, so a look at the oldest is enough, and disturbs little.
const LOOK_AT = 500;

/** Waits until the orders have settled. Looks seldom and takes the times from the documents, so how often it looks does not matter. */
export async function waitUntilSettled(
  client: MongoClient,
  orderIds: readonly string[],
  beganAt: number,
  signal: AbortSignal,
): Promise<Settlement> {
  const waiting = new Set(orderIds);
  const times: { storedAt: number; settledAt: number }[] = [];
  const deadline = Date.now() + GIVE_UP_AFTER;
  while (waiting.size > 0 && Date.now() < deadline) {
    const asked = [...waiting].slice(0, LOOK_AT);
    const settled = (await findOrders(client, asked)).filter(isSettled);
    for (const { _id, createdAt, modifiedAt } of settled) {
      waiting.delete(_id);
      times.push({ storedAt: createdAt.getTime(), settledAt: modifiedAt.getTime() });
    }
    if (settled.length < asked.length) await delay(LOOK_EVERY, undefined, { signal });
  }
  const seconds = (times.reduce((last, { settledAt }) => Math.max(last, settledAt), beganAt) - beganAt) / 1_000;
  return {
    count: times.length,
    unsettled: waiting.size,
    seconds,
    perSecond: seconds > 0 ? times.length / seconds : 0,
    latencies: latenciesOf(times.map(({ storedAt, settledAt }) => settledAt - storedAt)),
  };
}

function findOrders(client: MongoClient, ids: readonly string[]): Promise<SettlingOrder[]> {
  const fields = ['state.tax.status', 'state.payments.id', 'state.shipments.id', 'state.documents', 'createdAt', 'modifiedAt'];
  const projection = Object.fromEntries(fields.map((field) => [field, 1]));
  return client
    .db('docket-orders')
    .collection<SettlingOrder>('orders')
    .find({ _id: { $in: [...ids] } }, { projection })
    .toArray();
}

/** Its tax is there, each payment authorized, and each shipment opened. */
function isSettled({ state }: SettlingOrder): boolean {
  const statuses = new Map(state.documents.map(({ id, status }) => [id, status]));
  return (
    state.tax.status === 'calculated' &&
    state.payments.every(({ id }) => statuses.get(id) === 'Authorized') &&
    state.shipments.every(({ id }) => statuses.has(id))
  );
}
