import type { MongoClient } from '#infra/mongo/client.js';
import type { TaxDocument } from '#tools/avatax-double/tax-document.js';
import { verifiedServices } from '#tools/verify-services.js';

/** An order as it is stored, as far as AvaTax must know of it. */
export interface TaxedOrder {
  readonly state: {
    readonly number: string;
    readonly storeId: string;
    readonly isPrototype?: boolean;
    readonly draft?: object;
    readonly cancelledAt?: string;
    readonly totals: { readonly taxTotal: string };
    readonly documents: readonly { readonly type: string; readonly captured?: string }[];
  };
}

/** Reads the orders of the store `outside` and compares them with what AvaTax has. */
export async function avataxDifferences(mongo: MongoClient, recorded: readonly TaxDocument[]): Promise<string[]> {
  const { database, documents } = verifiedServices.orders;
  const orders = mongo.db(database).collection<TaxedOrder>(documents);
  return [...recordedDifferences(await orders.find({ 'state.storeId': 'outside' }).toArray(), recorded)];
}

/** Where AvaTax has not exactly what it must have of each order, or was told something twice. A sentence each. */
export function* recordedDifferences(orders: readonly TaxedOrder[], recorded: readonly TaxDocument[]): Generator<string> {
  const left = Map.groupBy(recorded, saleOf);
  for (const { state } of orders) {
    const revisions = left.get(state.number) ?? [];
    left.delete(state.number);
    if (!state.draft) yield* orderDifferences(state, revisions);
  }
  for (const code of left.keys()) yield `AvaTax has a document of ${code}, and there is no such order`;
}

function* orderDifferences(
  { number, cancelledAt, totals, documents }: TaxedOrder['state'],
  revisions: readonly TaxDocument[],
): Generator<string> {
  const ofCode = [...Map.groupBy(revisions, ({ code, type }) => `${type} ${code}`).values()];
  const live = ofCode.flatMap((each) => each.at(-1) ?? []).filter(({ status }) => status !== 'Cancelled');
  for (const each of ofCode) {
    const again = each.find((revision, index) => index > 0 && isSame(revision.request, each[index - 1]?.request));
    if (again) yield `AvaTax was told of ${again.type} ${again.code} of order ${number} twice in the same words`;
  }
  if (cancelledAt !== undefined) {
    for (const { type, code, status } of live) yield `order ${number} is cancelled, and ${type} ${code} at AvaTax is ${status}`;
    return;
  }
  const sales = live.filter(({ type }) => type === 'SalesInvoice');
  if (sales.length !== 1) return yield `AvaTax has ${sales.length} documents of order ${number}`;
  const isPaid = documents.some(({ captured = '0' }) => Number(captured) > 0);
  const expected = isPaid ? 'Committed' : 'Saved';
  for (const { type, code, status } of live) {
    if (status !== expected) yield `${type} ${code} of order ${number} is ${status} at AvaTax, expected ${expected}`;
  }
  const cents = live.reduce((sum, { calculation }) => sum + Math.round(Number(calculation.totalTax.toFixed(2)) * 100), 0);
  if (cents !== Math.round(Number(totals.taxTotal) * 100))
    yield `the tax on order ${number} is ${totals.taxTotal}, by AvaTax ${cents / 100}`;
}

/** The number of the order that a document is of: a return names it on its lines. */
function saleOf({ type, code, request }: TaxDocument): string {
  return type === 'ReturnInvoice' ? (request.lines?.[0]?.ref1 ?? code) : code;
}

function isSame(request: TaxDocument['request'], before: TaxDocument['request'] | undefined): boolean {
  return request.referenceCode === before?.referenceCode && request.commit === before?.commit;
}
