import { type RefundDestination, refundDestinations } from '../commands/move-money.js';
import { Exchange, ItemToReturn } from '../commands/return-goods.js';
import { defineEvent } from '../define-event.js';
import { IsCurrencyCode, IsId, IsLabel, IsList, IsOneOf, IsPart, IsText, IsTime, IsUnitAmount, Optional } from '../fields.js';
import { ReturnReceipt, ReturnRelease, type ReturnStatus, returnStatuses } from '../returns.js';
import { topics } from '../topics.js';

/** Pieces of a line that are to come back, and what they are. */
export class ReturnItem extends ItemToReturn {
  @IsLabel(64) sku!: string;
  @IsLabel(500) name!: string;
}

/** A return as its order took it. */
export class RequestedReturn {
  @IsId() returnId!: string;
  @IsId() orderId!: string;
  @IsId() orderNumber!: string;
  @IsId() storeId!: string;
  @IsCurrencyCode() currency!: string;
  @IsList(() => ReturnItem, 1) items!: ReturnItem[];
  @Optional() @IsUnitAmount() restockingFee?: string;
  @Optional() @IsOneOf(refundDestinations) refund?: RefundDestination;
  @Optional() @IsPart(() => Exchange) exchange?: Exchange;
  @Optional() @IsId() externalId?: string;
  @Optional() @IsText(2_000) comment?: string;
  @IsTime() requestedAt!: string;
}

/** A return, whole. */
export class ReturnContent extends RequestedReturn {
  @IsId() number!: string;
  @IsOneOf(returnStatuses) status!: ReturnStatus;
  @Optional() @IsTime() approvedAt?: string;
  /** What came back; of the rest, nothing is expected any more. */
  @Optional() @IsPart(() => ReturnReceipt) receipt?: ReturnReceipt;
  /** When it was refused or cancelled, and why. */
  @Optional() @IsPart(() => ReturnRelease) released?: ReturnRelease;
}

// Each carries the whole document after it: whoever follows needs no earlier event.

/** Pieces that were sent are to come back. */
export const ReturnRequested = defineEvent('return.requested', topics.shipments, ReturnContent);

/** The customer may send them back. */
export const ReturnApproved = defineEvent('return.approved', topics.shipments, ReturnContent);

/** They are not taken back. */
export const ReturnRefused = defineEvent('return.refused', topics.shipments, ReturnContent);

/** They have come back, each in its condition; what can be sold again says so. */
export const ReturnReceived = defineEvent('return.received', topics.shipments, ReturnContent);

/** Nothing comes back after all. */
export const ReturnCancelled = defineEvent('return.cancelled', topics.shipments, ReturnContent);
