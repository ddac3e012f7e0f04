import { IsOneOf, IsTime, IsVersionText, Optional } from '#contracts/fields.js';

/** Which version of an order is asked for. */
export class AsOf {
  @Optional() @IsVersionText() version?: string;
  @Optional() @IsTime() at?: string;
}

export class EditOptions {
  @Optional() @IsOneOf(['true', 'false']) preview?: 'true' | 'false';
}
