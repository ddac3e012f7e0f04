import { type RefundDestination, refundDestinations } from './commands/move-money.js';
import { IsFlag, IsId, IsLabel, IsList, IsOneOf, IsPart, IsQuantity, IsTime, IsUnitAmount, Optional } from './fields.js';
import { ShipmentItem } from './shipping.js';

/** Why something comes back. */
export const returnReasons = ['damaged', 'wrong-item', 'not-as-described', 'no-longer-wanted', 'other'] as const;
export type ReturnReason = (typeof returnReasons)[number];

/** In what condition it came back. */
export const returnConditions = ['new', 'opened', 'damaged', 'unusable'] as const;
export type ReturnCondition = (typeof returnConditions)[number];

export const returnStatuses = ['Requested', 'Approved', 'Refused', 'Received', 'Cancelled'] as const;
export type ReturnStatus = (typeof returnStatuses)[number];

/** Pieces of a line that came back in one condition. */
export class ReceivedItem {
  @IsId() lineId!: string;
  @IsQuantity() quantity!: number;
  @IsOneOf(returnConditions) condition!: ReturnCondition;
  /** Whether they can be sold again, so that the ERP puts them back in its stock. */
  @IsFlag() restock!: boolean;
}

/** What came back with a return, and what of its money. */
export class ReturnReceipt {
  @IsTime() at!: string;
  @IsList(() => ReceivedItem, 1) items!: ReceivedItem[];
  @Optional() @IsUnitAmount() restockingFee?: string;
  /** Where that goes which it leaves too much of what was taken; absent, people or the store's rules see to that. */
  @Optional() @IsOneOf(refundDestinations) refund?: RefundDestination;
}

export const returnClosings = ['Refused', 'Cancelled'] as const;
export type ReturnClosing = (typeof returnClosings)[number];

/** That nothing comes back with a return. */
export class ReturnRelease {
  @IsTime() at!: string;
  @IsOneOf(returnClosings) outcome!: ReturnClosing;
  @Optional() @IsLabel(500) reason?: string;
}

/** What an order knows of a return. It stands there before the return's document does, so that no more comes back than was sent. */
export class OrderReturn {
  /** Of the return. */
  @IsId() id!: string;
  /** Of its document, once it is received. */
  @Optional() @IsId() number?: string;
  /** What is on its way back; with a receipt, what came. */
  @IsList(() => ShipmentItem, 1) items!: ShipmentItem[];
  @IsTime() claimedAt!: string;
  @Optional() @IsPart(() => ReturnReceipt) receipt?: ReturnReceipt;
  @Optional() @IsPart(() => ReturnRelease) released?: ReturnRelease;
}

/** Most returns that one order may ever have; those that were refused or cancelled count too. */
export const MAX_RETURNS = 100;
