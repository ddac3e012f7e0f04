import { isDeepStrictEqual } from 'node:util';
import type { PackageToPack } from '#contracts/commands/prepare-shipment.js';
import { ConsignmentPacked } from '#contracts/events/consignment.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import type { Consignment, ConsignmentEvent } from './consignment.js';
import { packed } from './pack-shipment.js';
import { contentsObstacle } from './package-contents.js';
import type { Shipment } from './shipment.js';
import type { Carriers } from './tracking-url.js';

/** A consignment has these packages and no others, with items of all its parts; `held` is what these hold. Told again, it stays as it is. */
export function packConsignment(
  consignment: Consignment,
  asked: readonly PackageToPack[],
  held: Shipment['items'],
  carriers: Carriers,
): Decision<ConsignmentEvent> {
  if (consignment.status === 'Cancelled') return refuse('consignment-cancelled', 'its shipments go each by itself');
  const nameless = asked.flatMap(({ items }, index) =>
    items.flatMap(({ orderId }, place) => (orderId === undefined ? [[index, place]] : [])),
  );
  const [[index, place] = []] = nameless;
  if (index !== undefined) return refuse('invalid-input', 'say of which order it is', `packages[${index}].items[${place}].orderId`);
  const packages = asked.map((each, at) => packed(each, String(at + 1), '', carriers));
  const obstacle = contentsObstacle(packages, held);
  if (obstacle) return obstacle;
  if (isDeepStrictEqual(packages, consignment.packages ?? [])) return [];
  const { consignmentId, number } = consignment;
  return [ConsignmentPacked({ consignmentId, number, packages })];
}
