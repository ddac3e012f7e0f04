import {
  IsAttributes,
  IsCurrencyCode,
  IsFlag,
  IsId,
  IsIndex,
  IsLabel,
  IsList,
  IsOneOf,
  IsPart,
  IsQuantity,
  IsRate,
  IsUnitAmount,
  MAX_LINES,
  Optional,
} from '../fields.js';
import { OrderDetails } from '../order-details.js';
import { AppliedDiscount, LineDetails } from '../order-line.js';
import { Addresses } from '../parties.js';
import { ShipmentWishes } from '../shipment-details.js';

/** Payment gateways that exist. */
export const gateways = ['manual', 'sandbox', 'credit', 'stripe'] as const;
export type Gateway = (typeof gateways)[number];

/** One line of a draft. Amounts are per unit, `fee` is for the line. */
export class DraftLine extends LineDetails {
  @IsLabel(64) sku!: string;
  @IsLabel(500) name!: string;
  @IsQuantity() quantity!: number;
  @IsUnitAmount() price!: string;
  /** Left out, the sum of `discounts`. */
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsList(() => AppliedDiscount, 0, 50) discounts?: AppliedDiscount[];
  @Optional() @IsUnitAmount() fee?: string;
  @Optional() @IsLabel(50) taxCode?: string;
  @Optional() @IsRate() taxRate?: string;
}

/** How much of which line of the draft a shipment takes. */
export class DraftShipmentItem {
  @IsIndex() line!: number;
  @IsQuantity() quantity!: number;
}

/** A shipment that the draft asks for. Without `items` it takes everything; then it must be the only one. */
export class DraftShipment extends ShipmentWishes {
  @IsLabel(64) method!: string;
  /** Of its amounts; left out, the order's. */
  @Optional() @IsCurrencyCode() currency?: string;
  @Optional() @IsUnitAmount() price?: string;
  /** Left out, the sum of `discounts`. */
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsList(() => AppliedDiscount, 0, 50) discounts?: AppliedDiscount[];
  @Optional() @IsUnitAmount() fee?: string;
  @Optional() @IsRate() taxRate?: string;
  /** Where it is packed; left out, the store's. */
  @Optional() @IsLabel(64) fulfilmentCentre?: string;
  @Optional() @IsList(() => DraftShipmentItem, 1) items?: DraftShipmentItem[];
}

/** A payment that the draft asks for. One at most of each currency may leave out `amount`: it takes what the others leave. */
export class DraftPayment {
  @IsOneOf(gateways) gateway!: Gateway;
  /** What the gateway's own form gave the storefront for the shopper's means of payment, such as `pm_…`. Never card data, nor a secret. */
  @Optional() @IsId() token?: string;
  /** Of its amounts; left out, the order's. */
  @Optional() @IsCurrencyCode() currency?: string;
  @Optional() @IsUnitAmount() amount?: string;
  @Optional() @IsUnitAmount() price?: string;
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsRate() taxRate?: string;
}

/** Place an order. What is left out follows the store's defaults: one shipment with everything, one payment for the whole. */
export class PlaceOrder extends OrderDetails {
  @IsId() storeId!: string;
  @IsCurrencyCode() currency!: string;
  @Optional() @IsFlag() isAnonymous?: boolean;
  @Optional() @IsFlag() isPrototype?: boolean;
  @Optional() @IsPart(() => Addresses) addresses?: Addresses;
  @IsList(() => DraftLine, 1, MAX_LINES) lines!: DraftLine[];
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsUnitAmount() fee?: string;
  @Optional() @IsRate() taxRate?: string;
  @Optional() @IsList(() => DraftShipment, 1, 50) shipments?: DraftShipment[];
  @Optional() @IsList(() => DraftPayment, 1, 20) payments?: DraftPayment[];
  @Optional() @IsAttributes() attributes?: Record<string, string | number | boolean>;
}
