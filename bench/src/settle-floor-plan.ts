import type { AggregateDocument, HistoryRecord } from '#platform/aggregate-document.js';
import { encodeEvent } from '#platform/kafka/cloud-event.js';
import type { KafkaRecord } from '#platform/kafka/kafka-client-producer.js';
import type { VerifiedService } from '#tools/verify-services.js';
import { batchesOf, evenlyFrom } from './batches.js';
import type { CapturedWrites } from './captured-writes.js';
import type { WritesPerOrder } from './write-counts.js';

export interface Update {
  readonly id: string;
  /** Given for a change of state: the event that it pushes into the outbox. Without one the outbox is emptied. */
  readonly event?: object;
}

/** One command to the database. */
export type Command =
  | { readonly service: VerifiedService; readonly into: 'documents' | 'history'; readonly inserts: readonly { readonly _id: string }[] }
  | { readonly service: VerifiedService; readonly updates: readonly Update[] };

/** What a program that only writes has to do for so many orders. */
export interface SettleFloorPlan {
  readonly orders: number;
  /** The commands of a stage may run side by side; what they update is there after the stage before. */
  readonly stages: readonly (readonly Command[])[];
  /** By service, the records of each send. */
  readonly sends: ReadonlyMap<VerifiedService, readonly (readonly KafkaRecord[])[]>;
}

/**
 * The same inserts, with the same contents, the same number of updates and the same records, in batches as large as the services had them.
 * Each version of a document is a stage, so that no two updates of one document meet.
 */
export function planSettleFloor(captured: CapturedWrites, writes: WritesPerOrder, recordsPerSend: number): SettleFloorPlan {
  const inserted = new Map(captured.documents.map(({ content }) => [content._id, content]));
  const changes = captured.history.filter(({ content }) => !isPartOfInsert(inserted.get(content.documentId), content));
  const drains = evenlyFrom(captured.history, writes.updates * captured.orders - changes.length);
  const services = [...new Set(captured.documents.map(({ service }) => service))];
  const lastVersion = captured.history.reduce((last, { content }) => Math.max(last, content.version), 0);

  const inserts = services.flatMap((service) => {
    const documents = captured.documents.filter((each) => each.service === service).map(({ content }) => content);
    return batchesOf(documents, writes.insertsPerCommand).map((batch): Command => ({ service, into: 'documents', inserts: batch }));
  });
  const stageOf = (version: number) =>
    services.flatMap((service): Command[] => {
      const at = (list: CapturedWrites['history'], wanted: number) =>
        list.filter((each) => each.service === service && each.content.version === wanted).map(({ content }) => content);
      const pushes = at(changes, version).map(({ documentId, event }): Update => ({ id: documentId, event }));
      const emptied = at(drains, version - 1).map(({ documentId }): Update => ({ id: documentId }));
      return [
        ...batchesOf(pushes, writes.updatesPerCommand).map((updates) => ({ service, updates })),
        ...batchesOf(at(captured.history, version), writes.insertsPerCommand).map((batch) => ({
          service,
          into: 'history' as const,
          inserts: batch,
        })),
        ...batchesOf(emptied, writes.updatesPerCommand).map((updates) => ({ service, updates })),
      ];
    });
  const versions = Array.from({ length: lastVersion + 1 }, (_, index) => stageOf(index + 1));
  return { orders: captured.orders, stages: [inserts, ...versions], sends: sendsOf(captured, services, recordsPerSend) };
}

function isPartOfInsert(document: AggregateDocument<object> | undefined, { version }: HistoryRecord): boolean {
  return document?.outbox.some((event) => event.version === version) ?? false;
}

function sendsOf({ history }: CapturedWrites, services: readonly VerifiedService[], recordsPerSend: number): SettleFloorPlan['sends'] {
  return new Map(
    services.map((service) => {
      const own = history.filter((each) => each.service === service);
      const records = own.map(({ content }) => encodeEvent(`docket/${service.name}`, content.documentId, content.event));
      return [service, batchesOf(records, recordsPerSend)];
    }),
  );
}
