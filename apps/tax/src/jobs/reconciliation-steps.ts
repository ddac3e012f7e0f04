import { Inject, Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import type { ProviderTaxDocument, TaxDifference } from '#contracts/tax-difference.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { storeOf } from '#platform/stores.js';
import { type DocumentPair, differencesOf, type ListedDocument, pairsOf } from '../domain/compare-documents.js';
import { PROVIDERS, type Providers } from '../providers/providers.js';
import { type OutsideProvider, TaxRefused } from '../providers/tax-provider.js';
import { OwnDocuments } from '../storage/own-documents.js';
import { daysFrom } from './days.js';
import type { JobOf, TaxJobEntry, TaxJobStep } from './tax-job.js';

type Job = JobOf<'reconciliation'>;

const AT_ONCE = 4;
/** Those that Docket makes. */
const TYPES: readonly string[] = ['SalesInvoice', 'ReturnInvoice'];

/** Compares a store's documents with the provider's, a day at a time. Nothing is changed on either side. */
@Injectable()
export class ReconciliationSteps {
  constructor(
    private readonly documents: OwnDocuments,
    @Inject(PROVIDERS) private readonly providers: Providers,
    @Inject(STORES) private readonly stores: Stores,
  ) {}

  async step(job: Job, signal: AbortSignal): Promise<TaxJobStep> {
    const day = job.position ?? job.asked.from;
    const provider = this.providers.of(storeOf(this.stores, job.storeId));
    if (provider.name !== 'avatax') throw new TaxRefused('the store has no provider outside any more');
    const pairs = await this.#pairsOn(provider, job.storeId, day, signal);
    const waiting = pairs.flatMap(({ key, own, listed: theirs }) =>
      own?.waits === undefined ? [] : [entryOf({ key, own, ...(theirs && { listed: theirs }) })],
    );
    const limit = pLimit(AT_ONCE);
    const suspects = pairs.filter((pair) => differencesOf(pair).length > 0);
    const looked = suspects.map((pair) =>
      limit(() => {
        signal.throwIfAborted();
        return this.#lookAgain(provider, job, day, pair);
      }),
    );
    const differences = (await Promise.all(looked)).flat();
    return {
      ...(day < job.asked.to && { position: daysFrom(day, 1) }),
      counts: { days: 1, compared: pairs.length, differences: differences.length, waiting: waiting.length },
      entries: [...differences, ...waiting],
    };
  }

  /** What the store has and the provider lists; nothing of other stores of the company. */
  async #pairsOn(provider: OutsideProvider, storeId: string, day: string, signal: AbortSignal): Promise<DocumentPair[]> {
    const listed = await listedOn(provider, day, signal);
    const pairs = pairsOf(await this.documents.onDay(storeId, day), listed);
    const strange = pairs.flatMap(({ own, key }) => (own ? [] : [key]));
    const elsewhere = await this.documents.elsewhere(strange, storeId);
    return pairs.filter(({ own, key }) => own || !elsewhere.has(`${key.documentType}/${key.code}`));
  }

  /** Both sides as they are now: they were read one after the other, and either may know of the document on another day. */
  async #lookAgain(provider: OutsideProvider, job: Job, day: string, { key }: DocumentPair): Promise<TaxJobEntry[]> {
    const found = await provider.look(key.code, key.documentType);
    const own = await this.documents.byKey(key);
    if (own && own.storeId !== job.storeId) return [];
    // Found on its own day.
    if (own && own.date !== day && own.date >= job.asked.from && own.date <= job.asked.to) return [];
    const pair: DocumentPair = { key, ...(own && { own }), ...(found !== 'absent' && { listed: found }) };
    return differencesOf(pair).length === 0 ? [] : [entryOf(pair)];
  }
}

async function listedOn(provider: OutsideProvider, day: string, signal: AbortSignal): Promise<ListedDocument[]> {
  const listed: ListedDocument[] = [];
  for await (const document of provider.list(day, day)) {
    signal.throwIfAborted();
    if (TYPES.includes(document.documentType)) listed.push(document);
  }
  return listed;
}

/** As it is read later. */
function entryOf(pair: DocumentPair): TaxJobEntry & Omit<TaxDifference, 'id' | 'at'> {
  const { key, own, listed } = pair;
  const differences = differencesOf(pair);
  const theirs = listed && providersOf(listed);
  return {
    key: `${key.documentType}/${key.code}`,
    ...key,
    ...(own && { orderId: own.orderId, ours: { status: own.status, date: own.date, amount: own.amount, tax: own.tax } }),
    ...(differences.length > 0 && { differences }),
    ...(own?.waits !== undefined && { waits: own.waits }),
    ...(theirs && { theirs }),
  };
}

function providersOf({ status, date, amount, tax, version }: ListedDocument): ProviderTaxDocument | undefined {
  return status === 'Adjusted' ? undefined : { status, date, amount, tax, version };
}
