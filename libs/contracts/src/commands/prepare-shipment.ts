import { IsId, IsLabel, IsList, IsPart, IsQuantity, IsText, Optional, Personal } from '../fields.js';
import { patches } from '../merge-patch.js';
import { Dimensions, Weight } from '../order-line.js';
import { shipmentDetailNames } from '../shipment-details.js';
import { Tracking } from '../shipping.js';

/** The warehouse has come further with a shipment, or back. */
export class SetShipmentStatus {
  /** One of the store's. What is sent, has arrived or is cancelled says so itself. */
  @IsLabel(64) status!: string;
}

export class ItemToPack {
  /** Left out, the shipment's own order. */
  @Optional() @IsId() orderId?: string;
  @IsId() lineId!: string;
  @IsQuantity() quantity!: number;
}

export class PackageToPack {
  @Optional() @IsId() barcode?: string;
  @Optional() @IsLabel(64) type?: string;
  @Optional() @IsPart(() => Weight) weight?: Weight;
  @Optional() @IsPart(() => Dimensions) dimensions?: Dimensions;
  @IsList(() => ItemToPack) items!: ItemToPack[];
  /** Without a `url`, it gets the one that the store has for its carrier. */
  @Optional() @IsPart(() => Tracking) tracking?: Tracking;
  @Optional() @Personal() @IsText(65_536) label?: string;
}

/** A shipment is packed so: all its packages, in the place of those that there were. */
export class PackShipment {
  @IsList(() => PackageToPack, 0, 100) packages!: PackageToPack[];
}

/** A JSON merge patch (RFC 7396) of a shipment: what it makes of the shipment is checked, not the patch itself; `reason` says why. */
export class PatchShipment {
  @Optional() @IsText(500) reason?: string;
}

patches(PatchShipment, shipmentDetailNames);
