import { AddressCheck } from '../address-check.js';
import { IsRecordedOperations, type RecordedOperation } from '../commands/edit-order.js';
import { type RefundDestination, refundDestinations } from '../commands/move-money.js';
import { defineEvent } from '../define-event.js';
import {
  IsAmount,
  IsCount,
  IsCurrencyCode,
  IsFlag,
  IsId,
  IsLabel,
  IsList,
  IsOneOf,
  IsPart,
  IsRate,
  IsText,
  IsTime,
  IsUnitAmount,
  IsVersion,
  Optional,
} from '../fields.js';
import { Hold } from '../holds.js';
import { DocumentSummary, OrderTotals, PlacedOrder, RequestedPayment, RequestedShipment } from '../order.js';
import { EditableDetails } from '../order-details.js';
import { AppliedDiscount, OrderLine } from '../order-line.js';
import { Address, Customer } from '../parties.js';
import { OrderReturn, ReturnRelease } from '../returns.js';
import { ShipmentClaim } from '../shipping.js';
import { topics } from '../topics.js';
import { RequestedReturn } from './return.js';

/** An order is stored, with totals that do not hold its tax yet (but where the store takes the draft's own rates). */
export const OrderPlaced = defineEvent('order.placed', topics.orders, PlacedOrder);

export class TaxedLine {
  @IsId() id!: string;
  @IsRate() taxRate!: string;
  @IsAmount() taxTotal!: string;
}

export class OrderPricedData {
  @IsId() orderId!: string;
  @IsId() number!: string;
  @IsId() storeId!: string;
  @IsCurrencyCode() currency!: string;
  /** The version of the order that the tax was computed from. */
  @IsVersion() taxedVersion!: number;
  /** Rate of the order's own discount; its fee is not taxed. */
  @IsRate() taxRate!: string;
  /** Those whose tax is another than before. */
  @IsList(() => TaxedLine) lines!: TaxedLine[];
  @IsList(() => TaxedLine) shipments!: TaxedLine[];
  /** Whole, each with the amount that it is to cover now. */
  @IsList(() => RequestedPayment) payments!: RequestedPayment[];
  @IsPart(() => OrderTotals) totals!: OrderTotals;
  @IsPart(() => DocumentSummary) taxDocument!: DocumentSummary;
  @Optional() @IsPart(() => Customer) customer?: Customer;
  @Optional() @IsPart(() => Address) billing?: Address;
  /** Where that goes which was taken too much, as a return has asked; absent, the store's rules alone count. */
  @Optional() @IsOneOf(refundDestinations) refund?: RefundDestination;
}

/** The tax is known and the totals hold it; payments can be opened for their amounts. */
export const OrderPriced = defineEvent('order.priced', topics.orders, OrderPricedData);

export class OrderTaxDelayedData {
  @IsId() orderId!: string;
  @IsId() number!: string;
  @IsId() storeId!: string;
  @IsText(500) reason!: string;
}

/** The tax of an order is still not known, and why. */
export const OrderTaxDelayed = defineEvent('order.tax-delayed', topics.orders, OrderTaxDelayedData);

export class OrderPaymentAddedData {
  @IsId() orderId!: string;
  @IsId() number!: string;
  @IsId() storeId!: string;
  /** The order's. */
  @IsCurrencyCode() currency!: string;
  @IsPart(() => RequestedPayment) payment!: RequestedPayment;
  @Optional() @IsPart(() => Customer) customer?: Customer;
  @Optional() @IsPart(() => Address) billing?: Address;
}

/** One more payment is asked for than the order was placed with. */
export const OrderPaymentAdded = defineEvent('order.payment-added', topics.orders, OrderPaymentAddedData);

/** What is to be taken of a payment. */
export class DueCapture {
  @IsId() id!: string;
  @IsAmount() amount!: string;
}

export class OrderCaptureDueData {
  @IsId() orderId!: string;
  @IsList(() => DueCapture, 1) payments!: DueCapture[];
}

/** By the rules of its store, what these payments were promised is to be taken now. */
export const OrderCaptureDue = defineEvent('order.capture-due', topics.orders, OrderCaptureDueData);

export class OrderDocumentRecordedData {
  @IsId() orderId!: string;
  @IsPart(() => DocumentSummary) document!: DocumentSummary;
}

/** A child document was opened or changed, and the order's summary of it follows. */
export const OrderDocumentRecorded = defineEvent('order.document-recorded', topics.orders, OrderDocumentRecordedData);

/** A document, or a part of this one, by its id. */
export class Reference {
  @IsId() id!: string;
}

/** A shipment that an edit opens: asked for, or for what no open one can take. */
export class OpenedShipment {
  @IsId() id!: string;
  @Optional() @IsPart(() => Address) deliveryAddress?: Address;
  /** Who ordered it, where that is known. */
  @Optional() @IsId() customerId?: string;
}

export class OrderEditedData {
  @IsId() orderId!: string;
  @IsId() number!: string;
  @IsId() storeId!: string;
  @IsCurrencyCode() currency!: string;
  /** What was asked for, in its order. */
  @IsRecordedOperations() operations!: RecordedOperation[];
  /** Whole, each that is new or another than before, or in a shipment that did not have it. */
  @IsList(() => OrderLine) lines!: OrderLine[];
  @IsList(() => Reference) removedLines!: Reference[];
  /** The largest id that a line of the order was ever given. */
  @IsCount() lastLine!: number;
  /** Whole, each that is new or another than before. */
  @IsList(() => RequestedShipment) shipments!: RequestedShipment[];
  /** Which of them are new; absent, none. */
  @Optional() @IsList(() => OpenedShipment, 1) openedShipments?: OpenedShipment[];
  /** The return that has come back, of which the edit comes; absent, people asked for it. */
  @Optional() @IsPart(() => OrderReturn) received?: OrderReturn;
  @IsUnitAmount() discount!: string;
  @Optional() @IsList(() => AppliedDiscount, 0, 50) discounts?: AppliedDiscount[];
  @IsUnitAmount() fee!: string;
  @IsRate() taxRate!: string;
  /** With the tax rates as known before, until `order.priced` follows. */
  @IsPart(() => OrderTotals) totals!: OrderTotals;
}

/** People changed lines or amounts of an order; its tax is computed anew. */
export const OrderEdited = defineEvent('order.edited', topics.orders, OrderEditedData);

export class OrderDetailsChangedData {
  @IsId() orderId!: string;
  @IsId() number!: string;
  @IsId() storeId!: string;
  /** Whole, as they are now. */
  @IsPart(() => EditableDetails) details!: EditableDetails;
  /** Whether the goods go elsewhere, so that tax is computed anew. */
  @IsFlag() deliveryChanges!: boolean;
  /** Of where they go now, where the store has that asked. */
  @Optional() @IsPart(() => AddressCheck) addressCheck?: AddressCheck;
}

/** People changed what an order says of itself beside lines and amounts. */
export const OrderDetailsChanged = defineEvent('order.details-changed', topics.orders, OrderDetailsChangedData);

export class OrderCancelledData {
  @IsId() orderId!: string;
  @IsId() number!: string;
  @IsId() storeId!: string;
  @IsTime() cancelledAt!: string;
  @IsLabel(500) reason!: string;
  /** The shipments that it asked for. */
  @IsList(() => Reference) shipments!: Reference[];
}

/** No more is wanted of an order: its payments, shipments and tax documents are voided. */
export const OrderCancelled = defineEvent('order.cancelled', topics.orders, OrderCancelledData);

export class OrderShipmentClaimedData {
  @IsId() orderId!: string;
  @IsId() number!: string;
  @IsId() storeId!: string;
  @IsPart(() => ShipmentClaim) claim!: ShipmentClaim;
}

/** A shipment leaves the house: what it holds can be taken off the order no more. */
export const OrderShipmentClaimed = defineEvent('order.shipment-claimed', topics.orders, OrderShipmentClaimedData);

export class OrderShipmentReleasedData {
  @IsId() orderId!: string;
  @IsId() number!: string;
  @IsId() storeId!: string;
  /** As it was. */
  @IsPart(() => ShipmentClaim) claim!: ShipmentClaim;
}

/** A shipment did not leave the house after all, since one that it was to go with could not: what it holds is the order's again. */
export const OrderShipmentReleased = defineEvent('order.shipment-released', topics.orders, OrderShipmentReleasedData);

export class OrderHoldPlacedData {
  @IsId() orderId!: string;
  @IsId() number!: string;
  @IsId() storeId!: string;
  @IsPart(() => Hold) hold!: Hold;
}

/** An order, or one of its lines, is held; those that were placed with the order are in `order.placed`. */
export const OrderHoldPlaced = defineEvent('order.hold-placed', topics.orders, OrderHoldPlacedData);

export class OrderHoldReleasedData {
  @IsId() orderId!: string;
  @IsId() number!: string;
  @IsId() storeId!: string;
  /** As it was. */
  @IsPart(() => Hold) hold!: Hold;
  @IsLabel(500) reason!: string;
}

/** A hold lies on the order no longer. */
export const OrderHoldReleased = defineEvent('order.hold-released', topics.orders, OrderHoldReleasedData);

/** Pieces that were sent are on their way back: no other return can have them. The shipments service opens its document. */
export const OrderReturnClaimed = defineEvent('order.return-claimed', topics.orders, RequestedReturn);

export class OrderReturnReleasedData {
  @IsId() orderId!: string;
  @IsId() number!: string;
  @IsId() storeId!: string;
  @IsId() returnId!: string;
  @IsPart(() => ReturnRelease) released!: ReturnRelease;
}

/** Nothing comes back with a return, which is refused or cancelled: others may have its pieces. */
export const OrderReturnReleased = defineEvent('order.return-released', topics.orders, OrderReturnReleasedData);
