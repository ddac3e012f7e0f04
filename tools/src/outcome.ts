import type { MongoClient } from '#infra/mongo/client.js';

/** How many documents of one kind are in one status, and what they come to. */
export interface OutcomeRow {
  readonly document: string;
  readonly status: string;
  readonly currency: string;
  readonly count: number;
  readonly sum: string;
}

interface Kind {
  readonly document: string;
  readonly database: string;
  readonly collection: string;
  /** Where the state keeps its status and the amount that counts. */
  readonly status: string;
  readonly amount: string;
}

const kinds: readonly Kind[] = [
  { document: 'orders', database: 'docket-orders', collection: 'orders', status: 'status', amount: 'totals.total' },
  { document: 'tax documents', database: 'docket-tax', collection: 'taxDocuments', status: 'status', amount: 'totalTax' },
  { document: 'payments', database: 'docket-payments', collection: 'payments', status: 'status', amount: 'amount' },
  { document: 'shipments', database: 'docket-shipments', collection: 'shipments', status: 'status', amount: 'amount' },
];

/** What there is in the databases of all services. Reads them directly, which is for tools alone. */
export async function readOutcome(client: MongoClient): Promise<OutcomeRow[]> {
  const rows = await Promise.all(
    kinds.map(async ({ document, database, collection, status, amount }) => {
      const groups = client
        .db(database)
        .collection(collection)
        .aggregate<{ _id: { status: string; currency: string }; count: number; sum: unknown }>([
          {
            $group: {
              _id: { status: `$state.${status}`, currency: '$state.currency' },
              count: { $sum: 1 },
              sum: { $sum: { $toDecimal: `$state.${amount}` } },
            },
          },
          { $sort: { _id: 1 } },
        ]);
      return (await groups.toArray()).map(({ _id, count, sum }) => ({ document, ..._id, count, sum: String(sum) }));
    }),
  );
  return rows.flat();
}

export async function countOrders(client: MongoClient): Promise<number> {
  return client.db('docket-orders').collection('orders').estimatedDocumentCount();
}

/** Orders, all or those with the given ids, that have not settled: see docs/domain.md. */
export async function countUnsettledOrders(client: MongoClient, ids?: readonly string[]): Promise<number> {
  const answered = {
    $map: {
      input: { $filter: { input: '$state.documents', cond: { $not: { $in: ['$$this.status', ['New', 'Pending']] } } } },
      in: '$$this.id',
    },
  };
  const others = { $filter: { input: '$state.documents', cond: { $ne: ['$$this.type', 'invoice'] } } };
  const over = { $setIsSubset: [{ $map: { input: others, in: '$$this.status' } }, ['Cancelled', 'Voided', 'Declined', 'Refunded']] };
  const complete = {
    $and: [
      { $eq: ['$state.tax.status', 'calculated'] },
      { $setIsSubset: ['$state.payments.id', answered] },
      { $setIsSubset: ['$state.shipments.id', '$state.documents.id'] },
    ],
  };
  return client
    .db('docket-orders')
    .collection<{ _id: string }>('orders')
    .countDocuments({
      ...(ids && { _id: { $in: [...ids] } }),
      $expr: { $not: { $cond: ['$state.cancelledAt', over, complete] } },
    });
}

/** The number and id of any order, to show one. */
export async function anyOrder(client: MongoClient): Promise<{ id: string; number: string } | null> {
  const orders = client.db('docket-orders').collection<{ _id: string; state: { number: string } }>('orders');
  const order = await orders.findOne({}, { projection: { 'state.number': 1 } });
  return order && { id: order._id, number: order.state.number };
}
