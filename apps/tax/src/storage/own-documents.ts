import { Injectable } from '@nestjs/common';
import { Decimal, sum } from '#contracts/money.js';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import type { OwnDocument } from '../domain/compare-documents.js';
import type { TaxDocument } from '../domain/tax-document.js';
import { isOpen, type TaxTransaction } from '../domain/tax-transaction.js';
import { taxDocumentOf } from '../tax-ids.js';
import { taxDocumentAggregate } from './tax-document.schema.js';
import { taxTransactionAggregate } from './tax-transaction.schema.js';

const AT_ONCE = 500;

const heads = ['orderId', 'orderNumber', 'storeId', 'orderVersion', 'stage', 'settled', 'delay', 'sale.date'] as const;
type Head = Pick<TaxTransaction, 'orderId' | 'orderNumber' | 'storeId' | 'orderVersion' | 'stage' | 'settled' | 'delay'> & {
  readonly sale: { readonly date: string };
};

const parts = ['lines', 'shipments', 'payments'] as const;
type Amounts = Pick<TaxDocument, 'orderId' | 'totalTax' | (typeof parts)[number]>;

const statuses = { estimated: 'None', saved: 'Saved', committed: 'Committed', voided: 'Cancelled' } as const;

/** Our tax documents as a provider outside has been told of them, by store and day of the sale. */
@Injectable()
export class OwnDocuments {
  constructor(private readonly database: Database) {}

  async onDay(storeId: string, day: string): Promise<OwnDocument[]> {
    const found: OwnDocument[] = [];
    let batch: Head[] = [];
    for await (const { state } of this.#heads({ 'state.storeId': storeId, 'state.sale.date': day })) {
      batch.push(state);
      if (batch.length < AT_ONCE) continue;
      found.push(...(await this.#withAmounts(batch)));
      batch = [];
    }
    return [...found, ...(await this.#withAmounts(batch))];
  }

  /** Of these codes those that other stores have: several may share a company at the provider. */
  async elsewhere(codes: readonly string[], storeId: string): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (let from = 0; from < codes.length; from += AT_ONCE) {
      const some = codes.slice(from, from + AT_ONCE);
      const others = this.#heads({ 'state.orderNumber': { $in: some }, 'state.storeId': { $ne: storeId } });
      for await (const { state } of others) found.add(state.orderNumber);
    }
    return found;
  }

  async byCode(code: string): Promise<OwnDocument | undefined> {
    const found = await this.#heads({ 'state.orderNumber': code }).limit(1).toArray();
    return (await this.#withAmounts(found.map(({ state }) => state)))[0];
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

  async #withAmounts(transactions: readonly Head[]): Promise<OwnDocument[]> {
    if (transactions.length === 0) return [];
    const documents = await this.database
      .collection<AggregateDocument<TaxDocument> & { _id: string }>(taxDocumentAggregate.collection)
      .find({ _id: { $in: transactions.map(({ orderId }) => taxDocumentOf(orderId)) } } as object)
      .project<{ state: Amounts }>(projectionOf(['orderId', 'totalTax', ...parts.map((part) => `${part}.taxable`)]))
      .toArray();
    const byOrder = new Map(documents.map(({ state }) => [state.orderId, state]));
    return transactions.map((transaction) => ownDocument(transaction, byOrder.get(transaction.orderId)));
  }

  #heads(filter: object) {
    return this.#transactions.find(filter).project<{ _id: string; state: Head }>(projectionOf(heads));
  }

  get #transactions() {
    return this.database.collection<AggregateDocument<TaxTransaction> & { _id: string }>(taxTransactionAggregate.collection);
  }
}

function ownDocument(transaction: Head, document: Amounts | undefined): OwnDocument {
  const { orderId, orderNumber, storeId, stage, delay, sale } = transaction;
  const taxed = document ? parts.flatMap((part) => document[part] ?? []) : [];
  return {
    code: orderNumber,
    documentType: 'SalesInvoice',
    orderId,
    storeId,
    status: statuses[stage],
    date: sale.date,
    amount: sum(taxed.map(({ taxable }) => Decimal(taxable))).toFixed(2),
    tax: Decimal(document?.totalTax ?? '0').toFixed(2),
    ...(isOpen(transaction) && { waits: delay ?? 'it is being told' }),
  };
}

function soldSince(storeId: string, since: string): object {
  return { 'state.storeId': storeId, 'state.sale.date': { $gte: since } };
}

function projectionOf(fields: readonly string[]): Record<string, 1> {
  return Object.fromEntries(fields.map((field) => [`state.${field}`, 1]));
}
