import {
  IsCountryCode,
  IsCurrencyCode,
  IsFlag,
  IsId,
  IsLabel,
  IsList,
  IsPart,
  IsPieces,
  IsRate,
  IsTaxable,
  IsUnitAmount,
  MAX_LINES,
  Optional,
} from '../fields.js';
import { Address } from '../parties.js';
import { ShipmentItem } from '../shipping.js';

/** What is taxed: an amount before tax, or with it where prices include it; exact. */
export class TaxableAmount {
  @IsId() id!: string;
  @IsTaxable() amount!: string;
  /** Left out, that of the whole. */
  @Optional() @IsCurrencyCode() currency?: string;
  @Optional() @IsLabel(50) taxCode?: string;
  @Optional() @IsLabel(64) sku?: string;
  /** Pieces; left out, it goes to one place as a whole. */
  @Optional() @IsPieces() quantity?: number;
  /** Counts only in a store that takes rates from outside. */
  @Optional() @IsRate() taxRate?: string;
}

/** Who buys, as far as it matters to a provider outside. */
export class TaxBuyer {
  @Optional() @IsId() customerId?: string;
  /** Of a certificate by which the buyer pays no tax. */
  @Optional() @IsLabel(25) exemptionNumber?: string;
  /** What the buyer is or does with it, as the provider names it. */
  @Optional() @IsLabel(25) useCode?: string;
  /** By which the buyer is known to the tax office, as a business. */
  @Optional() @IsLabel(25) taxNumber?: string;
}

/** Pieces that come from elsewhere, or go elsewhere, than the rest. */
export class TaxDelivery {
  /** Of the shipment, whose own price is taxed there too. */
  @IsId() id!: string;
  /** The fulfilment centre; left out, or without an address in the store's policy, the goods come from where the rest does. */
  @Optional() @IsLabel(64) from?: string;
  @Optional() @IsPart(() => Address) to?: Address;
  @IsList(() => ShipmentItem) items!: ShipmentItem[];
}

/** What tax there would be; nothing is recorded anywhere. */
export class QuoteTax {
  @IsId() storeId!: string;
  @IsCurrencyCode() currency!: string;
  /** Where the goods go; left out, the store's country. */
  @Optional() @IsCountryCode() country?: string;
  /** The same in full, for a provider that taxes by town; it goes before `country`. */
  @Optional() @IsPart(() => Address) address?: Address;
  @Optional() @IsPart(() => TaxBuyer) buyer?: TaxBuyer;
  /** Whether the amounts include their tax; left out, as it is in the store. */
  @Optional() @IsFlag() pricesIncludeTax?: boolean;
  /** The order's own discount, and its rate where the store takes rates from outside. */
  @Optional() @IsUnitAmount() discount?: string;
  @Optional() @IsRate() taxRate?: string;
  @IsList(() => TaxableAmount, 1, MAX_LINES) lines!: TaxableAmount[];
  @Optional() @IsList(() => TaxableAmount, 0, 50) shipments?: TaxableAmount[];
  @Optional() @IsList(() => TaxableAmount, 0, 20) payments?: TaxableAmount[];
  /** For a provider that taxes by town. */
  @Optional() @IsList(() => TaxDelivery, 0, 50) deliveries?: TaxDelivery[];
}

/** Whose tax provider is asked whether it can be reached. */
export class TestTaxProvider {
  @IsId() storeId!: string;
}
