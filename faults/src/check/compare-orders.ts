import type { OrderRecord } from '../load/client-record.js';
import type { OrderRef } from './findings.js';

/** An order in the database, as far as it is compared with what clients were told. */
export interface StoredOrder {
  readonly id: string;
  readonly number: string;
  readonly key: string | undefined;
  readonly externalId: string | undefined;
}

/** Orders that were acknowledged, and are not there as they were acknowledged. */
export function* lostOrders(records: Iterable<OrderRecord>, stored: readonly StoredOrder[]): Generator<OrderRef> {
  const byId = new Map(stored.map((order) => [order.id, order]));
  for (const { key, acknowledged } of records) {
    if (!acknowledged) continue;
    const { orderId, number } = acknowledged;
    const wrong = mismatch(byId.get(orderId), key, number);
    if (wrong !== undefined) yield { key, orderId, number, text: `order ${number} (${orderId}) was acknowledged for ${key} and ${wrong}` };
  }
}

function mismatch(found: StoredOrder | undefined, key: string, number: string): string | undefined {
  if (!found) return 'does not exist';
  if (found.number !== number) return `has the number ${found.number}`;
  if (found.key !== key) return `has the key ${found.key}`;
  return undefined;
}

/** Orders whose key or external id another one has, each of them but the first. */
export function* doubledOrders(stored: readonly StoredOrder[]): Generator<OrderRef> {
  const [byKey, byExternalId] = [new Map<string, StoredOrder>(), new Map<string, StoredOrder>()];
  for (const order of stored) {
    const { id, number, key, externalId } = order;
    const first = firstWith(byKey, key, order) ?? firstWith(byExternalId, externalId, order);
    if (!first) continue;
    const text = `order ${number} (${id}) is a double of ${first.number} (${first.id}): key ${key}, external id ${externalId}`;
    yield { key: first.key ?? key ?? '', orderId: id, number, text };
  }
}

/** The order that had this value before; undefined, and noted as that order, when none had. */
function firstWith(known: Map<string, StoredOrder>, value: string | undefined, order: StoredOrder): StoredOrder | undefined {
  if (value === undefined) return undefined;
  const first = known.get(value);
  if (!first) known.set(value, order);
  return first;
}

/** Orders that no client asked for. */
export function* unaskedOrders(records: ReadonlyMap<string, OrderRecord>, stored: readonly StoredOrder[]): Generator<OrderRef> {
  for (const { id, number, key } of stored) {
    if (key !== undefined && records.has(key)) continue;
    yield { key: key ?? '', orderId: id, number, text: `order ${number} (${id}) has the key ${key}, and nobody asked for it` };
  }
}
