import { isDeepStrictEqual } from 'node:util';
import type { PackageToPack } from '#contracts/commands/prepare-shipment.js';
import { ConsignmentPacked } from '#contracts/events/consignment.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import type { Consignment, ConsignmentEvent } from './consignment.js';
import { packed } from './pack-shipment.js';
import { contentsObstacle, emptied } from './package-contents.js';
import type { Shipment } from './shipment.js';
import type { Carriers } from './tracking-url.js';

/** A consignment has these packages and no others, with items of all its parts, which are among the shipments. Told again, it stays as it is. */
export function packConsignment(
  consignment: Consignment,
  asked: readonly PackageToPack[],
  shipments: readonly Shipment[],
  carriers: Carriers,
): Decision<ConsignmentEvent> {
  if (consignment.status === 'Cancelled') return refuse('consignment-cancelled', 'its shipments go each by itself');
  const nameless = asked.flatMap(({ items }, index) =>
    items.flatMap(({ orderId }, place) => (orderId === undefined ? [[index, place]] : [])),
  );
  const [[index, place] = []] = nameless;
  if (index !== undefined) return refuse('invalid-input', 'say of which order it is', `packages[${index}].items[${place}].orderId`);
  const packages = asked.map((each, at) => packed(each, String(at + 1), '', carriers));
  const obstacle = contentsObstacle(packages, heldBy(consignment, shipments));
  if (obstacle) return obstacle;
  if (isDeepStrictEqual(packages, consignment.packages ?? [])) return [];
  const { consignmentId, number } = consignment;
  return [ConsignmentPacked({ consignmentId, number, packages })];
}

/** No package holds more than there is left: it is taken from the last ones. */
export function fitPackages(consignment: Consignment, shipments: readonly Shipment[]): Decision<ConsignmentEvent> {
  const { consignmentId, number, status, packages = [] } = consignment;
  const contents = new Map(emptied(packages, heldBy(consignment, shipments)).map((content) => [content.id, content]));
  if (contents.size === 0 || status === 'Cancelled') return [];
  return [ConsignmentPacked({ consignmentId, number, packages: packages.map((each) => ({ ...each, ...contents.get(each.id) })) })];
}

/** What its parts hold, as far as they are its parts still. */
function heldBy({ parts }: Consignment, shipments: readonly Shipment[]): Shipment['items'] {
  const own = new Set(parts.map(({ shipmentId }) => shipmentId));
  return shipments.filter(({ shipmentId }) => own.has(shipmentId)).flatMap(({ items }) => items);
}
