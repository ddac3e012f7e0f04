import { type Gateway, gateways } from './commands/place-order.js';
import {
  IsAmount,
  IsAttributes,
  IsCurrencyCode,
  IsId,
  IsLabel,
  IsList,
  IsOneOf,
  IsPart,
  IsQuantity,
  IsRate,
  IsText,
  IsTime,
  IsUnitAmount,
  IsVersion,
  Optional,
} from './fields.js';
import { Addresses, Customer } from './parties.js';

/** A line of an order with its amounts, by the formulas of docs/domain.md. Nothing is rounded here but `discountTotal`. */
export class OrderLine {
  /** Unique within the order, and never used again. */
  @IsId() id!: string;
  @IsLabel(64) sku!: string;
  @IsLabel(500) name!: string;
  @IsQuantity() quantity!: number;
  @IsUnitAmount() price!: string;
  @IsUnitAmount() discount!: string;
  @IsUnitAmount() fee!: string;
  @Optional() @IsLabel(50) taxCode?: string;
  @IsRate() taxRate!: string;
  @IsAmount() listTotal!: string;
  @IsAmount() discountTotal!: string;
  @IsAmount() extendedPrice!: string;
  @IsAmount() placedPrice!: string;
  @IsAmount() taxTotal!: string;
}

export class ShipmentItem {
  @IsId() lineId!: string;
  @IsQuantity() quantity!: number;
}

/** A shipment that an order asks for; the shipments service opens it under this id. */
export class RequestedShipment {
  @IsId() id!: string;
  @IsLabel(64) method!: string;
  @IsUnitAmount() price!: string;
  @IsUnitAmount() discount!: string;
  @IsUnitAmount() fee!: string;
  @IsRate() taxRate!: string;
  @IsAmount() taxTotal!: string;
  @IsList(() => ShipmentItem, 1) items!: ShipmentItem[];
}

/** A payment that an order asks for; the payments service opens it under this id. */
export class RequestedPayment {
  @IsId() id!: string;
  @IsOneOf(gateways) gateway!: Gateway;
  /** What this payment is to cover; left out, what the others leave of the total. */
  @Optional() @IsAmount() amount?: string;
  @IsUnitAmount() price!: string;
  @IsUnitAmount() discount!: string;
  @IsRate() taxRate!: string;
  @IsAmount() taxTotal!: string;
}

/** The amounts of a whole order, each rounded once to the currency's minor unit. */
export class OrderTotals {
  @IsAmount() subTotal!: string;
  @IsAmount() subTotalWithTax!: string;
  @IsAmount() subTotalDiscount!: string;
  @IsAmount() subTotalDiscountWithTax!: string;
  @IsAmount() shippingSubTotal!: string;
  @IsAmount() shippingSubTotalWithTax!: string;
  @IsAmount() paymentSubTotal!: string;
  @IsAmount() paymentSubTotalWithTax!: string;
  @IsAmount() feeTotal!: string;
  @IsAmount() feeTotalWithTax!: string;
  @IsAmount() discountTotal!: string;
  @IsAmount() discountTotalWithTax!: string;
  @IsAmount() taxTotal!: string;
  @IsAmount() total!: string;
}

export const documentTypes = ['payment', 'shipment', 'tax'] as const;

/** What an order knows of one of its child documents. */
export class DocumentSummary {
  @IsOneOf(documentTypes) type!: (typeof documentTypes)[number];
  @IsId() id!: string;
  @IsId() number!: string;
  @IsLabel(64) status!: string;
  @IsAmount() amount!: string;
  @IsCurrencyCode() currency!: string;
}

/** What an order says, whoever reads it. */
export class OrderContent {
  @IsId() number!: string;
  @IsId() storeId!: string;
  @IsLabel(64) status!: string;
  @IsCurrencyCode() currency!: string;
  @Optional() @IsLabel(64) channel?: string;
  @Optional() @IsId() externalId?: string;
  @Optional() @IsPart(() => Customer) customer?: Customer;
  @IsPart(() => Addresses) addresses!: Addresses;
  @IsList(() => OrderLine, 1) lines!: OrderLine[];
  @IsUnitAmount() discount!: string;
  @IsUnitAmount() fee!: string;
  @IsRate() taxRate!: string;
  @IsList(() => RequestedShipment) shipments!: RequestedShipment[];
  @IsList(() => RequestedPayment) payments!: RequestedPayment[];
  @IsPart(() => OrderTotals) totals!: OrderTotals;
  @Optional() @IsText(2_000) comment?: string;
  @IsAttributes() attributes!: Record<string, string | number | boolean>;
  @IsTime() placedAt!: string;
}

/** An order as it is placed. */
export class PlacedOrder extends OrderContent {
  @IsId() orderId!: string;
}

const taxStatuses = ['pending', 'calculated'] as const;

/** Whether the totals hold the tax that the tax service computed, or still wait for it. */
export class OrderTax {
  @IsOneOf(taxStatuses) status!: (typeof taxStatuses)[number];
}

/** An order as clients read it. */
export class OrderView extends OrderContent {
  @IsId() id!: string;
  @IsVersion() version!: number;
  @IsTime() createdAt!: string;
  @IsTime() modifiedAt!: string;
  @IsPart(() => OrderTax) tax!: OrderTax;
  @IsList(() => DocumentSummary) documents!: DocumentSummary[];
}
