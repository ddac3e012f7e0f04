/** Where one kind of document is, and what it was. */
type Kind = Pick<VerifiedService, 'documents' | 'history'>;

/** One service, as far as its traces in MongoDB and Kafka go. Named here anew, so that a wrong name in the services' code shows. */
export interface VerifiedService {
  readonly name: string;
  readonly database: string;
  readonly documents: string;
  readonly history: string;
  /** Its further kinds of documents, on the same topic. */
  readonly beside?: readonly Kind[];
  readonly topic: string;
  readonly deadLetterTopic: string;
  /** Topics that it handles events of. */
  readonly follows: readonly string[];
}

const service = (name: string, documents: string, history: string, follows: readonly string[]): VerifiedService => ({
  name,
  database: `docket-${name}`,
  documents,
  history,
  topic: `docket.${name}.events`,
  deadLetterTopic: `docket.${name}.dlq`,
  follows,
});

const orders = service('orders', 'orders', 'orderHistory', ['docket.payments.events', 'docket.shipments.events', 'docket.tax.events']);
const payments: VerifiedService = {
  ...service('payments', 'payments', 'paymentHistory', ['docket.orders.events']),
  beside: [{ documents: 'invoices', history: 'invoiceHistory' }],
};
const shipments: VerifiedService = {
  ...service('shipments', 'shipments', 'shipmentHistory', ['docket.orders.events', 'docket.shipments.events']),
  beside: [
    { documents: 'returns', history: 'returnHistory' },
    { documents: 'consignments', history: 'consignmentHistory' },
    { documents: 'combinations', history: 'combinationHistory' },
    { documents: 'fulfilmentOrders', history: 'fulfilmentOrderHistory' },
    { documents: 'stocks', history: 'stockHistory' },
  ],
};
const tax: VerifiedService = {
  ...service('tax', 'taxDocuments', 'taxDocumentHistory', ['docket.orders.events', 'docket.payments.events']),
  beside: [
    { documents: 'taxTransactions', history: 'taxTransactionHistory' },
    { documents: 'taxReturns', history: 'taxReturnHistory' },
  ],
};

export const verifiedServices = { orders, payments, shipments, tax };
export const allServices: readonly VerifiedService[] = Object.values(verifiedServices);

/** The service for each kind of document that it owns. */
export const kindsOf = (owner: VerifiedService): VerifiedService[] => [
  owner,
  ...(owner.beside ?? []).map((kind) => ({ ...owner, ...kind })),
];

/** One of them, by the name of its collection. */
export function kindOf(owner: VerifiedService, documents: string): VerifiedService {
  const kind = kindsOf(owner).find((each) => each.documents === documents);
  if (!kind) throw new Error(`the ${owner.name} service has no ${documents}`);
  return kind;
}

/** The consumer group in which a service reads a topic. */
export const groupOf = (reader: VerifiedService, topic: string) => `docket.${reader.name}.${topic}`;
