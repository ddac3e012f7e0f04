import { decodeCursor, encodeCursor } from './cursor.js';

/** Behind which item of a list a page begins: its time and its id. */
export type PageCursor = readonly [time: string, id: string];

/**
 * A page of a list, of at most `limit` items, 50 when left out. `find` is asked for one more, to see whether there is a page after it; its
 * `next` is made of what `cursorOf` says of the last item.
 */
export async function pageOf<Item>(
  { limit = '50', cursor }: { readonly limit?: string | undefined; readonly cursor?: string | undefined },
  find: (limit: number, after?: PageCursor) => Promise<Item[]>,
  cursorOf: (item: Item) => PageCursor,
): Promise<{ items: Item[]; next?: string }> {
  const size = Number(limit);
  const found = await find(size + 1, cursor === undefined ? undefined : decodeCursor(cursor));
  const items = found.slice(0, size);
  const last = items.at(-1);
  return { items, ...(found.length > size && last ? { next: encodeCursor(cursorOf(last)) } : {}) };
}
