import {
  IsAmount,
  IsAttributes,
  IsDay,
  IsFlag,
  IsId,
  IsLabel,
  IsList,
  IsMeasure,
  IsOneOf,
  IsPart,
  IsPieces,
  IsQuantity,
  IsRate,
  IsText,
  IsUnitAmount,
  IsWebAddress,
  Optional,
} from './fields.js';

/** A part of a discount, with what gave it. */
export class AppliedDiscount {
  @IsUnitAmount() amount!: string;
  @Optional() @IsId() promotionId?: string;
  @Optional() @IsLabel(64) coupon?: string;
  @Optional() @IsLabel(200) name?: string;
}

export class Weight {
  @IsMeasure() value!: string;
  @IsOneOf(['g', 'kg', 'oz', 'lb']) unit!: 'g' | 'kg' | 'oz' | 'lb';
}

export class Dimensions {
  @IsMeasure() length!: string;
  @IsMeasure() width!: string;
  @IsMeasure() height!: string;
  @IsOneOf(['mm', 'cm', 'm', 'in', 'ft']) unit!: 'mm' | 'cm' | 'm' | 'in' | 'ft';
}

/** A part that was chosen for a configured product; its price is in that of the line. */
export class ConfigurationItem {
  @IsLabel(64) sku!: string;
  @IsLabel(500) name!: string;
  @IsQuantity() quantity!: number;
  @Optional() @IsId() productId?: string;
}

/** What a line says of its product beside the amounts. */
export class LineDetails {
  @Optional() @IsId() productId?: string;
  @Optional() @IsLabel(200) category?: string;
  @Optional() @IsWebAddress() image?: string;
  @Optional() @IsId() vendor?: string;
  @Optional() @IsId() fulfilmentCentre?: string;
  @Optional() @IsFlag() isGift?: boolean;
  @Optional() @IsPart(() => Weight) weight?: Weight;
  @Optional() @IsPart(() => Dimensions) dimensions?: Dimensions;
  @Optional() @IsList(() => ConfigurationItem, 0, 100) configuration?: ConfigurationItem[];
  @Optional() @IsDay() promisedOn?: string;
  @Optional() @IsDay() expectedOn?: string;
  @Optional() @IsId() externalId?: string;
  @Optional() @IsText(2_000) comment?: string;
  @Optional() @IsAttributes() attributes?: Record<string, string | number | boolean>;
}

/** A line of an order with its amounts, by the formulas of docs/domain.md. Nothing is rounded here but `discountTotal`. */
export class OrderLine extends LineDetails {
  /** Unique within the order, and never used again. */
  @IsId() id!: string;
  @IsLabel(64) sku!: string;
  @IsLabel(500) name!: string;
  @IsLabel(64) status!: string;
  /** What is still wanted; what was cancelled is no longer in it. */
  @IsPieces() quantity!: number;
  @Optional() @IsQuantity() cancelledQuantity?: number;
  /** What was sent and came back; it is no longer wanted either. */
  @Optional() @IsQuantity() returnedQuantity?: number;
  @IsUnitAmount() price!: string;
  @IsUnitAmount() discount!: string;
  @Optional() @IsList(() => AppliedDiscount, 0, 50) discounts?: AppliedDiscount[];
  @IsUnitAmount() fee!: string;
  @Optional() @IsLabel(50) taxCode?: string;
  @IsRate() taxRate!: string;
  @IsAmount() listTotal!: string;
  @IsAmount() discountTotal!: string;
  @IsAmount() extendedPrice!: string;
  @IsAmount() placedPrice!: string;
  @IsAmount() taxTotal!: string;
}
