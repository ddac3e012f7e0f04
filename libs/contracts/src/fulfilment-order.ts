import { IsDay, IsId, IsLabel, IsList, IsOneOf, IsPart, IsPieces, IsQuantity, IsTime, IsVersion, Optional } from './fields.js';

export const fulfilmentStatuses = ['Open', 'Scheduled', 'Held', 'Accepted', 'Rejected', 'Closed', 'Cancelled'] as const;
export type FulfilmentStatus = (typeof fulfilmentStatuses)[number];

/** What a location ships of a line. */
export class FulfilmentLine {
  @IsId() orderId!: string;
  @IsId() lineId!: string;
  @IsLabel(64) sku!: string;
  @IsQuantity() quantity!: number;
  /** What of it the location has promised. */
  @IsPieces() reserved!: number;
  /** What of it is waited for; what is neither has not been asked for yet. */
  @IsPieces() backordered!: number;
  /** When all that is waited for should be there. */
  @Optional() @IsDay() expectedOn?: string;
}

/** A location that will not ship it. */
export class Rejection {
  @IsLabel(64) location!: string;
  @IsLabel(500) reason!: string;
  @IsTime() rejectedAt!: string;
}

/** Why it is held, and what it is again when that is over. */
export class FulfilmentHold {
  @IsLabel(500) reason!: string;
  @IsOneOf(fulfilmentStatuses) before!: FulfilmentStatus;
}

/** Most locations that may reject one fulfilment order. */
export const MAX_REJECTIONS = 100;

/** What a fulfilment order says wherever it stands. */
class FulfilmentOrderHead {
  @IsId() number!: string;
  @IsId() storeId!: string;
  @IsId() orderId!: string;
  @IsId() orderNumber!: string;
  @IsId() shipmentId!: string;
  @IsOneOf(fulfilmentStatuses) status!: FulfilmentStatus;
  /** Absent until one is chosen. */
  @Optional() @IsLabel(64) location?: string;
  @IsList(() => FulfilmentLine) lines!: FulfilmentLine[];
  @Optional() @IsDay() promisedOn?: string;
  /** When all that is waited for should be there, where that is known of every line. */
  @Optional() @IsDay() expectedOn?: string;
  /** It is not to leave before. */
  @Optional() @IsTime() scheduledFor?: string;
  /** The warehouse's own. */
  @Optional() @IsId() externalId?: string;
}

/** What one location is to ship: all that a shipment holds. */
export class FulfilmentOrderContent extends FulfilmentOrderHead {
  @IsId() fulfilmentOrderId!: string;
  @Optional() @IsPart(() => FulfilmentHold) hold?: FulfilmentHold;
  @IsList(() => Rejection, 0, MAX_REJECTIONS) rejections!: Rejection[];
  /** When it left. */
  @Optional() @IsTime() sentAt?: string;
}

/** A fulfilment order in a list. */
export class FulfilmentOrderSummary extends FulfilmentOrderHead {
  @IsId() id!: string;
  @IsVersion() version!: number;
  @IsTime() createdAt!: string;
}
