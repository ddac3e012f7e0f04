import { type Db, type DocumentFacts, deadLetters, documentFacts, histories } from './verify-databases.js';
import { historyDifferences, topicDifferences, type VersionedEvent } from './verify-history.js';
import { groupOf, type VerifiedService } from './verify-services.js';
import { TopicContent } from './verify-topic-content.js';
import type { KafkaReader } from './verify-topics.js';

/** What one service has stored and published. */
export interface ServiceTraces {
  readonly documents: ReadonlyMap<string, DocumentFacts>;
  readonly histories: ReadonlyMap<string, readonly VersionedEvent[]>;
  readonly topic: Pick<TopicContent, 'messages' | 'byKey' | 'misplaced'>;
}

/** `passOver`: messages with this header were put there to disturb, and are none of the service's. */
export async function readTraces(service: VerifiedService, db: Db, kafka: KafkaReader, passOver?: string): Promise<ServiceTraces> {
  const topic = new TopicContent();
  await kafka.read(service.topic, (partition, message) => {
    if (passOver === undefined || message.headers?.[passOver] === undefined) topic.add(partition, message);
  });
  return { documents: await documentFacts(db, service), histories: await histories(db, service), topic };
}

/** Where a service's documents, their histories and its topic disagree, a sentence each. */
export function* traceDifferences(service: VerifiedService, { documents, histories, topic }: ServiceTraces): Generator<string> {
  for (const misplaced of topic.misplaced) yield `${service.topic}: ${misplaced}`;
  for (const [id, facts] of documents) {
    const history = histories.get(id) ?? [];
    const name = `${service.name} ${facts.number} (${id})`;
    if (facts.pending > 0) yield `${name}: ${facts.pending} events are not published`;
    else if (facts.pendingSince) yield `${name}: pendingSince is set and its outbox is empty`;
    for (const text of historyDifferences(facts.version, history)) yield `${name}: ${text}`;
    for (const text of topicDifferences(topic.byKey.get(id) ?? [], history)) yield `${name}: ${text}`;
  }
  for (const id of histories.keys()) if (!documents.has(id)) yield `${service.name}: there is a history and no document ${id}`;
  for (const id of topic.byKey.keys()) if (!documents.has(id)) yield `${service.topic}: there are events and no document ${id}`;
  yield* repeated(`${service.name}: number`, documents, (facts) => facts.number);
  yield* repeated(`${service.name}: idempotency key`, documents, (facts) => facts.idempotencyKey);
}

function* repeated(
  what: string,
  documents: ReadonlyMap<string, DocumentFacts>,
  pick: (facts: DocumentFacts) => string | undefined,
): Generator<string> {
  const holders = new Map<string, string>();
  for (const [id, facts] of documents) {
    const value = pick(facts);
    if (value === undefined) continue;
    const other = holders.get(value);
    if (other !== undefined) yield `${what} ${value} is that of ${other} and of ${id}`;
    holders.set(value, id);
  }
}

/** A document cannot have handled more of another than there is: the other lost a change that was published. */
export function* watermarkDifferences(traces: ReadonlyMap<string, ServiceTraces>): Generator<string> {
  const versions = new Map<string, number>();
  for (const { documents } of traces.values()) for (const [id, { version }] of documents) versions.set(id, version);
  for (const [name, { documents }] of traces) {
    for (const [id, { number, watermarks }] of documents) {
      for (const [source, handled] of Object.entries(watermarks)) {
        const version = versions.get(source) ?? 0;
        if (handled > version) yield `${name} ${number} (${id}): has handled version ${handled} of ${source}, which is at ${version}`;
      }
    }
  }
}

/** What a service has put aside or not read yet, a sentence each. `copiesExpected`: its dead-letter topic may hold what was redriven since. */
export async function* backlogDifferences(
  service: VerifiedService,
  db: Db,
  kafka: KafkaReader,
  copiesExpected: boolean,
): AsyncGenerator<string> {
  const { count, first } = await deadLetters(db);
  if (count > 0) yield `${service.name}: ${count} dead letters in ${service.database}, such as ${first}`;
  const published = copiesExpected ? 0 : await kafka.count(service.deadLetterTopic);
  if (published > 0) yield `${service.name}: ${published} messages on ${service.deadLetterTopic}`;
  for (const topic of service.follows) {
    const lag = await kafka.lag(groupOf(service, topic), topic);
    if (lag > 0) yield `${service.name}: ${lag} messages of ${topic} are not handled (group ${groupOf(service, topic)})`;
  }
}
