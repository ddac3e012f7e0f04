import { AddressCheck } from './address-check.js';
import { type Gateway, gateways } from './commands/place-order.js';
import {
  IsAmount,
  IsCurrencyCode,
  IsFlag,
  IsId,
  IsLabel,
  IsList,
  IsOneOf,
  IsPart,
  IsPieces,
  IsRate,
  IsText,
  IsTime,
  IsUnitAmount,
  IsVersion,
  Optional,
} from './fields.js';
import { Hold } from './holds.js';
import { type InvoiceKind, invoiceKinds } from './invoice.js';
import { EditableDetails } from './order-details.js';
import { AppliedDiscount, OrderLine } from './order-line.js';
import { OrderReturn } from './returns.js';
import { ShipmentWishes } from './shipment-details.js';
import { ShipmentClaim, ShipmentItem } from './shipping.js';

/** A shipment that an order asks for; the shipments service opens it under this id, with what is wished of it then. */
export class RequestedShipment extends ShipmentWishes {
  @IsId() id!: string;
  @IsLabel(64) method!: string;
  /** Of its amounts; absent, the order's. */
  @Optional() @IsCurrencyCode() currency?: string;
  @IsUnitAmount() price!: string;
  @IsUnitAmount() discount!: string;
  @IsUnitAmount() fee!: string;
  @IsRate() taxRate!: string;
  @IsAmount() taxTotal!: string;
  @IsList(() => ShipmentItem) items!: ShipmentItem[];
  /** Where it is packed; absent, the store's. */
  @Optional() @IsLabel(64) fulfilmentCentre?: string;
  /** The shipment that has taken over what it held; nothing of this one will be sent. */
  @Optional() @IsId() mergedInto?: string;
  /** It was given up by itself: what it held is in no shipment until another takes it. */
  @Optional() @IsFlag() isCancelled?: boolean;
}

/** Whether nothing will be sent of a shipment that an order asked for. */
export function isWithdrawn({ mergedInto, isCancelled }: Pick<RequestedShipment, 'mergedInto' | 'isCancelled'>): boolean {
  return mergedInto !== undefined || isCancelled === true;
}

/** A payment that an order asks for; the payments service opens it under this id. */
export class RequestedPayment {
  @IsId() id!: string;
  @IsOneOf(gateways) gateway!: Gateway;
  /** As the draft brought it. */
  @Optional() @IsId() token?: string;
  /** Of its amounts; absent, the order's. */
  @Optional() @IsCurrencyCode() currency?: string;
  /** What this payment is to cover; left out, what the others leave of the total. */
  @Optional() @IsAmount() amount?: string;
  @IsUnitAmount() price!: string;
  @IsUnitAmount() discount!: string;
  @IsRate() taxRate!: string;
  @IsAmount() taxTotal!: string;
  /** When it was asked for, where that was not with the order. */
  @Optional() @IsTime() addedAt?: string;
}

/** Most payments that one order may ask for. */
export const MAX_PAYMENTS = 100;

/** The amounts of an order's shipments and payments in another currency than its own. */
export class OtherTotals {
  @IsCurrencyCode() currency!: string;
  @IsAmount() shippingSubTotal!: string;
  @IsAmount() paymentSubTotal!: string;
  @IsAmount() feeTotal!: string;
  @IsAmount() discountTotal!: string;
  @IsAmount() taxTotal!: string;
  @IsAmount() total!: string;
}

/** The amounts of a whole order in its currency, each rounded once to its minor unit; where prices include tax, each is the same as with tax. */
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
  /** Where there are shipments or payments in other currencies, one each. */
  @Optional() @IsList(() => OtherTotals, 1) others?: OtherTotals[];
}

export const documentTypes = ['payment', 'shipment', 'tax', 'invoice', 'return'] as const;

/** What an order knows of one of its child documents. */
export class DocumentSummary {
  @IsOneOf(documentTypes) type!: (typeof documentTypes)[number];
  @IsId() id!: string;
  @IsId() number!: string;
  @IsLabel(64) status!: string;
  @IsAmount() amount!: string;
  @IsCurrencyCode() currency!: string;
  /** Of a payment: money that was taken, and of that given back. */
  @Optional() @IsAmount() captured?: string;
  @Optional() @IsAmount() refunded?: string;
  /** Of a payment: when money was last taken. */
  @Optional() @IsTime() capturedAt?: string;
  /** Of an invoice: whether it is one, or a credit note. */
  @Optional() @IsOneOf(invoiceKinds) kind?: InvoiceKind;
}

/** Most holds that may lie on one order. */
export const MAX_HOLDS = 50;

/** What an order says, whoever reads it. */
export class OrderContent extends EditableDetails {
  @IsId() number!: string;
  @IsId() storeId!: string;
  @IsCurrencyCode() currency!: string;
  /** Bought without an account. */
  @Optional() @IsFlag() isAnonymous?: boolean;
  /** A template of recurring orders: it is priced and taxed, and neither paid nor shipped. */
  @Optional() @IsFlag() isPrototype?: boolean;
  @IsList(() => OrderLine, 1) lines!: OrderLine[];
  @IsUnitAmount() discount!: string;
  @Optional() @IsList(() => AppliedDiscount, 0, 50) discounts?: AppliedDiscount[];
  @IsUnitAmount() fee!: string;
  @IsRate() taxRate!: string;
  /** Its amounts include their tax, so that it is no part of the sum; absent, they are before tax. */
  @Optional() @IsFlag() pricesIncludeTax?: boolean;
  @IsList(() => RequestedShipment) shipments!: RequestedShipment[];
  @IsList(() => RequestedPayment) payments!: RequestedPayment[];
  @IsPart(() => OrderTotals) totals!: OrderTotals;
  @IsTime() placedAt!: string;
  /** Of the draft that it was. */
  @Optional() @IsId() draftNumber?: string;
  /** Those that lie on it now. */
  @IsList(() => Hold, 0, MAX_HOLDS) holds!: Hold[];
  /** What the tax provider said of the shipping address, where the store has it asked. */
  @Optional() @IsPart(() => AddressCheck) addressCheck?: AddressCheck;
}

/** An order as it is placed. */
export class PlacedOrder extends OrderContent {
  @IsId() orderId!: string;
}

const taxStatuses = ['pending', 'calculated'] as const;

/** Whether the totals hold the tax that the tax service computed, or still wait for it. */
export class OrderTax {
  @IsOneOf(taxStatuses) status!: (typeof taxStatuses)[number];
  /** Why it is still pending, where the tax provider has not answered or said no. */
  @Optional() @IsText(500) reason?: string;
}

export const paymentStatuses = [
  'NotPaid',
  'Pending',
  'Declined',
  'PartiallyAuthorized',
  'Authorized',
  'PartiallyPaid',
  'Paid',
  'PartiallyRefunded',
  'Refunded',
  'Voided',
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

/** What is due in one currency, and what stands for it. */
class Balance {
  /** The total, or nothing of a cancelled order. */
  @IsAmount() due!: string;
  /** What gateways have promised, or paid and not got back. */
  @IsAmount() authorized!: string;
  /** What of it was paid. */
  @IsAmount() captured!: string;
  /** `due − authorized`: above zero more must be authorized, below zero more is promised than is due. */
  @IsAmount() difference!: string;
}

/** What is due in a currency that is not the order's. */
export class OtherBalance extends Balance {
  @IsCurrencyCode() currency!: string;
}

/** What is due for an order in its currency, and in others where there are any. */
export class OrderBalance extends Balance {
  @Optional() @IsList(() => OtherBalance, 1) others?: OtherBalance[];
}

export const shipmentStatuses = ['NotSent', 'PartiallySent', 'Sent', 'PartiallyDelivered', 'Delivered', 'Returned'] as const;
export type ShipmentStatus = (typeof shipmentStatuses)[number];

/** A line as clients read it, with how far it has come. */
export class OrderLineView extends OrderLine {
  @IsOneOf(shipmentStatuses) shipmentStatus!: ShipmentStatus;
  /** Pieces that have left the house, those that came back among them. */
  @IsPieces() sentQuantity!: number;
  /** Of those the ones that have arrived. */
  @IsPieces() deliveredQuantity!: number;
}

/** An order as clients read it. */
export class OrderView extends OrderContent {
  @IsId() id!: string;
  @IsVersion() version!: number;
  @IsTime() createdAt!: string;
  @IsTime() modifiedAt!: string;
  @IsList(() => OrderLineView, 1) override lines!: OrderLineView[];
  @IsPart(() => OrderTax) tax!: OrderTax;
  @IsOneOf(paymentStatuses) paymentStatus!: PaymentStatus;
  @IsOneOf(shipmentStatuses) shipmentStatus!: ShipmentStatus;
  @IsPart(() => OrderBalance) balance!: OrderBalance;
  /** What has left the house, or is about to, by shipment. */
  @Optional() @IsList(() => ShipmentClaim) claims?: ShipmentClaim[];
  /** What is on its way back, or has come back, by return. */
  @Optional() @IsList(() => OrderReturn) returns?: OrderReturn[];
  @Optional() @IsTime() cancelledAt?: string;
  @Optional() @IsText(500) cancelReason?: string;
  @IsList(() => DocumentSummary) documents!: DocumentSummary[];
}
