import { Injectable } from '@nestjs/common';
import type { ShipmentSummary } from '#contracts/shipment-summary.js';
import { Database } from '#platform/database.js';
import { createdWithin, type PageCursor, stateIs, timeWithin } from '#platform/list-conditions.js';
import { NewestFirst } from '#platform/newest-first.js';
import type { Shipment } from '../domain/shipment.js';
import { numbered } from './numbered.js';
import { shipmentAggregate } from './shipment.schema.js';

/** Which shipments are wanted; each condition that is named must hold. */
export interface ShipmentConditions {
  readonly storeId?: string | undefined;
  readonly number?: string | undefined;
  readonly orderId?: string | undefined;
  readonly orderNumber?: string | undefined;
  readonly status?: string | undefined;
  readonly fulfilmentCentre?: string | undefined;
  readonly method?: string | undefined;
  readonly externalId?: string | undefined;
  /** Of the shipment or of one of its packages. */
  readonly trackingNumber?: string | undefined;
  /** Of one of its packages. */
  readonly barcode?: string | undefined;
  /** Opened not before this moment. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Sent not before this moment. */
  readonly sentFrom?: string | undefined;
  readonly sentTo?: string | undefined;
}

const MAX_TRACKED = 100;

const listed = [
  ...(['number', 'orderId', 'orderNumber', 'storeId', 'status', 'method', 'methodOption', 'fulfilmentCentre'] as const),
  ...(['externalId', 'promisedOn', 'expectedOn', 'sentAt', 'deliveredAt', 'tracking'] as const),
];

/** Shipments by what people look for. */
@Injectable()
export class ShipmentList {
  readonly #shipments: NewestFirst<Shipment, (typeof listed)[number]>;

  constructor(private readonly database: Database) {
    this.#shipments = new NewestFirst(database, shipmentAggregate.collection, listed);
  }

  /** At most so many, newest first. */
  find(conditions: ShipmentConditions, limit: number, after?: PageCursor): Promise<ShipmentSummary[]> {
    return this.#shipments.find(filterOf(conditions), limit, after);
  }

  /** Those that have left the house with a parcel that this carrier numbers so: those under way, else the last that has arrived. */
  async tracked(carrier: string, trackingNumber: string): Promise<string[]> {
    const found = await this.database
      .collection<{ _id: string; state: Shipment }>(shipmentAggregate.collection)
      .find({ ...numbered(trackingNumber), 'state.status': { $in: ['Sent', 'Delivered'] } }, { limit: MAX_TRACKED })
      .toArray();
    const carried = found.filter(({ state }) => isCarriedBy(state, carrier, trackingNumber));
    const underway = carried.filter(({ state }) => state.status === 'Sent');
    // Carriers use their numbers again after some time.
    const last = carried.sort((one, other) => (one.state.sentAt ?? '').localeCompare(other.state.sentAt ?? '')).slice(-1);
    return (underway.length > 0 ? underway : last).map(({ _id }) => _id);
  }

  count(conditions: ShipmentConditions): Promise<number> {
    return this.#shipments.count(filterOf(conditions));
  }
}

function filterOf({ trackingNumber, barcode, from, to, sentFrom, sentTo, ...equal }: ShipmentConditions): object {
  return {
    ...stateIs({ ...equal, 'packages.barcode': barcode }),
    ...(trackingNumber === undefined ? {} : numbered(trackingNumber)),
    ...timeWithin('sentAt', sentFrom, sentTo),
    ...createdWithin(from, to),
  };
}

function isCarriedBy({ tracking, packages = [] }: Shipment, carrier: string, trackingNumber: string): boolean {
  return [tracking, ...packages.map((each) => each.tracking)].some(
    (each) => each?.number === trackingNumber && (each.carrier ?? carrier) === carrier,
  );
}
