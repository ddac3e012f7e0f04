import { IsConverted, IsId, IsLabel, IsList, IsPart, IsQuantity, IsText, Optional, Personal } from './fields.js';
import { Dimensions, Weight } from './order-line.js';
import { Tracking } from './shipping.js';

/** So much of a line in a package. */
export class PackedItem {
  @IsId() orderId!: string;
  @IsId() lineId!: string;
  @IsQuantity() quantity!: number;
}

/** A weight as it was told, and in grams, to 4 decimals. */
export class PackageWeight extends Weight {
  @IsConverted() grams!: string;
}

/** Lengths in millimetres, to 4 decimals. */
export class Millimetres {
  @IsConverted() length!: string;
  @IsConverted() width!: string;
  @IsConverted() height!: string;
}

/** Dimensions as they were told, and in millimetres. */
export class PackageDimensions extends Dimensions {
  @IsPart(() => Millimetres) millimetres!: Millimetres;
}

/** A parcel, or whatever else leaves the house as one. */
export class ShipmentPackage {
  /** Its place in the list, from `1`. */
  @IsId() id!: string;
  @Optional() @IsId() barcode?: string;
  @Optional() @IsLabel(64) type?: string;
  @Optional() @IsPart(() => PackageWeight) weight?: PackageWeight;
  @Optional() @IsPart(() => PackageDimensions) dimensions?: PackageDimensions;
  @IsList(() => PackedItem) items!: PackedItem[];
  @Optional() @IsPart(() => Tracking) tracking?: Tracking;
  /** What its label is printed from, in the carrier's format; it shows who gets it. */
  @Optional() @Personal() @IsText(65_536) label?: string;
}

/** What a package holds now. */
export class PackageContent {
  /** Of the package. */
  @IsId() id!: string;
  @IsList(() => PackedItem) items!: PackedItem[];
}
