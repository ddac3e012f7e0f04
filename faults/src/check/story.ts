import { connectMongo } from '#tools/verify-databases.js';
import { KafkaReader } from '#tools/verify-topics.js';
import type { ClientLog } from '../load/client-log.js';
import { clientLines } from './story-clients.js';
import { databaseLines } from './story-databases.js';
import { type StoryLine, writtenLine } from './story-line.js';
import { topicLines } from './story-topics.js';

export interface StoryOptions {
  readonly mongoUrl: string;
  /** `host:port`, comma separated. */
  readonly kafkaBrokers: string;
  readonly log: ClientLog;
  /** Its key or its id; both are better. */
  readonly order: { readonly key?: string; readonly orderId?: string };
}

/**
 * All that is known of one order in the order of time, a line each: what clients asked and were answered, what was stored, published and
 * set aside in its name. Throws when the database or the brokers do not answer.
 */
export async function tellStory({ mongoUrl, kafkaBrokers, log, order }: StoryOptions): Promise<string> {
  const record = order.key === undefined ? recordOf(log, order.orderId) : log.orders.get(order.key);
  const answered = record?.attempts.flatMap(({ answer }) => answer?.orderId ?? []) ?? [];
  const orderIds = new Set([...answered, ...(order.orderId === undefined ? [] : [order.orderId])]);
  const key = record?.key ?? order.key;
  const [mongo, kafka] = await Promise.all([connectMongo(mongoUrl), KafkaReader.connect(kafkaBrokers.split(','))]);
  try {
    const stored = await databaseLines(mongo, { key, externalId: record?.externalId, orderIds });
    const published = await topicLines(kafka, stored.orderIds, stored.documentIds);
    const lines: StoryLine[] = [...(record ? clientLines(record) : []), ...stored.lines, ...published];
    const told = lines.toSorted((a, b) => a.at - b.at).map(writtenLine);
    const title = `key ${key ?? 'unknown'}, external id ${record?.externalId ?? 'unknown'}, order ${[...stored.orderIds].join(' and ')}`;
    return [title, ...told, ...stored.absent].join('\n');
  } finally {
    await Promise.all([mongo.close(), kafka.close()]);
  }
}

function recordOf(log: ClientLog, orderId: string | undefined) {
  for (const record of log.orders.values()) if (record.acknowledged?.orderId === orderId) return record;
  return undefined;
}
