import { IsId, IsLabel, IsOneOf, IsSomeOf, IsTime, Optional } from '../fields.js';
import { type Blockable, blockable, type HoldType, holdTypes } from '../holds.js';

/** Hold an order, or one of its lines. */
export class PlaceHold {
  @IsOneOf(holdTypes) type!: HoldType;
  @IsLabel(500) reason!: string;
  /** Left out, everything that can be blocked. */
  @Optional() @IsSomeOf(blockable) blocks?: Blockable[];
  @Optional() @IsId() lineId?: string;
  @Optional() @IsTime() until?: string;
}

/** Hold no longer. */
export class ReleaseHold {
  @IsLabel(500) reason!: string;
}
