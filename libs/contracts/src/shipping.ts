import { IsId, IsLabel, IsList, IsPart, IsQuantity, IsTime, IsWebAddress, Optional } from './fields.js';

/** So much of a line of an order. */
export class ShipmentItem {
  @IsId() lineId!: string;
  @IsQuantity() quantity!: number;
}

/** How a parcel can be followed. */
export class Tracking {
  @Optional() @IsLabel(64) carrier?: string;
  @Optional() @IsLabel(128) number?: string;
  @Optional() @IsWebAddress() url?: string;
}

/** What leaves the house with a shipment. It stands on the order before anything is sent, so that from then on nothing can take it back. */
export class ShipmentClaim {
  /** Of the shipment. */
  @IsId() id!: string;
  @IsList(() => ShipmentItem, 1) items!: ShipmentItem[];
  @Optional() @IsPart(() => Tracking) tracking?: Tracking;
  @IsTime() claimedAt!: string;
}
