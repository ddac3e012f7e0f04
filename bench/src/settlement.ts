import { setTimeout as delay } from 'node:timers/promises';
import type mongoose from 'mongoose';
import { type Latencies, latenciesOf } from './latencies.js';
import { type OrderDocument, ordersCollection } from './stored-orders.js';

export interface Settlement {
  readonly count: number;
  /** Orders that had not settled when the waiting was given up. */
  readonly unsettled: number;
  /** From the first request until the last order's last change. */
  readonly seconds: number;
  readonly perSecond: number;
  /** From a stored order to its last change, both by the clock of the orders service. */
  readonly latencies: Latencies;
}

const GIVE_UP_AFTER = 120_000;
const LOOK_EVERY = 500;
// Orders settle about in the order in which they came, so a look at the oldest is enough, and disturbs little.
const LOOK_AT = 500;

/** Waits until the orders have settled. Looks seldom and takes the times from the documents, so how often it looks does not matter. */
export async function waitUntilSettled(
  client: mongoose.mongo.MongoClient,
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

type SettlingOrder = Pick<OrderDocument, '_id' | 'createdAt' | 'modifiedAt' | 'state'>;

function findOrders(client: mongoose.mongo.MongoClient, ids: readonly string[]): Promise<SettlingOrder[]> {
  const fields = ['state.tax.status', 'state.payments.id', 'state.shipments.id', 'state.documents', 'createdAt', 'modifiedAt'];
  const projection = Object.fromEntries(fields.map((field) => [field, 1]));
  return ordersCollection(client)
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
