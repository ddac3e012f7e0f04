import { IsLabel, IsOneOf, IsPageSize, Optional } from '#contracts/fields.js';
import type { PageCursor } from '../list-conditions.js';
import { ProblemError, problem } from './problem.js';

/** Which page of a list is asked for: how many items at most, 50 when left out, and the `next` of the page before. */
export class PageQuery {
  @Optional() @IsPageSize() limit?: string;
  @Optional() @IsLabel(300) cursor?: string;
}

/** The same, of a list that can say how long it is. */
export class CountedPageQuery extends PageQuery {
  @Optional() @IsOneOf(['true', 'false']) count?: 'true' | 'false';
}

/** A list that can be read from any item on. */
interface PagedList<Item> {
  find(limit: number, after?: PageCursor): Promise<Item[]>;
  cursorOf(item: Item): PageCursor;
  count?(): Promise<number>;
}

type Asked = { readonly [Name in keyof CountedPageQuery]: CountedPageQuery[Name] | undefined };

/** A page of a list; `next` when there is one after it, `total` when it is asked for. Throws a problem with 400 for a cursor that is none. */
export async function pageOf<Item>(
  { limit = '50', cursor, count }: Asked,
  list: PagedList<Item>,
): Promise<{ items: Item[]; next?: string; total?: number }> {
  const size = Number(limit);
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const [found, total] = await Promise.all([list.find(size + 1, after), count === 'true' ? list.count?.() : undefined]);
  const items = found.slice(0, size);
  const last = items.at(-1);
  return {
    items,
    ...(found.length > size && last ? { next: encodeCursor(list.cursorOf(last)) } : {}),
    ...(total === undefined ? {} : { total }),
  };
}

/** An opaque text; neither part has spaces. */
export function encodeCursor([time, id]: PageCursor): string {
  return Buffer.from(`${time} ${id}`).toString('base64url');
}

/** Throws a problem with 400 for a text that is no cursor. */
export function decodeCursor(cursor: string): PageCursor {
  const [, time, id] = /^(\S+) (\S+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (time !== undefined && id !== undefined && !Number.isNaN(Date.parse(time))) return [time, id];
  throw new ProblemError(
    problem('invalid-input', 'the cursor is not usable', [{ path: 'cursor', message: 'must be the "next" of the page before' }]),
  );
}
