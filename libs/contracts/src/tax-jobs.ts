import { IsDay, IsFlag, IsId, IsLabel, IsOneOf, IsPieces, IsText, IsTime, Optional } from './fields.js';

export const taxJobStatuses = ['running', 'done', 'failed'] as const;
export type TaxJobStatus = (typeof taxJobStatuses)[number];

/** How far something is that takes its time. */
export class TaxJobView {
  @IsId() id!: string;
  @IsId() storeId!: string;
  @IsOneOf(taxJobStatuses) status!: TaxJobStatus;
  /** From 0 to 100. */
  @IsPieces() percent!: number;
  @IsTime() createdAt!: string;
  @Optional() @IsTime() finishedAt?: string;
  /** By the policy of the store, and asked for by nobody. */
  @Optional() @IsFlag() isScheduled?: boolean;
  /** Why it does not go on at the moment. */
  @Optional() @IsText(500) delay?: string;
  /** Why it has failed. */
  @Optional() @IsText(500) failure?: string;
}

/** A comparison of our tax documents with the provider's. */
export class TaxReconciliation extends TaxJobView {
  @IsDay() from!: string;
  @IsDay() to!: string;
  @IsPieces() days!: number;
  @IsPieces() daysCompared!: number;
  /** Documents on either side. */
  @IsPieces() compared!: number;
  @IsPieces() differences!: number;
  /** Documents of which the provider has not been told yet. */
  @IsPieces() waiting!: number;
}

/** A telling of the provider about some orders. */
export class TaxSubmission extends TaxJobView {
  @Optional() @IsDay() since?: string;
  @Optional() @IsId() reconciliationId?: string;
  @IsFlag() commit!: boolean;
  /** Orders, those that are not looked at yet among them. */
  @IsPieces() asked!: number;
  /** Of which the provider knows now what it should. */
  @IsPieces() done!: number;
  @IsPieces() skipped!: number;
  @IsPieces() failed!: number;
}

/** An order of which a submission has not told the provider, and why. */
export class UnsubmittedOrder {
  @IsId() id!: string;
  @IsTime() at!: string;
  @IsId() orderId!: string;
  @Optional() @IsLabel(50) orderNumber?: string;
  /** `skipped`: there is nothing to be told. `failed`: it stays open, and is told when that is possible. */
  @IsOneOf(['skipped', 'failed']) outcome!: 'skipped' | 'failed';
  @IsText(500) reason!: string;
}
