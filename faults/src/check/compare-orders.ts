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
    const found = byId.get(orderId);
    const text = found ? mismatch(found, key, number) : 'was acknowledged and does not exist';
    if (text !== undefined) yield { key, orderId, number, text };
  }
}

function mismatch(found: StoredOrder, key: string, number: string): string | undefined {
  if (found.number !== number) return `was acknowledged as ${number} and is ${found.number}`;
  if (found.key !== key) return `was acknowledged for ${key} and has the key ${found.key}`;
  return undefined;
}

/** Keys and external ids with more than one order, each order once. */
export function* doubledOrders(stored: readonly StoredOrder[]): Generator<OrderRef> {
  const [byKey, byExternalId] = [new Map<string, StoredOrder>(), new Map<string, StoredOrder>()];
  for (const order of stored) {
    const { id, number, key, externalId } = order;
    const other = (key !== undefined && byKey.get(key)) || (externalId !== undefined && byExternalId.get(externalId));
    if (key !== undefined && !byKey.has(key)) byKey.set(key, order);
    if (externalId !== undefined && !byExternalId.has(externalId)) byExternalId.set(externalId, order);
    if (!other) continue;
    const text = `is a double of ${other.number} (${other.id}), with the key ${key} and the external id ${externalId}`;
    yield { key: other.key ?? key ?? '', orderId: id, number, text };
  }
}

/** Orders that no client asked for, a sentence each. */
export function* unaskedOrders(records: ReadonlyMap<string, OrderRecord>, stored: readonly StoredOrder[]): Generator<string> {
  for (const { id, number, key } of stored) {
    if (key === undefined || !records.has(key)) yield `order ${number} (${id}) has the key ${key}, and nobody asked for it`;
  }
}
