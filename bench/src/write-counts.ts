import type { MongoClient } from '#infra/mongo/client.js';
import { allServices } from '#tools/verify-services.js';
import { countStored } from './stored-documents.js';
import { type LogContents, readTopicLogs } from './topic-logs.js';

/** Counters of a broker and a database that only grow. */
export interface WriteCounters {
  readonly documents: number;
  readonly events: number;
  /** Documents inserted, of every sort, and the commands in which they were. */
  readonly inserts: number;
  readonly insertCommands: number;
  readonly updates: number;
  readonly updateCommands: number;
  /** Undefined where the broker's files are out of reach. */
  readonly topics: LogContents | undefined;
}

/** The durable writes that an order costs until it is settled, and how many of them go together. */
export interface WritesPerOrder {
  readonly documentInserts: number;
  readonly historyInserts: number;
  /** Of a document's state and of its outbox. */
  readonly updates: number;
  readonly insertsPerCommand: number;
  readonly updatesPerCommand: number;
  readonly records: number;
  readonly recordsPerSend: number | undefined;
  readonly topicBytes: number | undefined;
}

export async function readWriteCounters(client: MongoClient, brokerDirectory: string | undefined): Promise<WriteCounters> {
  const status = await client.db('admin').command({ serverStatus: 1 });
  const { insert, update } = status.metrics.commands;
  return {
    ...(await countStored(client)),
    inserts: Number(status.opcounters.insert),
    insertCommands: Number(insert.total),
    updates: Number(status.opcounters.update),
    updateCommands: Number(update.total),
    topics:
      brokerDirectory === undefined
        ? undefined
        : readTopicLogs(
            brokerDirectory,
            allServices.map(({ topic }) => topic),
          ),
  };
}

/** What so many orders caused between the two readings. */
export function writesPerOrder(before: WriteCounters, after: WriteCounters, orders: number): WritesPerOrder {
  const grown = (field: 'documents' | 'events' | 'inserts' | 'insertCommands' | 'updates' | 'updateCommands') =>
    after[field] - before[field];
  const topics = after.topics && before.topics && difference(before.topics, after.topics);
  return {
    documentInserts: grown('documents') / orders,
    historyInserts: grown('events') / orders,
    updates: grown('updates') / orders,
    insertsPerCommand: share(grown('inserts'), grown('insertCommands')),
    updatesPerCommand: share(grown('updates'), grown('updateCommands')),
    records: (topics ? topics.records : grown('events')) / orders,
    recordsPerSend: topics && share(topics.records, topics.batches),
    topicBytes: topics && topics.bytes / orders,
  };
}

function difference(before: LogContents, after: LogContents): LogContents {
  return { batches: after.batches - before.batches, records: after.records - before.records, bytes: after.bytes - before.bytes };
}

const share = (whole: number, parts: number) => (parts > 0 ? whole / parts : 1);
