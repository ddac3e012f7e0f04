import type { ValidatedAddress } from '#contracts/address-check.js';
import type { QuoteTax, TaxableAmount } from '#contracts/commands/quote-tax.js';
import type { TaxAmounts, TaxProviderName } from '#contracts/events/tax.js';
import type { ReturnedPart, TaxSale } from '#contracts/events/tax-transaction.js';
import type { Address } from '#contracts/parties.js';
import { Unavailable } from '#platform/outage.js';
import type { DocumentSums, ListedDocument } from '../domain/compare-documents.js';

/** All that is taxed of one order; rates are `"0"` where the store does not take them from outside. */
export type Taxable = Required<Pick<QuoteTax, 'currency' | 'country' | 'discount' | 'taxRate'>> &
  Pick<QuoteTax, 'address' | 'buyer' | 'deliveries' | 'pricesIncludeTax'> & {
    readonly lines: readonly TaxableAmount[];
    readonly shipments: readonly TaxableAmount[];
    readonly payments: readonly TaxableAmount[];
  };

/** Finds the rate of everything that is taxed, with nobody to ask. */
export interface RateProvider {
  readonly name: Exclude<TaxProviderName, 'avatax'>;
  /** The rate of one amount, as a fraction of one. */
  rateOf(taxable: Taxable, amount: TaxableAmount): string;
}

/** Tax that a company outside computes, and keeps documents of. Everything throws TaxUnanswered or TaxRefused. */
export interface OutsideProvider {
  readonly name: 'avatax';
  /** What tax there would be; nothing is recorded. Where it may be recent, what was said a moment ago of the same will do. */
  quote(sale: TaxSale, answer?: { readonly mayBeRecent: boolean }): Promise<TaxAmounts>;
  /** What it makes of an address: of one where it knows none, that it was not checked. */
  resolve(address: Address): Promise<ResolvedAddress>;
  /** What it has recorded under this code, or `absent`. */
  find(code: string, sale: TaxSale): Promise<RecordedTax | 'absent'>;
  /** Records the sale under this code, in the place of what is there. Whoever calls has just found that. */
  record(code: string, sale: TaxSale, change: RecordingChange): Promise<RecordedTax>;
  /** What it has under the code of a return. */
  findReturn(returned: ReturnToTell): Promise<FoundReturn>;
  /** Records a return that is not there, with exactly the tax that it has. */
  recordReturn(returned: ReturnToTell): Promise<void>;
  /** What is there is owed to nobody. It must be there, and not be voided. */
  void(code: string, type?: 'SalesInvoice' | 'ReturnInvoice'): Promise<void>;
  /** Every revision of every document of the company with a date from one day to another, both included, a page at a time. */
  list(from: string, to: string): AsyncIterable<ListedDocument>;
  /** How a document stands now, or `absent`. */
  look(code: string, type: string): Promise<ListedDocument | 'absent'>;
  /** Whether it can be reached and knows us; throws with what is wrong. */
  test(): Promise<void>;
  /** The same, with somebody who hears each exchange about a document word for word. */
  heardBy(listener: ExchangeListener): OutsideProvider;
}

/** Is waited for, and must not throw. */
export type ExchangeListener = (exchange: Exchange) => Promise<void>;

/** What was asked about a document and what came back. No credentials. */
export interface Exchange {
  readonly askedAt: Date;
  readonly milliseconds: number;
  readonly method: string;
  /** With the query, below the provider's address. */
  readonly path: string;
  readonly request?: unknown;
  /** As it came; of a failure, its error. Absent where nothing came that could be read. */
  readonly answer?: unknown;
  readonly status?: number;
  /** What failed, for people. */
  readonly failure?: string;
  /** By which the provider finds it in its own log. */
  readonly correlationId?: string;
}

export interface RecordingChange {
  readonly over: Pick<RecordedTax, 'status'> | 'absent';
  readonly commits: boolean;
  /** Told where what was committed changes. */
  readonly why: string;
}

export interface RecordedTax {
  readonly status: 'Saved' | 'Committed' | 'Cancelled';
  /** The amounts of the sale that was asked about, where it is exactly what is recorded. */
  readonly amounts?: TaxAmounts;
  /** What is recorded, in short, whatever was asked about. */
  readonly sums: DocumentSums;
}

/** What is given back of a sale, each part with its tax. */
export interface ReturnToTell {
  readonly code: string;
  readonly saleCode: string;
  /** On which it is given back. */
  readonly date: string;
  readonly parts: readonly ReturnedPart[];
  readonly sale: TaxSale;
}

/** `recorded`: exactly as it is told. */
export type FoundReturn = 'absent' | 'recorded' | 'recorded otherwise' | 'voided';

/** An address as a provider sees it. */
export type ResolvedAddress = Omit<ValidatedAddress, 'checkedAt'>;

export type TaxProvider = RateProvider | OutsideProvider;

/** Nobody knows whether the provider has acted. Carries nothing of the answer. */
export class TaxUnanswered extends Unavailable {
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super('the tax provider', options);
  }
}

/** The provider has said no, and has not acted; `message` is why, in its words. */
export class TaxRefused extends Error {
  constructor(
    message: string,
    /** The field of what was asked that it is about, as far as that is known. */
    readonly path?: string,
  ) {
    super(message);
  }
}
