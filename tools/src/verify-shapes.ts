import type { PricedParts, VerifiedTotal } from './verify-totals.js';

/** The amounts of shipments and payments in another currency than the order's. */
export type OtherTotals = Readonly<
  Record<'currency' | 'shippingSubTotal' | 'paymentSubTotal' | 'feeTotal' | 'discountTotal' | 'taxTotal' | 'total', string>
>;

/** One document of any kind, as far as the order's summary of it goes. */
export interface ChildDocument {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly currency: string;
}

export interface PaymentState extends ChildDocument {
  readonly orderId: string;
  readonly gateway: string;
  readonly amount: string;
  readonly authorizedAmount: string;
  readonly capturedAmount: string;
  readonly refundedAmount: string;
  readonly refunds?: readonly { readonly id: string; readonly status: string; readonly amount: string }[];
  readonly transactions: readonly { readonly callId: string; readonly type: string; readonly status: string; readonly amount: string }[];
}

export interface ShipmentState extends ChildDocument {
  readonly orderId: string;
  readonly method: string;
  readonly fulfilmentCentre?: string;
  readonly deliveryAddress?: object;
  readonly price: string;
  readonly discount: string;
  readonly fee: string;
  readonly items: readonly HeldItem[];
  readonly packages?: readonly { readonly id: string; readonly items: readonly HeldItem[] }[];
  readonly consignmentId?: string;
}

interface HeldItem {
  readonly orderId: string;
  readonly lineId: string;
  readonly quantity: number;
}

/** One delivery of shipments of several orders. */
export interface ConsignmentState {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly price?: string;
  readonly parts: readonly { readonly shipmentId: string; readonly number: string; readonly orderId: string }[];
  readonly allotted?: readonly { readonly shipmentId: string; readonly price: string }[];
  readonly pricesRefused?: readonly { readonly shipmentId?: string }[];
  readonly packages?: readonly { readonly items: readonly HeldItem[] }[];
}

export interface TaxDocumentState extends ChildDocument {
  readonly orderId: string;
  readonly lines: readonly TaxLine[];
  readonly shipments: readonly TaxLine[];
  readonly payments: readonly TaxLine[];
  readonly provider?: string;
  readonly pricesIncludeTax?: boolean;
  readonly orderDiscountTax: string;
  readonly totalTax: string;
  readonly otherTaxes?: readonly { readonly currency: string; readonly totalTax: string }[];
}

/** What was given back of a sale; its amounts are below zero. */
export interface TaxReturnState extends ChildDocument {
  readonly orderId: string;
  readonly saleNumber: string;
  readonly lines: readonly TaxLine[];
  readonly shipments: readonly TaxLine[];
  readonly payments: readonly TaxLine[];
  readonly totalTax: string;
}

export interface InvoiceState extends ChildDocument {
  readonly orderId: string;
  readonly kind: 'invoice' | 'credit-note';
  readonly source: string;
  readonly series?: string;
  readonly sequence?: number;
  readonly pricesIncludeTax?: boolean;
  readonly items: readonly { readonly part: string; readonly id: string; readonly quantity: number }[];
  readonly taxes: readonly { readonly tax: string }[];
  readonly totals: Readonly<
    Record<'subTotal' | 'shippingTotal' | 'paymentTotal' | 'feeTotal' | 'discountTotal' | 'taxTotal' | 'total', string>
  >;
  readonly payments: readonly { readonly paymentId: string; readonly amount: string }[];
  readonly paidAmount: string;
}

export interface ReturnState extends ChildDocument {
  readonly orderId: string;
  readonly items: readonly Pieces[];
  readonly restockingFee?: string;
  readonly receipt?: { readonly items: readonly Pieces[] };
}

/** So much of a line. */
export interface Pieces {
  readonly lineId: string;
  readonly quantity: number;
}

/** The tax on one line, shipment or payment of an order. */
export interface TaxLine {
  readonly id: string;
  readonly currency?: string;
  readonly taxable: string;
  readonly rate: string;
  readonly tax: string;
  readonly details?: readonly { readonly amount: string }[];
  /** What of it stays in the sale and is no part of the order any more. */
  readonly returned?: { readonly taxable: string; readonly tax: string };
}

/** What stands of it on the order. */
export interface Taxed {
  readonly id: string;
  readonly taxRate: string;
  readonly taxTotal: string;
}

export interface OrderState extends PricedParts {
  readonly id: string;
  readonly number: string;
  readonly storeId: string;
  readonly currency: string;
  readonly externalId?: string;
  readonly customer?: { readonly id: string };
  readonly addresses: { readonly shipping?: { readonly country: string } };
  readonly lines: readonly (PricedParts['lines'][number] &
    Taxed & { readonly sku: string; readonly taxCode?: string; readonly returnedQuantity?: number })[];
  readonly shipments: readonly (PricedParts['shipments'][number] &
    Taxed & {
      readonly method: string;
      readonly fulfilmentCentre?: string;
      readonly mergedInto?: string;
      readonly isCancelled?: boolean;
      readonly items: readonly { readonly lineId: string; readonly quantity: number }[];
    })[];
  readonly payments: readonly (PricedParts['payments'][number] &
    Taxed & {
      readonly gateway: string;
      readonly amount?: string;
      readonly addedAt?: string;
    })[];
  readonly totals: Readonly<Record<VerifiedTotal, string>> & { readonly others?: readonly OtherTotals[] };
  readonly tax: { readonly status: string };
  readonly cancelledAt?: string;
  readonly isPrototype?: boolean;
  readonly draft?: object;
  /** The version of the last change by anybody but services; 1 for an order that nobody touched since it was placed. */
  readonly editedVersion: number;
  readonly holds?: readonly { readonly reason: string }[];
  /** What was promised to leave the house, by shipment. */
  readonly claims?: readonly {
    readonly id: string;
    readonly items: readonly { readonly lineId: string; readonly quantity: number }[];
    readonly consignment?: { readonly id: string };
  }[];
  /** What is on its way back or came back, by return. */
  readonly returns?: readonly {
    readonly id: string;
    readonly items: readonly Pieces[];
    readonly receipt?: object;
    readonly released?: { readonly outcome: string };
  }[];
  readonly documents: readonly (ChildDocument & {
    readonly type: string;
    readonly amount: string;
    readonly captured?: string;
    readonly refunded?: string;
  })[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** All documents of one order in the other databases. */
export interface OrderChildren {
  readonly payments: readonly PaymentState[];
  readonly shipments: readonly ShipmentState[];
  readonly taxDocuments: readonly TaxDocumentState[];
  readonly taxReturns?: readonly TaxReturnState[];
  readonly invoices?: readonly InvoiceState[];
  readonly returns?: readonly ReturnState[];
}

/** Any document's fields, as the database gives them. */
export type Fields = Readonly<Record<string, unknown>>;
