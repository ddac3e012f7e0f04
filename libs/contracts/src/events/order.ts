import { defineEvent } from '../define-event.js';
import { IsAmount, IsCurrencyCode, IsId, IsList, IsPart, IsRate, IsVersion, Optional } from '../fields.js';
import { DocumentSummary, OrderTotals, PlacedOrder, RequestedPayment } from '../order.js';
import { Address, Customer } from '../parties.js';
import { topics } from '../topics.js';

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
  @IsList(() => TaxedLine) lines!: TaxedLine[];
  @IsList(() => TaxedLine) shipments!: TaxedLine[];
  /** Whole, each with the amount that it is to cover now. */
  @IsList(() => RequestedPayment) payments!: RequestedPayment[];
  @IsPart(() => OrderTotals) totals!: OrderTotals;
  @IsPart(() => DocumentSummary) taxDocument!: DocumentSummary;
  @Optional() @IsPart(() => Customer) customer?: Customer;
  @Optional() @IsPart(() => Address) billing?: Address;
}

/** The tax is known and the totals hold it; payments can be opened for their amounts. */
export const OrderPriced = defineEvent('order.priced', topics.orders, OrderPricedData);

export class OrderDocumentRecordedData {
  @IsId() orderId!: string;
  @IsPart(() => DocumentSummary) document!: DocumentSummary;
}

/** A child document was opened or changed, and the order's summary of it follows. */
export const OrderDocumentRecorded = defineEvent('order.document-recorded', topics.orders, OrderDocumentRecordedData);
