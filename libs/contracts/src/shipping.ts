import { ClaimedConsignment } from './consignment.js';
import { IsId, IsLabel, IsList, IsPart, IsQuantity, IsTime, IsWebAddress, Optional } from './fields.js';

/** The statuses of a shipment that come by what happens to it; all others are the store's own, of what has not been sent. */
export const settledShipmentStatuses: readonly string[] = ['Sent', 'Delivered', 'Cancelled'];

/** Whether a shipment in this status is still in the house, and is to be sent. */
export function isUnsent(status: string): boolean {
  return !settledShipmentStatuses.includes(status);
}

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
  /** Where it leaves with shipments of other orders: the claim is given back if one of these cannot leave. */
  @Optional() @IsPart(() => ClaimedConsignment) consignment?: ClaimedConsignment;
}
