import { IsDay, IsFlag, IsId, IsIds, Optional } from '../fields.js';

/** Most days that one reconciliation compares. */
export const MAX_RECONCILED_DAYS = 366;

/** Our tax documents of a store are compared with the provider's, from one day to another, both included. */
export class ReconcileTax {
  @IsId() storeId!: string;
  @IsDay() from!: string;
  @IsDay() to!: string;
}

/** The provider is told again of some orders of a store. One of `orderIds`, `since` and `reconciliationId` says of which. */
export class SubmitTax {
  @IsId() storeId!: string;
  @Optional() @IsIds(1, 1_000) orderIds?: string[];
  /** Of those that were placed on this day or later. */
  @Optional() @IsDay() since?: string;
  /** Of those that this reconciliation has found to differ. */
  @Optional() @IsId() reconciliationId?: string;
  /** What the store's policy has not committed yet is committed. */
  @Optional() @IsFlag() commit?: boolean;
}
