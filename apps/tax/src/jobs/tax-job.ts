import type { SubmitTax } from '#contracts/commands/reconcile-tax.js';
import type { TaxJobStatus } from '#contracts/tax-jobs.js';

/** Something that takes its time and is done in steps: a comparison with the provider, or a telling of it. */
export type TaxJob = TaxJobRequest & TaxJobState;

interface TaxJobState {
  readonly _id: string;
  readonly status: TaxJobStatus;
  readonly createdAt: Date;
  /** How far it is: what is before this is done for good. Absent at its beginning. */
  readonly position?: string;
  /** Of what was found and done before the position. */
  readonly counts: Readonly<Record<string, number>>;
  /** Who works on it. */
  readonly holder?: string;
  /** When anybody may go on with it; absent when it is over. */
  readonly dueAt?: Date;
  /** In a row, without a step forward. */
  readonly tries: number;
  readonly delay?: string;
  readonly failure?: string;
  readonly finishedAt?: Date;
}

export type TaxJobRequest = { readonly storeId: string; readonly isScheduled?: boolean; readonly fingerprint?: string } & (
  | { readonly kind: 'reconciliation'; readonly asked: { readonly from: string; readonly to: string; readonly days: number } }
  | { readonly kind: 'submission'; readonly asked: Omit<SubmitTax, 'storeId'> & { readonly orders: number } }
);

export type TaxJobKind = TaxJobRequest['kind'];
export type JobOf<Kind extends TaxJobKind> = Extract<TaxJobRequest, { readonly kind: Kind }> & TaxJobState;

/** What a step has come to. Done again from the same position, it comes to the same or to what is newer. */
export interface TaxJobStep {
  /** Absent, the job is over. */
  readonly position?: string;
  /** Added to those of the job. */
  readonly counts: Readonly<Record<string, number>>;
  /** What is to be read of it later, in the place of what an earlier try of the same step has left. */
  readonly entries: readonly TaxJobEntry[];
}

export interface TaxJobEntry {
  /** Unique in the job. */
  readonly key: string;
  readonly [field: string]: unknown;
}
