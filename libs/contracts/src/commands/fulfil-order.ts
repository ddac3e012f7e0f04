import { IsId, IsLabel, IsList, IsText, IsTime, Optional } from '../fields.js';
import { ShipmentItem } from '../shipping.js';

/** A location will ship it. */
export class AcceptFulfilment {
  /** The warehouse's own. */
  @Optional() @IsId() externalId?: string;
}

/** A location will not ship it. */
export class RejectFulfilment {
  @IsLabel(500) reason!: string;
}

/** It, or a part of it, is to be shipped by this location. */
export class MoveFulfilment {
  @IsLabel(64) location!: string;
  /** Left out, all of it; else these get a shipment and a fulfilment order of their own. */
  @Optional() @IsList(() => ShipmentItem, 1) items?: ShipmentItem[];
  @Optional() @IsText(500) reason?: string;
  @Optional() @IsId() externalId?: string;
}

/** It must not leave for now. */
export class HoldFulfilment {
  @IsLabel(500) reason!: string;
}

export class ReleaseFulfilment {
  @Optional() @IsText(500) reason?: string;
}

/** It must not leave before a moment. */
export class ScheduleFulfilment {
  @IsTime() scheduledFor!: string;
}
