import type { KafkaMessage } from 'kafkajs';
import { allServices } from '#tools/verify-services.js';
import type { KafkaReader } from '#tools/verify-topics.js';
import type { StoryLine } from './story-line.js';

/** The messages about an order on all topics; also those of documents that are not stored, known by the order that they name. */
export async function topicLines(
  kafka: KafkaReader,
  orderIds: ReadonlySet<string>,
  documentIds: ReadonlySet<string>,
): Promise<StoryLine[]> {
  const lines: StoryLine[] = [];
  for (const topic of allServices.flatMap(({ topic, deadLetterTopic }) => [topic, deadLetterTopic])) {
    await kafka.read(topic, (partition, message) => {
      const key = message.key?.toString() ?? '';
      if (documentIds.has(key) || namesOrder(message, orderIds)) lines.push(messageLine(topic, partition, message));
    });
  }
  return lines;
}

function namesOrder({ value }: KafkaMessage, orderIds: ReadonlySet<string>): boolean {
  try {
    const { orderId, items = [] } = JSON.parse(value?.toString() ?? '') as { orderId?: string; items?: { orderId?: string }[] };
    return [orderId, ...items.map((item) => item.orderId)].some((id) => id !== undefined && orderIds.has(id));
  } catch {
    // What was put there to disturb need not be JSON.
    return false;
  }
}

/** Headers that say more than the event, by the names that a reader sees. */
const REMARKS = ['docket-reason', 'docket-detail', 'docket-topic', 'docket-partition', 'docket-offset', 'docket-fault'];

function messageLine(topic: string, partition: number, { key, offset, timestamp, headers = {} }: KafkaMessage): StoryLine {
  const header = (name: string) => headers[name]?.toString();
  const remarks = REMARKS.filter((name) => headers[name] !== undefined).map((name) => `, ${name} ${header(name)}`);
  const event = `${header('ce_type')}, version ${header('ce_documentversion')} of ${key}: event ${header('ce_id')}`;
  return { at: Number(timestamp), who: topic, text: `message ${partition}/${offset}: ${event}${remarks.join('')}` };
}
