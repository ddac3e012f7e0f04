import { ClaimedConsignment } from '../consignment.js';
import { IsFlag, IsId, IsList, IsPart, IsTime, Optional } from '../fields.js';
import { Address } from '../parties.js';
import { ShipmentItem, Tracking } from '../shipping.js';

/** A shipment leaves the house. */
export class SendShipment {
  @Optional() @IsPart(() => Tracking) tracking?: Tracking;
  /** It has left although not all of it was reserved. */
  @Optional() @IsFlag() withoutStock?: boolean;
}

/** A shipment has arrived. */
export class DeliverShipment {
  /** Left out, now. */
  @Optional() @IsTime() deliveredAt?: string;
}

/** What the shipments service asks of an order before it sends: that this shipment holds these items and goes there. */
export class ClaimShipment {
  /** Of the shipment. */
  @IsId() id!: string;
  @IsList(() => ShipmentItem) items!: ShipmentItem[];
  @Optional() @IsPart(() => Address) deliveryAddress?: Address;
  @Optional() @IsPart(() => Tracking) tracking?: Tracking;
  /** Where it is to leave with shipments of other orders. */
  @Optional() @IsPart(() => ClaimedConsignment) consignment?: ClaimedConsignment;
}
