import { IsCursor, IsId, IsLabel, IsPageSize, IsTime, Optional } from '#contracts/fields.js';
import { type AggregateHistory, type ChangesCursor, changeView } from '../aggregate-history.js';
import { decodeCursor, encodeCursor } from './cursor.js';

/** Which changes of a document are asked for. */
export class ChangesOf {
  /** A field with all below it, such as `lines` or `lines.price`. */
  @Optional() @IsLabel(200) field?: string;
  @Optional() @IsId() actor?: string;
  @Optional() @IsTime() from?: string;
  @Optional() @IsTime() to?: string;
  @Optional() @IsPageSize() limit?: string;
  @Optional() @IsCursor() cursor?: string;
}

/** A page of a document's changes, oldest first; `next` is the cursor of the page after it. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the documents and events are
export async function changesPage(history: AggregateHistory<any, any>, id: string, { limit = '50', cursor, from, to, ...rest }: ChangesOf) {
  const size = Number(limit);
  const events = await history.changes(id, {
    ...rest,
    ...period(from, to),
    after: Number(cursor ?? 0),
    limit: size + 1,
  });
  const items = events.slice(0, size).map(changeView);
  return { items, ...(events.length > size ? { next: String(items.at(-1)?.version) } : {}) };
}

/** Which changes across documents are asked for. */
export class ChangesAcross {
  @Optional() @IsLabel(200) field?: string;
  @Optional() @IsId() actor?: string;
  @Optional() @IsTime() from?: string;
  @Optional() @IsTime() to?: string;
  @Optional() @IsPageSize() limit?: string;
  @Optional() @IsLabel(300) cursor?: string;
}

/** A page of the changes of all documents, each with the id of its document, by time. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the documents and events are
export async function changesAcrossPage(history: AggregateHistory<any, any>, { limit = '50', cursor, from, to, ...rest }: ChangesAcross) {
  const size = Number(limit);
  const query = { ...rest, ...period(from, to), limit: size + 1 };
  const records = await history.allChanges(query, cursor === undefined ? undefined : changesCursor(cursor));
  const items = records.slice(0, size).map(({ documentId, event }) => ({ documentId, ...changeView(event) }));
  const last = records[size - 1];
  return { items, ...(records.length > size && last ? { next: encodeCursor([last.event.time, last._id]) } : {}) };
}

function changesCursor(cursor: string): ChangesCursor {
  const [time, recordId] = decodeCursor(cursor);
  return { time, recordId };
}

function period(from: string | undefined, to: string | undefined) {
  return {
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
  };
}
