import { IsLabel, IsOneOf, IsPageSize, IsTime, IsVersionText, Optional } from '#contracts/fields.js';
import { type HoldType, holdTypes } from '#contracts/holds.js';

/** Which version of an order is asked for. */
export class AsOf {
  @Optional() @IsVersionText() version?: string;
  @Optional() @IsTime() at?: string;
}

export class EditOptions {
  @Optional() @IsOneOf(['true', 'false']) preview?: 'true' | 'false';
}

/** Which held orders are asked for. */
export class HeldQuery {
  @Optional() @IsOneOf(holdTypes) type?: HoldType;
  @Optional() @IsPageSize() limit?: string;
  @Optional() @IsLabel(300) cursor?: string;
}
