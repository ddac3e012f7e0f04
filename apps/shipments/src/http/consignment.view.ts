import type { CombinationPlannedData, PlannedConsignment } from '#contracts/events/consignment.js';
import type { Stored } from '#platform/aggregate-document.js';
import { documentView } from '#platform/http/document.view.js';
import type { Combined } from '../combinations.service.js';
import type { Consignment } from '../domain/consignment.js';
import { allottedPrices } from '../domain/form-consignment.js';
import type { Shipment } from '../domain/shipment.js';

const documentOf = documentView<Consignment, 'consignmentId'>('consignmentId');

/** A consignment as clients see it, with what its shipments hold, cost and have become. */
export function consignmentView(consignment: Stored<Consignment>, shipments: readonly Shipment[]) {
  const { allotment: _, attempt: __, parts, ...view } = documentOf(consignment);
  const byId = new Map(shipments.map((shipment) => [shipment.shipmentId, shipment]));
  return {
    ...view,
    parts: parts.map((part) => {
      const { status, currency, price } = byId.get(part.shipmentId) ?? {};
      return { ...part, status, currency, price };
    }),
    items: shipments.flatMap(({ shipmentId, items }) => items.map((item) => ({ shipmentId, ...item }))),
  };
}

/** What would be combined. */
export function planView({ consignments, leftOut, more }: CombinationPlannedData) {
  const shown = consignments.map(({ consignmentId: _, ...planned }) => ({ ...planned, ...allottedOf(planned) }));
  return { consignments: shown, leftOut, more };
}

/** What was combined. */
export function combinedView({ combination, consignments }: Combined) {
  const { leftOut, more, consignments: planned } = combination.state;
  const shown = planned.map(({ consignmentId, ...plan }, index) => {
    const { number, status, allotted, pricesRefused, notJoined } = (consignments[index] as Stored<Consignment>).state;
    return {
      ...{ id: consignmentId, number, status, ...plan },
      ...(allotted && { allotted }),
      ...(pricesRefused && { pricesRefused }),
      ...(notJoined && { notJoined }),
    };
  });
  return { id: combination.id, consignments: shown, leftOut, more };
}

function allottedOf({ price, currency, parts }: Omit<PlannedConsignment, 'consignmentId'>) {
  return price === undefined || currency === undefined ? {} : { allotted: allottedPrices(price, currency, parts) };
}
