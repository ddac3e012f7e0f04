import { IsFlag, IsId, IsList, IsOneOf, IsQuantity, IsTime, Optional } from './fields.js';
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

/** What an order knows of a return: what is on its way back, and once it is received, what came. It stands there before the return's document does, so that no more comes back than was sent. */
export class OrderReturn {
  /** Of the return. */
  @IsId() id!: string;
  @IsList(() => ShipmentItem, 1) items!: ShipmentItem[];
  @IsTime() claimedAt!: string;
  @Optional() @IsTime() receivedAt?: string;
  /** When it was refused or cancelled, so that nothing comes back with it. */
  @Optional() @IsTime() releasedAt?: string;
}

/** Most returns that one order may ever have; those that were refused or cancelled count too. */
export const MAX_RETURNS = 100;
