import { IsAmount, IsCount, IsDay, IsId, IsLabel, IsOneOf, IsPart, IsSomeOf, IsText, IsTime, Optional } from './fields.js';

/** Ways in which a tax document of ours and the provider's do not agree. */
export const taxDifferenceNames = [
  /** The provider does not have it. */
  'missing',
  /** The provider has it, and we know nothing of it. */
  'unknown',
  'status-differs',
  'date-differs',
  /** Before tax. */
  'amount-differs',
  'tax-differs',
] as const;
export type TaxDifferenceName = (typeof taxDifferenceNames)[number];

class ComparedDocument {
  @IsDay() date!: string;
  /** Before tax. */
  @IsAmount() amount!: string;
  @IsAmount() tax!: string;
}

/** A tax document as we have told the provider of it. */
export class OwnTaxDocument extends ComparedDocument {
  /** `None`: the provider is asked for its tax, and is not to have it. */
  @IsOneOf(['None', 'Saved', 'Committed', 'Cancelled']) status!: 'None' | 'Saved' | 'Committed' | 'Cancelled';
}

/** A tax document as the provider has it. */
export class ProviderTaxDocument extends ComparedDocument {
  @IsOneOf(['Saved', 'Committed', 'Cancelled']) status!: 'Saved' | 'Committed' | 'Cancelled';
  /** Its revision. */
  @IsCount() version!: number;
}

/** A document that does not agree with the provider's, or of which the provider has not been told yet. */
export class TaxDifference {
  @IsId() id!: string;
  /** When it was found. */
  @IsTime() at!: string;
  /** The provider's of the document: the number of the order. */
  @IsLabel(50) code!: string;
  @IsLabel(50) documentType!: string;
  /** Absent where there is no such order. */
  @Optional() @IsId() orderId?: string;
  /** Absent of what only waits. */
  @Optional() @IsSomeOf(taxDifferenceNames) differences?: TaxDifferenceName[];
  /** Why the provider does not know of it yet: that is no difference. */
  @Optional() @IsText(500) waits?: string;
  @Optional() @IsPart(() => OwnTaxDocument) ours?: OwnTaxDocument;
  @Optional() @IsPart(() => ProviderTaxDocument) theirs?: ProviderTaxDocument;
}
