import type { KafkaMessage } from 'kafkajs';
import type { VersionedEvent } from './verify-history.js';

/** A topic's messages as a reader gets them, by key; `misplaced` names what no reader could use. */
export class TopicContent {
  messages = 0;
  readonly byKey = new Map<string, VersionedEvent[]>();
  readonly misplaced: string[] = [];
  private readonly partitionOf = new Map<string, number>();

  add(partition: number, { key, headers, offset }: KafkaMessage): void {
    this.messages++;
    const id = key?.toString() ?? '';
    const version = Number(headers?.ce_documentversion?.toString());
    const eventId = headers?.ce_id?.toString();
    const place = `message ${partition}/${offset}`;
    if (id === '' || !Number.isInteger(version) || !eventId) {
      this.misplaced.push(`${place} lacks its key, ce_id or ce_documentversion`);
      return;
    }
    if (headers?.ce_subject?.toString() !== id) this.misplaced.push(`${place} has the subject ${headers?.ce_subject} and the key ${id}`);
    if ((this.partitionOf.get(id) ?? partition) !== partition)
      this.misplaced.push(`${place}: other messages of ${id} are in another partition`);
    this.partitionOf.set(id, partition);
    const events = this.byKey.get(id) ?? [];
    events.push({ version, eventId });
    this.byKey.set(id, events);
  }
}
