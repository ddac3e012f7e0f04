import type { CarrierReport } from '#contracts/carrier-report.js';
import { ShipmentTracked } from '#contracts/events/shipment.js';
import { type Decision, refuse } from '#contracts/refusals.js';
import { isUnsent } from '#contracts/shipping.js';
import { withReport } from './carrier-reports.js';
import { deliveredAs } from './send-shipment.js';
import type { Shipment, ShipmentEvent } from './shipment.js';

// Clocks of carriers may be wrong by so much, in milliseconds.
const SKEW = 15 * 60_000;

/**
 * What a carrier says of a shipment that has left the house, or of one of its parcels. Told again under its id it changes nothing; told late it
 * takes its place. Once it was said of every parcel that it has arrived, the shipment has.
 */
export function trackShipment(shipment: Shipment, report: CarrierReport, now: Date): Decision<ShipmentEvent> {
  const { shipmentId, number, orderId, status, sentAt = '', reports = [] } = shipment;
  if (reports.some(({ id }) => id === report.id)) return [];
  if (status === 'Cancelled') return refuse('shipment-cancelled', 'nothing of it was sent');
  if (isUnsent(status)) return refuse('not-sent', `it is ${status}`);
  if (Date.parse(report.occurredAt) > now.getTime() + SKEW) return refuse('invalid-input', 'it cannot have happened yet', 'occurredAt');
  const parcels = parcelsOf(shipment);
  const { trackingNumber } = report;
  if (trackingNumber !== undefined && !parcels.includes(trackingNumber) && trackingNumber !== shipment.tracking?.number) {
    return refuse('invalid-input', `it has the tracking numbers ${parcels.join(', ') || 'of nobody'}`, 'trackingNumber');
  }
  const tracked = ShipmentTracked({ shipmentId, number, orderId, report });
  const arrivedAt = arrivalOf(parcels, withReport(reports, report));
  if (status === 'Delivered' || arrivedAt === undefined) return [tracked];
  // Whoever said that it was sent may have been late.
  const deliveredAt = Date.parse(arrivedAt) > Date.parse(sentAt) ? arrivedAt : sentAt;
  return [tracked, deliveredAs(shipment, new Date(deliveredAt))];
}

/** The numbers of its packages, or its own where they have none. */
function parcelsOf({ packages = [], tracking }: Shipment): string[] {
  const numbers = packages.flatMap((each) => each.tracking?.number ?? []);
  return numbers.length > 0 ? numbers : [tracking?.number ?? []].flat();
}

/** When the last parcel arrived; undefined while one is under way. */
function arrivalOf(parcels: readonly string[], reports: readonly CarrierReport[]): string | undefined {
  const arrivals = reports.filter(({ status }) => status === 'Delivered');
  const ofAll = arrivals.find(({ trackingNumber }) => trackingNumber === undefined || !parcels.includes(trackingNumber));
  if (ofAll) return ofAll.occurredAt;
  const first = parcels.map((parcel) => arrivals.find(({ trackingNumber }) => trackingNumber === parcel)?.occurredAt);
  if (first.length === 0 || first.includes(undefined)) return undefined;
  return first.toSorted((one, other) => Date.parse(one ?? '') - Date.parse(other ?? '')).at(-1);
}
