import { TaxableAmount, TaxBuyer, TaxDelivery } from '../commands/quote-tax.js';
import { defineEvent } from '../define-event.js';
import {
  IsCount,
  IsCountryCode,
  IsCurrencyCode,
  IsDay,
  IsFlag,
  IsId,
  IsLabel,
  IsList,
  IsOneOf,
  IsPart,
  IsRate,
  IsTaxable,
  IsTime,
  IsVersion,
  Optional,
} from '../fields.js';
import { Address } from '../parties.js';
import { topics } from '../topics.js';

/** All that a provider outside has to know to tax an order. */
export class TaxSale {
  @IsDay() date!: string;
  @IsCurrencyCode() currency!: string;
  @IsCountryCode() country!: string;
  @Optional() @IsPart(() => Address) address?: Address;
  @Optional() @IsPart(() => TaxBuyer) buyer?: TaxBuyer;
  @IsTaxable() discount!: string;
  @IsRate() taxRate!: string;
  @IsList(() => TaxableAmount) lines!: TaxableAmount[];
  @IsList(() => TaxableAmount) shipments!: TaxableAmount[];
  @IsList(() => TaxableAmount) payments!: TaxableAmount[];
  @Optional() @IsList(() => TaxDelivery) deliveries?: TaxDelivery[];
}

/** How far a provider is to know of an order: asked only, recorded, reported, or taken back. */
export const taxStages = ['estimated', 'saved', 'committed', 'voided'] as const;
export type TaxStage = (typeof taxStages)[number];

/** Who speaks with the provider about an order now, and until when nobody else does. */
export class TaxCall {
  @IsId() id!: string;
  @IsTime() inHandUntil!: string;
}

class TaxTransactionPart {
  @IsId() taxTransactionId!: string;
  @IsId() orderId!: string;
}

export class TaxTransactionRequestedData extends TaxTransactionPart {
  /** Of the tax document. */
  @IsId() taxNumber!: string;
  /** The provider's code of the document. */
  @IsId() orderNumber!: string;
  @IsId() storeId!: string;
  @IsVersion() orderVersion!: number;
  @IsOneOf(taxStages) stage!: TaxStage;
  /** Absent, as it was. */
  @Optional() @IsPart(() => TaxSale) sale?: TaxSale;
  /** Why what was reported changes. */
  @Optional() @IsLabel(500) why?: string;
  @IsPart(() => TaxCall) call!: TaxCall;
}

/** A provider outside is to know this of an order: stored before it hears of it. */
export const TaxTransactionRequested = defineEvent('tax-transaction.requested', topics.tax, TaxTransactionRequestedData);

export class TaxTransactionResumedData extends TaxTransactionPart {
  @IsPart(() => TaxCall) call!: TaxCall;
}

/** What the provider is to know is told again, since nobody knows what became of it before. */
export const TaxTransactionResumed = defineEvent('tax-transaction.resumed', topics.tax, TaxTransactionResumedData);

export class TaxTransactionSubmittedData extends TaxTransactionPart {
  @IsOneOf(taxStages) stage!: TaxStage;
  /** Why what was reported changes, if it must. */
  @IsLabel(500) why!: string;
  @IsPart(() => TaxCall) call!: TaxCall;
}

/** People, or a schedule, ask that the provider is told again, whatever it was known to know: it may have lost it, or somebody has changed it there. */
export const TaxTransactionSubmitted = defineEvent('tax-transaction.submitted', topics.tax, TaxTransactionSubmittedData);

export class TaxTransactionDelayedData extends TaxTransactionPart {
  @IsLabel(500) reason!: string;
  /** The provider has said no; asked again, it says the same until the order or a setting changes. */
  @IsFlag() isRefused!: boolean;
  @IsCount() tries!: number;
  @IsTime() nextAt!: string;
}

/** The provider has not answered, or said no; the tax of the order is not known. */
export const TaxTransactionDelayed = defineEvent('tax-transaction.delayed', topics.tax, TaxTransactionDelayedData);

export class TaxTransactionSettledData extends TaxTransactionPart {
  @IsVersion() orderVersion!: number;
  @IsOneOf(taxStages) stage!: TaxStage;
  /** More has been asked for meanwhile, and goes on at once. */
  @Optional() @IsPart(() => TaxCall) call?: TaxCall;
}

/** The provider knows so much of an order; its amounts are in the tax document. */
export const TaxTransactionSettled = defineEvent('tax-transaction.settled', topics.tax, TaxTransactionSettledData);
