/** One service, as far as its traces in MongoDB and Kafka go. Named here anew, so that a wrong name in the services' code shows. */
export interface VerifiedService {
  readonly name: string;
  readonly database: string;
  readonly documents: string;
  readonly history: string;
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
const payments = service('payments', 'payments', 'paymentHistory', ['docket.orders.events']);
const shipments = service('shipments', 'shipments', 'shipmentHistory', ['docket.orders.events']);
const tax = service('tax', 'taxDocuments', 'taxDocumentHistory', ['docket.orders.events']);

export const verifiedServices = { orders, payments, shipments, tax };
export const allServices: readonly VerifiedService[] = Object.values(verifiedServices);

/** The consumer group in which a service reads a topic. */
export const groupOf = (reader: VerifiedService, topic: string) => `docket.${reader.name}.${topic}`;
