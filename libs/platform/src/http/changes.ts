import { IsCursor, IsId, IsLabel, IsPageSize, IsTime, Optional } from '#contracts/fields.js';
import { type AggregateHistory, changeView } from '../aggregate-history.js';

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
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
    after: Number(cursor ?? 0),
    limit: size + 1,
  });
  const items = events.slice(0, size).map(changeView);
  return { items, ...(events.length > size ? { next: String(items.at(-1)?.version) } : {}) };
}
