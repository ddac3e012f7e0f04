import {
  IsAttributes,
  IsCurrencyCode,
  IsId,
  IsIndex,
  IsLabel,
  IsList,
  IsOneOf,
  IsPart,
  IsQuantity,
  IsRate,
  IsText,
  IsUnitAmount,
  MAX_LINES,
  Optional,
} from '../fields.js';
import { Addresses, Customer } from '../parties.js';

/** Payment providers that exist. */
export const gateways = ['manual'] as const;
export type Gateway = (typeof gateways)[number];

/** One line of a draft. Amounts are per unit, `fee` is for the line. */
export class DraftLine {
  @IsLabel(64) sku!: string;
  @IsLabel(500) name!: string;
  @IsQuantity() quantity!: number;
  @IsUnitAmount() price!: string;
  @Optional() @IsUnitAmount() discount?: string;
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
export class DraftShipment {
  @IsLabel(64) method!: string;
  @Optional() @IsUnitAmount() price?: string;
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsUnitAmount() fee?: string;
  @Optional() @IsRate() taxRate?: string;
  @Optional() @IsList(() => DraftShipmentItem, 1) items?: DraftShipmentItem[];
}

/** A payment that the draft asks for. One at most may leave out `amount`: it takes what the others leave. */
export class DraftPayment {
  @IsOneOf(gateways) gateway!: Gateway;
  @Optional() @IsUnitAmount() amount?: string;
  @Optional() @IsUnitAmount() price?: string;
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsRate() taxRate?: string;
}

/** Place an order. What is left out follows the store's defaults: one shipment with everything, one payment for the whole. */
export class PlaceOrder {
  @IsId() storeId!: string;
  @IsCurrencyCode() currency!: string;
  @Optional() @IsLabel(64) channel?: string;
  @Optional() @IsId() externalId?: string;
  @Optional() @IsPart(() => Customer) customer?: Customer;
  @Optional() @IsPart(() => Addresses) addresses?: Addresses;
  @IsList(() => DraftLine, 1, MAX_LINES) lines!: DraftLine[];
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsUnitAmount() fee?: string;
  @Optional() @IsRate() taxRate?: string;
  @Optional() @IsList(() => DraftShipment, 1, 50) shipments?: DraftShipment[];
  @Optional() @IsList(() => DraftPayment, 1, 20) payments?: DraftPayment[];
  @Optional() @IsText(2_000) comment?: string;
  @Optional() @IsAttributes() attributes?: Record<string, string | number | boolean>;
}
