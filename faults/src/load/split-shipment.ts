import type { Insist } from './ask.js';
import { isSuccess, type OrderRecord } from './client-record.js';
import type { LoadOrder } from './orders.js';

/** One piece of a line goes with a shipment of its own, at no price, since what shipments cost is compared with the file; and together again. */
export async function splitShipment(
  { key, body }: LoadOrder,
  path: string,
  record: OrderRecord,
  insist: Insist,
  merge: boolean,
): Promise<void> {
  const index = body.lines.findIndex(({ quantity }) => quantity > 1);
  if (index < 0) return;
  const { shipmentId } = (await insist('read', { method: 'GET', path })) ?? {};
  if (shipmentId === undefined) return;
  const edit = (purpose: 'split' | 'merge', operation: object) =>
    insist(purpose, {
      ...{ method: 'POST', path: `${path}/edits`, key: `${key}-${purpose}`, ifMatch: '*' },
      body: { operations: [operation] },
    });
  const split: NonNullable<OrderRecord['split']> = { acknowledged: false };
  record.split = split;
  const items = [{ lineId: String(index + 1), quantity: 1 }];
  const answer = await edit('split', { op: 'splitShipment', shipmentId, items, price: '0' });
  if (!answer || !isSuccess(answer)) return;
  split.acknowledged = true;
  if (!merge || answer.lastShipmentId === shipmentId) return;
  split.merge = { acknowledged: false };
  const merged = await edit('merge', { op: 'mergeShipments', from: [answer.lastShipmentId], into: shipmentId });
  split.merge.acknowledged = merged !== undefined && isSuccess(merged);
}
