import { IsAmount, IsCount, IsId, IsLabel, IsUnitAmount, Optional } from './fields.js';

/** By what the price of a consignment is shared out over its parts. */
export const allotmentRules = ['weight', 'value', 'quantity'] as const;
export type AllotmentRule = (typeof allotmentRules)[number];

/** Most shipments that go with one consignment. */
export const MAX_PARTS = 50;

export const consignmentStatuses = ['Joining', 'New', 'Sending', 'Sent', 'Delivered', 'Cancelled'] as const;
export type ConsignmentStatus = (typeof consignmentStatuses)[number];

/** A shipment of one order that goes with a consignment. */
export class ConsignmentPart {
  @IsId() shipmentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsId() orderNumber!: string;
  /** Its weight in grams, its value or its pieces, by which a price is allotted. */
  @Optional() @IsAmount() share?: string;
}

/** What a part costs of a consignment's price. */
export class AllottedPrice {
  @IsId() shipmentId!: string;
  @IsId() orderId!: string;
  @IsUnitAmount() price!: string;
}

/** What stood against something, and of which part, where it was one's. */
export class Obstacle {
  /** Ends the type of the problem. */
  @IsLabel(64) code!: string;
  @IsLabel(2_000) detail!: string;
  @Optional() @IsId() orderId?: string;
  @Optional() @IsId() shipmentId?: string;
}

/** By which sending of which consignment a shipment is claimed. */
export class ClaimedConsignment {
  @IsId() id!: string;
  /** The version of the consignment by which it was to be sent; a later one takes the claim over. */
  @IsCount() attempt!: number;
}

/** Why a part is in a consignment no longer: people took it out, or it is not what was combined. */
export const partingReasons = ['asked', 'cancelled', 'emptied', 'sent', 'readdressed'] as const;
export type PartingReason = (typeof partingReasons)[number];

/** Why nothing of a consignment is sent: people said so, no part is left, or the parts could not all be had. */
export const dissolvingReasons = ['asked', 'emptied', 'not-joined'] as const;
export type DissolvingReason = (typeof dissolvingReasons)[number];

/** A shipment that goes with no consignment, and the code of the problem that stands against it. */
export class LeftOutShipment {
  @IsId() shipmentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsId() orderNumber!: string;
  @IsLabel(64) code!: string;
  @IsLabel(2_000) detail!: string;
}
