import { Injectable } from '@nestjs/common';
import { type TaxedKind, taxedKinds } from '#contracts/events/tax-transaction.js';
import { Decimal, sum, zero } from '#contracts/money.js';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import { type DocumentKey, type OwnDocument, sumsOf } from '../domain/compare-documents.js';
import { beforeTax } from '../domain/included-tax.js';
import type { TaxDocument } from '../domain/tax-document.js';
import { isSaleOpen, type KnownReturn, openReturns, type TaxTransaction } from '../domain/tax-transaction.js';
import { taxDocumentOf } from '../tax-ids.js';
import { taxDocumentAggregate } from './tax-document.schema.js';
import { taxTransactionAggregate } from './tax-transaction.schema.js';

const AT_ONCE = 500;

const heads = ['orderId', 'orderNumber', 'storeId', 'orderVersion', 'stage', 'settled', 'returns', 'delay'] as const;
const saleHeads = ['sale.date', 'sale.pricesIncludeTax'];
type Head = Pick<TaxTransaction, (typeof heads)[number]> & {
  readonly sale: Pick<TaxTransaction['sale'], 'date' | 'pricesIncludeTax'>;
};

/** By which field of a transaction documents of a type are found. */
const codes: Readonly<Record<string, string>> = { SalesInvoice: 'state.orderNumber', ReturnInvoice: 'state.returns.code' };

type Amounts = Pick<TaxDocument, 'orderId' | 'totalTax' | TaxedKind>;

const statuses = { estimated: 'None', saved: 'Saved', committed: 'Committed', voided: 'Cancelled' } as const;

/** Our tax documents as a provider outside has been told of them, by store and day of the sale, or of the return. */
@Injectable()
export class OwnDocuments {
  constructor(private readonly database: Database) {}

  async onDay(storeId: string, day: string): Promise<OwnDocument[]> {
    const found: OwnDocument[] = [];
    let batch: Head[] = [];
    for await (const { state } of this.#heads({ 'state.storeId': storeId, 'state.sale.date': day })) {
      batch.push(state);
      if (batch.length < AT_ONCE) continue;
      found.push(...(await this.#sales(batch)));
      batch = [];
    }
    found.push(...(await this.#sales(batch)));
    for await (const { state } of this.#heads({ 'state.storeId': storeId, 'state.returns.date': day })) {
      found.push(...returnsOf(state).filter(({ date }) => date === day));
    }
    return found;
  }

  /** Of what there is on either side under these keys, those that other stores have: several may share a company at the provider. */
  async elsewhere(keys: readonly DocumentKey[], storeId: string): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const [type, some] of Map.groupBy(keys, ({ documentType }) => documentType)) {
      for (let from = 0; from < some.length; from += AT_ONCE) {
        const among = { $in: some.slice(from, from + AT_ONCE).map(({ code }) => code) };
        for await (const { state } of this.#heads({ [codeField(type)]: among, 'state.storeId': { $ne: storeId } })) {
          if (type === 'SalesInvoice') found.add(`${type}/${state.orderNumber}`);
          else for (const { code } of state.returns ?? []) found.add(`${type}/${code}`);
        }
      }
    }
    return found;
  }

  async byKey({ code, documentType }: DocumentKey): Promise<OwnDocument | undefined> {
    const found = await this.#heads({ [codeField(documentType)]: code })
      .limit(1)
      .toArray();
    const states = found.map(({ state }) => state);
    const documents = documentType === 'SalesInvoice' ? await this.#sales(states) : states.flatMap(returnsOf);
    return documents.find((document) => document.code === code);
  }

  /** At most so many orders of a store that were sold on this day or later, by day, behind the position of one of them. */
  async soldSince(storeId: string, since: string, limit: number, after?: string): Promise<{ orderId: string; position: string }[]> {
    const [date, id] = after?.split(' ') ?? [];
    const behind =
      after === undefined ? {} : { $or: [{ 'state.sale.date': { $gt: date } }, { 'state.sale.date': date, _id: { $gt: id } }] };
    const found = await this.#heads({ $and: [soldSince(storeId, since), behind] })
      .sort({ 'state.storeId': 1, 'state.sale.date': 1, _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id, state }) => ({ orderId: state.orderId, position: `${state.sale.date} ${_id}` }));
  }

  countSince(storeId: string, since: string): Promise<number> {
    return this.#transactions.countDocuments(soldSince(storeId, since));
  }

  async #sales(transactions: readonly Head[]): Promise<OwnDocument[]> {
    if (transactions.length === 0) return [];
    const documents = await this.database
      .collection<AggregateDocument<TaxDocument> & { _id: string }>(taxDocumentAggregate.collection)
      .find({ _id: { $in: transactions.map(({ orderId }) => taxDocumentOf(orderId)) } } as object)
      .project<{ state: Amounts }>(projectionOf(['orderId', 'totalTax', ...taxedKinds.map((kind) => `${kind}.taxable`)]))
      .toArray();
    const byOrder = new Map(documents.map(({ state }) => [state.orderId, state]));
    return transactions.map((transaction) => ownSale(transaction, byOrder.get(transaction.orderId)));
  }

  #heads(filter: object) {
    return this.#transactions.find(filter).project<{ _id: string; state: Head }>(projectionOf([...heads, ...saleHeads]));
  }

  get #transactions() {
    return this.database.collection<AggregateDocument<TaxTransaction> & { _id: string }>(taxTransactionAggregate.collection);
  }
}

function ownSale(transaction: Head, document: Amounts | undefined): OwnDocument {
  const { orderId, orderNumber, storeId, stage, sale } = transaction;
  return {
    ...{ code: orderNumber, documentType: 'SalesInvoice', orderId, storeId, status: statuses[stage] },
    ...sumsOf(sale.date, document),
    ...(isSaleOpen(transaction) && { waits: waitsFor(transaction) }),
  };
}

/** What was given back of a sale, below zero. Of one that is not reported, nothing is told. */
function returnsOf(transaction: Head): OwnDocument[] {
  const { orderId, storeId, sale, returns = [] } = transaction;
  const open = new Set(openReturns(transaction).map(({ id }) => id));
  return returns.map((returned) => ({
    ...{ code: returned.code, documentType: 'ReturnInvoice', orderId, storeId, date: returned.date },
    status: returnStatus(transaction, returned),
    amount: zero.minus(sum(returned.parts.map((part) => beforeTax(part, sale)))).toFixed(2),
    tax: zero.minus(sum(returned.parts.map(({ tax = '0' }) => Decimal(tax)))).toFixed(2),
    ...(open.has(returned.id) && { waits: waitsFor(transaction) }),
  }));
}

function returnStatus({ stage }: Head, { known }: KnownReturn): OwnDocument['status'] {
  if (stage === 'voided' || known === 'voided') return 'Cancelled';
  return stage === 'committed' ? 'Committed' : 'None';
}

function waitsFor({ delay = 'it is being told' }: Head): string {
  return delay;
}

function codeField(documentType: string): string {
  const field = codes[documentType];
  if (field === undefined) throw new Error(`Docket has no documents of the type ${documentType}`);
  return field;
}

function soldSince(storeId: string, since: string): object {
  return { 'state.storeId': storeId, 'state.sale.date': { $gte: since } };
}

function projectionOf(fields: readonly string[]): Record<string, 1> {
  return Object.fromEntries(fields.map((field) => [`state.${field}`, 1]));
}
