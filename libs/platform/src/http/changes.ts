import { IsCursor, IsId, IsLabel, IsPageSize, IsTime, Optional } from '#contracts/fields.js';
import { type AggregateHistory, changeView } from '../aggregate-history.js';
import { PageQuery, pageOf } from './page.js';

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
export class ChangesAcross extends PageQuery {
  @Optional() @IsLabel(200) field?: string;
  @Optional() @IsId() actor?: string;
  @Optional() @IsTime() from?: string;
  @Optional() @IsTime() to?: string;
}

/** A page of the changes of all documents, each with the id of its document, by time. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the documents and events are
export async function changesAcrossPage(history: AggregateHistory<any, any>, { limit, cursor, from, to, ...rest }: ChangesAcross) {
  const { items, ...page } = await pageOf(
    { limit, cursor },
    {
      find: (size, after) => history.allChanges({ ...rest, ...period(from, to), limit: size }, after),
      cursorOf: ({ event, _id }) => [event.time, _id],
    },
  );
  return { items: items.map(({ documentId, event }) => ({ documentId, ...changeView(event) })), ...page };
}

function period(from: string | undefined, to: string | undefined) {
  return {
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
  };
}
