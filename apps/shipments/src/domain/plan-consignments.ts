import { isDeepStrictEqual } from 'node:util';
import type { CombineShipments } from '#contracts/commands/combine-shipments.js';
import { type LeftOutShipment, MAX_PARTS } from '#contracts/consignment.js';
import { decimalsObstacle } from '#contracts/decimals-obstacle.js';
import { type Refusal, type RefusalCode, refuse } from '#contracts/refusals.js';
import { partObstacle } from './join-consignment.js';
import type { Shipment } from './shipment.js';

/** A shipment that may go with others, and when it was opened. */
export interface Candidate {
  readonly shipment: Shipment;
  readonly createdAt: Date;
}

/** What stands against the request itself, whatever the shipments are. */
export function requestObstacle({ shipmentIds, rule, price, allotBy, force, reason }: CombineShipments): Refusal | undefined {
  if ((shipmentIds === undefined) === (rule === undefined))
    return refuse('invalid-input', 'name the shipments, or a rule, not both', 'shipmentIds');
  if (rule && force) return refuse('invalid-input', 'only shipments that are named are combined by force', 'force');
  if (force && reason === undefined) return refuse('invalid-input', 'say why they are combined by force', 'reason');
  if (price !== undefined && allotBy === undefined) return refuse('invalid-input', 'say by what the price is shared out', 'allotBy');
  if (price === undefined && allotBy !== undefined) return refuse('invalid-input', 'there is no price to share out', 'allotBy');
  return rule && rule.from > rule.to ? refuse('invalid-input', 'must not be before `from`', 'rule.to') : undefined;
}

/** What stands against combining just these shipments, in their order; a null is one that there is not. */
export function namedObstacle(named: readonly (Shipment | null)[], { price, force }: CombineShipments): Refusal | undefined {
  for (const [index, shipment] of named.entries()) {
    const path = `shipmentIds[${index}]`;
    if (shipment === null) return refuse('not-found', 'there is no such shipment', path);
    const obstacle = partObstacle(shipment);
    if (obstacle) return { ...obstacle, path };
  }
  const shipments = named as readonly Shipment[];
  const apart = shipments.findIndex((shipment) => isApart(shipment, shipments[0] as Shipment, force ?? false));
  if (apart > 0)
    return refuse('shipments-apart', 'it is of another store, or goes to another address than the first', `shipmentIds[${apart}]`);
  return ordersObstacle(shipments) ?? priceObstacle(shipments, price);
}

/** Those that go with one delivery: of one customer, from one fulfilment centre to one address, opened on one day in UTC. */
export function groupsOf(candidates: readonly Candidate[], price?: string): { groups: Shipment[][]; leftOut: LeftOutShipment[] } {
  const leftOut: LeftOutShipment[] = [];
  const buckets = new Map<string, Shipment[][]>();
  for (const { shipment, createdAt } of candidates) {
    const obstacle =
      partObstacle(shipment) ?? (shipment.customerId === undefined ? refuse('one-order', 'it is not known whose it is') : undefined);
    if (obstacle) leftOut.push(left(shipment, obstacle));
    else addTo(buckets, `${shipment.customerId} ${shipment.fulfilmentCentre} ${createdAt.toISOString().slice(0, 10)}`, shipment);
  }
  const groups: Shipment[][] = [];
  for (const all of [...buckets.values()].flat()) {
    const group = all.slice(0, MAX_PARTS);
    const obstacle = ordersObstacle(group) ?? priceObstacle(group, price);
    if (obstacle) leftOut.push(...group.map((shipment) => left(shipment, obstacle)));
    else groups.push(group);
    const tooMany = refuse('too-many-parts', `at most ${MAX_PARTS} go together; combine again`);
    leftOut.push(...all.slice(MAX_PARTS).map((shipment) => left(shipment, tooMany)));
  }
  return { groups, leftOut };
}

/** Each bucket has those lists of shipments that go to one address. */
function addTo(buckets: Map<string, Shipment[][]>, key: string, shipment: Shipment): void {
  const lists = buckets.get(key) ?? [];
  const list = lists.find(([first]) => first && isDeepStrictEqual(placeOf(first), placeOf(shipment)));
  if (list) list.push(shipment);
  else buckets.set(key, [...lists, [shipment]]);
}

function isApart(shipment: Shipment, first: Shipment, force: boolean): boolean {
  return shipment.storeId !== first.storeId || (!force && !isDeepStrictEqual(placeOf(shipment), placeOf(first)));
}

/** Where a shipment goes, or is picked up. */
const placeOf = ({ deliveryAddress, pickupLocation }: Shipment) => ({ deliveryAddress, pickupLocation });

function ordersObstacle(shipments: readonly Shipment[]): Refusal | undefined {
  const orders = new Set(shipments.map(({ orderId }) => orderId));
  return orders.size < 2 ? refuse('one-order', 'merge the shipments of one order by an edit of it') : undefined;
}

/** What stands against sharing a price out over shipments: they cost in different currencies, or it is finer than theirs. */
export function priceObstacle(shipments: readonly Shipment[], price: string | undefined): Refusal | undefined {
  if (price === undefined) return undefined;
  const currencies = [...new Set(shipments.map(({ currency }) => currency))];
  if (currencies.length > 1) return refuse('shipment-currencies-differ', `they cost in ${currencies.join(' and ')}`, 'price');
  return decimalsObstacle(price, currencies[0] as string, 'price');
}

function left(
  { shipmentId, number, orderId, orderNumber }: Shipment,
  { refused, detail }: { refused: RefusalCode; detail: string },
): LeftOutShipment {
  return { shipmentId, number, orderId, orderNumber, code: refused, detail };
}
