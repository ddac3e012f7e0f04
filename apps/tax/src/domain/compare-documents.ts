import type { TaxAmounts } from '#contracts/events/tax.js';
import { type TaxedKind, taxedKinds } from '#contracts/events/tax-transaction.js';
import { Decimal, sum } from '#contracts/money.js';
import type { OwnTaxDocument, ProviderTaxDocument, TaxDifferenceName } from '#contracts/tax-difference.js';

/** By which a document of ours is the provider's: a return may have its sale's code. */
export interface DocumentKey {
  readonly code: string;
  readonly documentType: string;
}

/** A document as we have told the provider of it. */
export interface OwnDocument extends DocumentKey, Readonly<OwnTaxDocument> {
  readonly orderId: string;
  readonly storeId: string;
  /** The provider is being told, or could not be. */
  readonly waits?: string;
}

/** A revision of a document as the provider has it. */
export interface ListedDocument extends DocumentKey, Readonly<Omit<ProviderTaxDocument, 'status'>> {
  /** `Adjusted`: another revision has taken its place. */
  readonly status: ProviderTaxDocument['status'] | 'Adjusted';
}

/** What has the same key on both sides; either may be absent. */
export interface DocumentPair {
  readonly key: DocumentKey;
  readonly own?: OwnDocument;
  readonly listed?: ListedDocument;
}

/** The pairs of what both sides have, in the order of ours. Of the provider's revisions the one with the highest version counts. */
export function pairsOf(own: readonly OwnDocument[], listed: Iterable<ListedDocument>): DocumentPair[] {
  const theirs = currentDocuments(listed);
  const pairs = own.map((document) => {
    const found = theirs.get(nameOf(document));
    theirs.delete(nameOf(document));
    return { key: keyOf(document), own: document, ...(found && { listed: found }) };
  });
  return [...pairs, ...[...theirs.values()].map((document) => ({ key: keyOf(document), listed: document }))];
}

/** In what a pair differs; nothing of what waits to be told, and of what nobody owes on either side. */
export function differencesOf({ own, listed }: Pick<DocumentPair, 'own' | 'listed'>): TaxDifferenceName[] {
  if (own?.waits !== undefined) return [];
  const isOwed = listed !== undefined && listed.status !== 'Cancelled' && listed.status !== 'Adjusted';
  if (!own) return isOwed ? ['unknown'] : [];
  if (own.status === 'None' || own.status === 'Cancelled') return isOwed ? ['status-differs'] : [];
  if (!listed) return ['missing'];
  return [...(own.status === listed.status ? [] : (['status-differs'] as const)), ...sumDifferences(own, listed)];
}

/** What a document comes to, and of which day it is. */
export type DocumentSums = Pick<ListedDocument, 'date' | 'amount' | 'tax'>;

/** Those of a sale, by its tax document; before tax. */
export function sumsOf(date: string, document?: Pick<TaxAmounts, 'totalTax'> & Partial<Pick<TaxAmounts, TaxedKind>>): DocumentSums {
  const taxed = document ? taxedKinds.flatMap((kind) => document[kind] ?? []) : [];
  const amount = sum(taxed.map(({ taxable }) => Decimal(taxable)));
  return { date, amount: amount.toFixed(2), tax: Decimal(document?.totalTax ?? '0').toFixed(2) };
}

/** In which of these two differ. */
export function sumDifferences(own: DocumentSums, listed: DocumentSums): TaxDifferenceName[] {
  return [
    ...(own.date === listed.date ? [] : (['date-differs'] as const)),
    ...(Decimal(own.amount).eq(listed.amount) ? [] : (['amount-differs'] as const)),
    ...(Decimal(own.tax).eq(listed.tax) ? [] : (['tax-differs'] as const)),
  ];
}

/** By name; what another revision has taken the place of, perhaps on another day, is none. */
function currentDocuments(listed: Iterable<ListedDocument>): Map<string, ListedDocument> {
  const current = new Map<string, ListedDocument>();
  for (const document of listed) {
    const known = current.get(nameOf(document));
    if (!known || known.version < document.version) current.set(nameOf(document), document);
  }
  for (const [name, { status }] of current) if (status === 'Adjusted') current.delete(name);
  return current;
}

function keyOf({ code, documentType }: DocumentKey): DocumentKey {
  return { code, documentType };
}

function nameOf({ code, documentType }: DocumentKey): string {
  return `${documentType}/${code}`;
}
