import type { AllottedPrice, ConsignmentStatus, Obstacle } from '#contracts/consignment.js';
import type { NewEvent } from '#contracts/define-event.js';
import {
  ConsignmentAllotted,
  type ConsignmentAllottedData,
  ConsignmentCancelled,
  type ConsignmentCancelledData,
  ConsignmentDelivered,
  type ConsignmentDeliveredData,
  ConsignmentFormed,
  type ConsignmentFormedData,
  ConsignmentNotSent,
  type ConsignmentNotSentData,
  ConsignmentOpened,
  type ConsignmentOpenedData,
  ConsignmentPacked,
  type ConsignmentPackedData,
  ConsignmentPartRemoved,
  type ConsignmentPartRemovedData,
  ConsignmentPriceRefused,
  type ConsignmentPriceRefusedData,
  ConsignmentSending,
  type ConsignmentSendingData,
  ConsignmentSent,
  type ConsignmentSentData,
} from '#contracts/events/consignment.js';
import type { ShipmentPackage } from '#contracts/packages.js';
import type { Tracking } from '#contracts/shipping.js';

/** One delivery of shipments of several orders, its parts. What they hold and cost is theirs, and their orders'. */
export interface Consignment extends ConsignmentOpenedData {
  readonly status: ConsignmentStatus;
  /** What each part costs of the price; absent where each keeps its own. */
  readonly allotted?: readonly AllottedPrice[];
  /** The version that allotted it, by which orders know a repeat. */
  readonly allotment?: number;
  /** The orders that did not take their part of the price, and why. */
  readonly pricesRefused?: readonly Obstacle[];
  /** Absent until it is packed as a whole. */
  readonly packages?: readonly ShipmentPackage[];
  /** The version by which it was last to be sent, by which orders know whose a claim is. */
  readonly attempt?: number;
  /** What stood against sending it the last time. */
  readonly notSent?: Obstacle;
  readonly tracking?: Tracking;
  readonly sentAt?: string;
  readonly deliveredAt?: string;
  readonly cancelledBecause?: string;
  /** The part that could not be had. */
  readonly notJoined?: Obstacle;
}

/** What serves this service alone. */
export const bookkeeping = ['allotment', 'attempt'] as const satisfies (keyof Consignment)[];

export type ConsignmentEvent =
  | NewEvent<'consignment.opened', ConsignmentOpenedData>
  | NewEvent<'consignment.formed', ConsignmentFormedData>
  | NewEvent<'consignment.allotted', ConsignmentAllottedData>
  | NewEvent<'consignment.price-refused', ConsignmentPriceRefusedData>
  | NewEvent<'consignment.part-removed', ConsignmentPartRemovedData>
  | NewEvent<'consignment.packed', ConsignmentPackedData>
  | NewEvent<'consignment.sending', ConsignmentSendingData>
  | NewEvent<'consignment.not-sent', ConsignmentNotSentData>
  | NewEvent<'consignment.sent', ConsignmentSentData>
  | NewEvent<'consignment.delivered', ConsignmentDeliveredData>
  | NewEvent<'consignment.cancelled', ConsignmentCancelledData>;

/** The next state, which has this version; no rule, clock or I/O. */
export function evolve(consignment: Consignment | null, event: ConsignmentEvent, version: number): Consignment {
  switch (event.type) {
    case ConsignmentOpened.type:
      return { ...event.data, status: 'Joining' };
    case ConsignmentFormed.type:
      return { ...existing(consignment), status: 'New' };
    case ConsignmentAllotted.type:
      return allotted(existing(consignment), event.data, version);
    case ConsignmentPriceRefused.type:
      return { ...existing(consignment), pricesRefused: [...(existing(consignment).pricesRefused ?? []), event.data.obstacle] };
    case ConsignmentPartRemoved.type:
      return { ...existing(consignment), parts: existing(consignment).parts.filter((part) => part.shipmentId !== event.data.shipmentId) };
    case ConsignmentPacked.type:
      return { ...existing(consignment), packages: event.data.packages };
    case ConsignmentSending.type:
      return sending(existing(consignment), event.data, version);
    case ConsignmentNotSent.type:
      return { ...existing(consignment), status: 'New', notSent: event.data.obstacle };
    case ConsignmentSent.type:
      return { ...existing(consignment), status: 'Sent', sentAt: event.data.sentAt };
    case ConsignmentDelivered.type:
      return { ...existing(consignment), status: 'Delivered', deliveredAt: event.data.deliveredAt };
    case ConsignmentCancelled.type: {
      const { because, obstacle } = event.data;
      return { ...existing(consignment), status: 'Cancelled', cancelledBecause: because, ...(obstacle && { notJoined: obstacle }) };
    }
  }
}

function allotted(consignment: Consignment, data: ConsignmentAllottedData, version: number): Consignment {
  const { pricesRefused: _, ...rest } = consignment;
  const { price, currency, allotBy } = data;
  return { ...rest, price, currency, allotBy, allotted: data.allotted, allotment: version };
}

function sending(consignment: Consignment, { tracking }: ConsignmentSendingData, version: number): Consignment {
  const { notSent: _, tracking: __, ...rest } = consignment;
  return { ...rest, status: 'Sending', ...(tracking && { tracking }), attempt: version };
}

function existing(consignment: Consignment | null): Consignment {
  if (!consignment) throw new Error('the first event of a consignment is consignment.opened');
  return consignment;
}
