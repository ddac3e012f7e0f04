import { TaxableAmount, TaxBuyer, TaxDelivery } from '../commands/quote-tax.js';
import { defineEvent } from '../define-event.js';
import {
  IsAmount,
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

/** What is taxed of an order, by the name of the list that it stands in. */
export const taxedKinds = ['lines', 'shipments', 'payments'] as const;
export type TaxedKind = (typeof taxedKinds)[number];

/** What of a line, shipment or payment came back or was given back, to the minor unit. */
export class ReturnedPart {
  @IsOneOf(taxedKinds) kind!: TaxedKind;
  @IsId() id!: string;
  /** Less its share of the order's discount; before tax, or with it in a sale whose amounts include it. */
  @IsTaxable() net!: string;
  /** Of a refund: what it was before the discount on the order. */
  @Optional() @IsTaxable() gross?: string;
  /** Exactly as it was charged; absent until the tax of the sale is known. */
  @Optional() @IsTaxable() tax?: string;
}

/** Why money goes back: goods came back, or a refund says what it is for. */
export const taxReturnCauses = ['return', 'refund'] as const;

/** A return that a provider is told apart from its sale, which stays as it was. */
export class TaxReturn {
  /** Of its tax document. */
  @IsId() id!: string;
  /** Of its tax document, too. */
  @IsId() number!: string;
  /** The provider's code of it: the number of the return, or one of the refund. */
  @IsId() code!: string;
  @IsOneOf(taxReturnCauses) cause!: (typeof taxReturnCauses)[number];
  /** When it came back, or money went back. */
  @IsDay() date!: string;
  @IsList(() => ReturnedPart) parts!: ReturnedPart[];
  /** What the customer pays less and keeps everything, with its tax; shared out once the tax of the sale is known. */
  @Optional() @IsAmount() allowance?: string;
}

/** All that a provider outside has to know to tax an order. */
export class TaxSale {
  @IsDay() date!: string;
  @IsCurrencyCode() currency!: string;
  @IsCountryCode() country!: string;
  @Optional() @IsPart(() => Address) address?: Address;
  @Optional() @IsPart(() => TaxBuyer) buyer?: TaxBuyer;
  @IsTaxable() discount!: string;
  @IsRate() taxRate!: string;
  /** Its amounts include their tax. */
  @Optional() @IsFlag() pricesIncludeTax?: boolean;
  @IsList(() => TaxableAmount) lines!: TaxableAmount[];
  @IsList(() => TaxableAmount) shipments!: TaxableAmount[];
  @IsList(() => TaxableAmount) payments!: TaxableAmount[];
  @Optional() @IsList(() => TaxDelivery) deliveries?: TaxDelivery[];
  /** What is no part of the order any more and stays in the sale, since it was given back. */
  @Optional() @IsList(() => ReturnedPart, 1) returned?: ReturnedPart[];
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
  /** The version of the order since which the provider is to know this sale. */
  @IsVersion() saleVersion!: number;
  @IsOneOf(taxStages) stage!: TaxStage;
  /** Absent, as it was. */
  @Optional() @IsPart(() => TaxSale) sale?: TaxSale;
  /** One more, told after the sale. */
  @Optional() @IsPart(() => TaxReturn) returned?: TaxReturn;
  /** The tax document of a return that did not happen after all: its refund came back. */
  @Optional() @IsId() revokes?: string;
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

export class TaxTransactionChargedData extends TaxTransactionPart {
  /** Its tax document. */
  @IsId() returnId!: string;
  /** Each with its tax; none where nothing of the sale is left to go back. */
  @IsList(() => ReturnedPart) parts!: ReturnedPart[];
}

/** What tax goes back with a return is found, of the tax of its sale, before the provider hears of it. */
export const TaxTransactionCharged = defineEvent('tax-transaction.charged', topics.tax, TaxTransactionChargedData);

export class TaxTransactionDelayedData extends TaxTransactionPart {
  @IsLabel(500) reason!: string;
  /** The provider has said no; asked again, it says the same until the order or a setting changes. */
  @IsFlag() isRefused!: boolean;
  @IsCount() tries!: number;
  @IsTime() nextAt!: string;
}

/** The provider has not answered, or said no; the tax of the order is not known. */
export const TaxTransactionDelayed = defineEvent('tax-transaction.delayed', topics.tax, TaxTransactionDelayedData);

/** What a provider knows of a return for certain. */
export class SettledReturn {
  @IsId() id!: string;
  @IsOneOf(['recorded', 'voided']) known!: 'recorded' | 'voided';
}

export class TaxTransactionSettledData extends TaxTransactionPart {
  @IsVersion() orderVersion!: number;
  @IsOneOf(taxStages) stage!: TaxStage;
  /** The return of which it knows more than before. */
  @Optional() @IsPart(() => SettledReturn) returned?: SettledReturn;
  /** More has been asked for meanwhile, and goes on at once. */
  @Optional() @IsPart(() => TaxCall) call?: TaxCall;
}

/** The provider knows so much of an order; its amounts are in the tax document. */
export const TaxTransactionSettled = defineEvent('tax-transaction.settled', topics.tax, TaxTransactionSettledData);
