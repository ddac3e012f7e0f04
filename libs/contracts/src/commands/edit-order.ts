import { IsId, IsIds, IsLabel, IsList, IsListOf, IsOneOf, IsQuantity, IsRate, IsText, IsUnitAmount, Optional } from '../fields.js';
import { AppliedDiscount, LineDetails } from '../order-line.js';
import { ShipmentWishes } from '../shipment-details.js';
import { ShipmentItem } from '../shipping.js';
import { DraftLine } from './place-order.js';

/** A new line; it joins the shipment, or the first one. */
export class AddItem extends DraftLine {
  @IsOneOf(['addItem']) op!: 'addItem';
  @Optional() @IsId() shipmentId?: string;
}

/** The line leaves the order; its id is never used again. */
export class RemoveItem {
  @IsOneOf(['removeItem']) op!: 'removeItem';
  @IsId() lineId!: string;
}

/** More joins the last shipment with the line, or the first one; less leaves the last ones. */
export class ChangeQuantity {
  @IsOneOf(['changeQuantity']) op!: 'changeQuantity';
  @IsId() lineId!: string;
  @IsQuantity() quantity!: number;
}

/** Another product in the place of the line's own, with all that it says of itself; quantity, discount and fee stay, and so does a price that is left out. */
export class ReplaceProduct extends LineDetails {
  @IsOneOf(['replaceProduct']) op!: 'replaceProduct';
  @IsId() lineId!: string;
  @IsLabel(64) sku!: string;
  @IsLabel(500) name!: string;
  @Optional() @IsUnitAmount() price?: string;
  @Optional() @IsLabel(50) taxCode?: string;
}

export class ChangePrice {
  @IsOneOf(['changePrice']) op!: 'changePrice';
  @IsId() lineId!: string;
  @IsUnitAmount() price!: string;
}

/** The discount for one piece of a line. */
export class ChangeItemDiscount {
  @IsOneOf(['changeItemDiscount']) op!: 'changeItemDiscount';
  @IsId() lineId!: string;
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsList(() => AppliedDiscount, 0, 50) discounts?: AppliedDiscount[];
}

export class ChangeOrderDiscount {
  @IsOneOf(['changeOrderDiscount']) op!: 'changeOrderDiscount';
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsList(() => AppliedDiscount, 0, 50) discounts?: AppliedDiscount[];
}

/** The fee of a line, of a shipment, or of the order where neither is named. */
export class ChangeFee {
  @IsOneOf(['changeFee']) op!: 'changeFee';
  @IsUnitAmount() fee!: string;
  @Optional() @IsId() lineId?: string;
  @Optional() @IsId() shipmentId?: string;
}

export class ChangeShipmentPrice {
  @IsOneOf(['changeShipmentPrice']) op!: 'changeShipmentPrice';
  @IsId() shipmentId!: string;
  @IsUnitAmount() price!: string;
  @Optional() @IsUnitAmount() discount?: string;
}

/** What is not shipped yet, or so much of it, is no longer wanted; the line stays and shows it. */
export class CancelItem {
  @IsOneOf(['cancelItem']) op!: 'cancelItem';
  @IsId() lineId!: string;
  @Optional() @IsQuantity() quantity?: number;
}

/** How a line, or every line where none is named, is taxed; `taxRate` counts only where the store takes rates from outside. */
export class ChangeTax {
  @IsOneOf(['changeTax']) op!: 'changeTax';
  @Optional() @IsId() lineId?: string;
  @Optional() @IsLabel(50) taxCode?: string;
  @Optional() @IsRate() taxRate?: string;
}

export class ChangeItemStatus {
  @IsOneOf(['changeItemStatus']) op!: 'changeItemStatus';
  @IsId() lineId!: string;
  @IsLabel(64) status!: string;
}

/** Most shipments that one order may ever have; those that were merged count too. */
export const MAX_SHIPMENTS = 100;

/** Pieces of a shipment that has not been sent go with a new one. What is left out is as of the first; the new one costs nothing but what is said. */
export class SplitShipment extends ShipmentWishes {
  @IsOneOf(['splitShipment']) op!: 'splitShipment';
  @IsId() shipmentId!: string;
  @IsList(() => ShipmentItem, 1) items!: ShipmentItem[];
  @Optional() @IsLabel(64) method?: string;
  @Optional() @IsLabel(64) fulfilmentCentre?: string;
  @Optional() @IsUnitAmount() price?: string;
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsUnitAmount() fee?: string;
}

/** All that some shipments hold goes with another, and nothing is sent of them. An amount that is left out is the sum of theirs. */
export class MergeShipments {
  @IsOneOf(['mergeShipments']) op!: 'mergeShipments';
  @IsIds(1, MAX_SHIPMENTS) from!: string[];
  @IsId() into!: string;
  @Optional() @IsUnitAmount() price?: string;
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsUnitAmount() fee?: string;
}

/** Nothing is sent of a shipment, and it costs nothing; what it held is in no shipment until one is added for it. */
export class CancelShipment {
  @IsOneOf(['cancelShipment']) op!: 'cancelShipment';
  @IsId() shipmentId!: string;
}

/** One more shipment; `items` are pieces that no shipment has, then of the last ones that have not been sent. */
export class NewShipment extends ShipmentWishes {
  @IsLabel(64) method!: string;
  @Optional() @IsLabel(64) fulfilmentCentre?: string;
  @Optional() @IsList(() => ShipmentItem) items?: ShipmentItem[];
  @Optional() @IsUnitAmount() price?: string;
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsUnitAmount() fee?: string;
}

export class AddShipment extends NewShipment {
  @IsOneOf(['addShipment']) op!: 'addShipment';
}

const classes = {
  addItem: AddItem,
  removeItem: RemoveItem,
  changeQuantity: ChangeQuantity,
  replaceProduct: ReplaceProduct,
  changePrice: ChangePrice,
  changeItemDiscount: ChangeItemDiscount,
  changeOrderDiscount: ChangeOrderDiscount,
  changeFee: ChangeFee,
  changeShipmentPrice: ChangeShipmentPrice,
  cancelItem: CancelItem,
  changeTax: ChangeTax,
  changeItemStatus: ChangeItemStatus,
  splitShipment: SplitShipment,
  mergeShipments: MergeShipments,
  cancelShipment: CancelShipment,
  addShipment: AddShipment,
} as const;

/** One step of an edit, by its `op`. */
export type EditOperation = InstanceType<(typeof classes)[keyof typeof classes]>;

/** Most operations in one edit. */
export const MAX_OPERATIONS = 500;

/** A list of operations; each is checked as what its `op` names. */
export const IsOperations = () => IsListOf('op', () => classes, 1, MAX_OPERATIONS);

/** Several operations that are one change: all or nothing. */
export class EditOrder {
  @Optional() @IsText(500) reason?: string;
  /** What a preview answered; the edit is refused when the order has changed since. */
  @Optional() @IsId() token?: string;
  @IsOperations() operations!: EditOperation[];
}

/** No more is wanted of the whole order. */
export class CancelOrder {
  @IsLabel(500) reason!: string;
}
