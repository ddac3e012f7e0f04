import type { CarrierReport } from '#contracts/carrier-report.js';
import type { NewEvent } from '#contracts/define-event.js';
import {
  ShipmentCancelled,
  type ShipmentCancelledData,
  ShipmentChanged,
  type ShipmentChangedData,
  ShipmentDelivered,
  type ShipmentDeliveredData,
  ShipmentDetailsChanged,
  type ShipmentDetailsChangedData,
  ShipmentJoinedConsignment,
  type ShipmentJoinedConsignmentData,
  ShipmentLeftConsignment,
  type ShipmentLeftConsignmentData,
  ShipmentOpened,
  type ShipmentOpenedData,
  ShipmentPacked,
  type ShipmentPackedData,
  ShipmentSent,
  type ShipmentSentData,
  ShipmentStatusChanged,
  type ShipmentStatusChangedData,
  ShipmentTracked,
  type ShipmentTrackedData,
} from '#contracts/events/shipment.js';
import type { ShipmentPackage } from '#contracts/packages.js';
import { type ShipmentDetails, shipmentDetailNames } from '#contracts/shipment-details.js';
import type { Tracking } from '#contracts/shipping.js';
import { withReport } from './carrier-reports.js';

/** A shipment's state. */
export interface Shipment extends ShipmentOpenedData, ShipmentDetails {
  /** `Sent`, `Delivered`, `Cancelled`, or one of the store's. */
  readonly status: string;
  /** Absent until it is packed. */
  readonly packages?: readonly ShipmentPackage[];
  readonly tracking?: Tracking;
  readonly sentAt?: string;
  readonly deliveredAt?: string;
  /** What its carrier said, in the order in which it happened. */
  readonly reports?: readonly CarrierReport[];
  /** The one that it goes with. */
  readonly consignmentId?: string;
  /** Those that it will not go with again, however late somebody asks for it. */
  readonly leftConsignments?: readonly string[];
}

/** What serves this service alone. */
export const bookkeeping = ['leftConsignments'] as const satisfies (keyof Shipment)[];

export type ShipmentEvent =
  | NewEvent<'shipment.opened', ShipmentOpenedData>
  | NewEvent<'shipment.changed', ShipmentChangedData>
  | NewEvent<'shipment.status-changed', ShipmentStatusChangedData>
  | NewEvent<'shipment.packed', ShipmentPackedData>
  | NewEvent<'shipment.details-changed', ShipmentDetailsChangedData>
  | NewEvent<'shipment.sent', ShipmentSentData>
  | NewEvent<'shipment.tracked', ShipmentTrackedData>
  | NewEvent<'shipment.delivered', ShipmentDeliveredData>
  | NewEvent<'shipment.cancelled', ShipmentCancelledData>
  | NewEvent<'shipment.joined-consignment', ShipmentJoinedConsignmentData>
  | NewEvent<'shipment.left-consignment', ShipmentLeftConsignmentData>;

/** The next state; no rule, clock or I/O. */
export function evolve(shipment: Shipment | null, event: ShipmentEvent): Shipment {
  switch (event.type) {
    case ShipmentOpened.type:
      return { status: 'New', ...event.data };
    case ShipmentChanged.type:
      return changed(existing(shipment), event.data);
    case ShipmentStatusChanged.type:
      return { ...existing(shipment), status: event.data.status };
    case ShipmentPacked.type:
      return { ...existing(shipment), packages: event.data.packages };
    case ShipmentDetailsChanged.type:
      return detailed(existing(shipment), event.data.details);
    case ShipmentSent.type: {
      const { sentAt, tracking } = event.data;
      return { ...existing(shipment), status: 'Sent', sentAt, ...(tracking && { tracking }) };
    }
    case ShipmentTracked.type:
      return { ...existing(shipment), reports: withReport(existing(shipment).reports ?? [], event.data.report) };
    case ShipmentDelivered.type:
      return { ...existing(shipment), status: 'Delivered', deliveredAt: event.data.deliveredAt };
    case ShipmentCancelled.type:
      return { ...existing(shipment), status: 'Cancelled' };
    case ShipmentJoinedConsignment.type:
      return { ...existing(shipment), consignmentId: event.data.consignmentId };
    case ShipmentLeftConsignment.type:
      return apart(existing(shipment), event.data.consignmentId);
  }
}

function changed({ deliveryAddress: _, ...shipment }: Shipment, { emptied, ...data }: ShipmentChangedData): Shipment {
  if (!emptied) return { ...shipment, ...data };
  const contents = new Map(emptied.map((content) => [content.id, content]));
  return { ...shipment, ...data, packages: (shipment.packages ?? []).map((each) => ({ ...each, ...contents.get(each.id) })) };
}

function apart(shipment: Shipment, left: string): Shipment {
  const { consignmentId, ...rest } = shipment;
  const leftConsignments = [...(shipment.leftConsignments ?? []), left];
  return { ...rest, ...(consignmentId !== undefined && consignmentId !== left && { consignmentId }), leftConsignments };
}

function detailed(shipment: Shipment, details: ShipmentDetails): Shipment {
  const rest = { ...shipment };
  for (const name of shipmentDetailNames) delete (rest as Partial<Shipment>)[name];
  return { ...rest, ...details };
}

function existing(shipment: Shipment | null): Shipment {
  if (!shipment) throw new Error('the first event of a shipment is shipment.opened');
  return shipment;
}
