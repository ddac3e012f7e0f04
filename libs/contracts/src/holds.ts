import { IsId, IsLabel, IsOneOf, IsSomeOf, IsTime, Optional } from './fields.js';

export const holdTypes = ['fraud', 'address', 'payment', 'stock', 'approval', 'duplicate', 'manual'] as const;
export type HoldType = (typeof holdTypes)[number];

/** What a hold can block. */
export const blockable = ['edit', 'capture', 'send'] as const;
export type Blockable = (typeof blockable)[number];

/** A hold lies on an order, or on one of its lines, until it is released or its time is over. */
export class Hold {
  @IsId() id!: string;
  @IsOneOf(holdTypes) type!: HoldType;
  @IsLabel(500) reason!: string;
  @IsSomeOf(blockable) blocks!: Blockable[];
  /** Only this line is held. */
  @Optional() @IsId() lineId?: string;
  /** Holds no longer from then on. */
  @Optional() @IsTime() until?: string;
  @IsTime() placedAt!: string;
  @IsId() placedBy!: string;
}
