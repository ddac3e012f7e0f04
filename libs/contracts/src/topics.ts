/** A Kafka topic as it must exist. Topics are created from here and never by a broker on its own. */
export interface Topic {
  readonly name: string;
  /** Fixed for good: adding partitions would move keys, and with them lose the order per document. */
  readonly partitions: number;
  readonly cleanupPolicy: 'delete' | 'compact';
  /** Milliseconds that a message is kept; events carry personal data, so a month at most. */
  readonly retention: number;
}

/** The services that own documents and publish their events. */
export type ServiceName = 'orders' | 'payments' | 'shipments' | 'tax';

const DAY = 24 * 60 * 60 * 1000;

const events = (service: ServiceName): Topic => ({
  name: `docket.${service}.events`,
  partitions: 6,
  cleanupPolicy: 'delete',
  retention: 30 * DAY,
});

const commands = (service: ServiceName): Topic => ({ ...events(service), name: `docket.${service}.commands`, retention: 7 * DAY });

const answers = (service: ServiceName): Topic => ({ ...events(service), name: `docket.${service}.answers`, retention: 7 * DAY });

const deadLetters = (service: ServiceName): Topic => ({
  name: `docket.${service}.dlq`,
  partitions: 1,
  cleanupPolicy: 'delete',
  retention: 30 * DAY,
});

/** Facts, one topic a service, keyed by the id of the document that changed. */
export const topics = {
  orders: events('orders'),
  payments: events('payments'),
  shipments: events('shipments'),
  tax: events('tax'),
} satisfies Record<ServiceName, Topic>;

/** What a service could not handle, one topic a service, with the reason in the headers. */
export const deadLetterTopics = {
  orders: deadLetters('orders'),
  payments: deadLetters('payments'),
  shipments: deadLetters('shipments'),
  tax: deadLetters('tax'),
} satisfies Record<ServiceName, Topic>;

/** What other systems ask of documents, keyed by the id of the document. */
export const commandTopics = { orders: commands('orders'), payments: commands('payments'), shipments: commands('shipments') };

/** What became of each command, under the same key. */
export const answerTopics = { orders: answers('orders'), payments: answers('payments'), shipments: answers('shipments') };

export const allTopics: readonly Topic[] = [topics, commandTopics, answerTopics, deadLetterTopics].flatMap((each) => Object.values(each));
