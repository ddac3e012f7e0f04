import { IsId, IsLabel, IsOneOf, IsText, IsTime, Optional } from './fields.js';

/** How far a parcel has come, as carriers tell it. */
export const parcelStatuses = ['InTransit', 'OutForDelivery', 'ReadyForPickup', 'Delivered', 'Exception', 'ComingBack'] as const;
export type ParcelStatus = (typeof parcelStatuses)[number];

/** What a carrier says of a parcel. */
export class TrackShipment {
  /** The carrier's, of the shipment or of one of its packages; left out, it is about all of the shipment. */
  @Optional() @IsLabel(128) trackingNumber?: string;
  @IsOneOf(parcelStatuses) status!: ParcelStatus;
  /** When it happened, however late it is told. */
  @IsTime() occurredAt!: string;
  @Optional() @IsText(500) description?: string;
  /** Where, as the carrier calls it. */
  @Optional() @IsLabel(200) place?: string;
}

/** What was said, once: told again under its id it is the same. */
export class CarrierReport extends TrackShipment {
  /** Of the message that brought it. */
  @IsId() id!: string;
}

/** One that comes by a webhook, which names no shipment. */
export class CarrierNotice extends CarrierReport {
  @IsLabel(128) override trackingNumber!: string;
}
