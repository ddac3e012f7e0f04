/** Behind which item of a list a page begins: its time and its id. */
export type PageCursor = readonly [time: string, id: string];

/** What comes behind an item in a list that is sorted by a time, and by `_id` where times are equal; all when there is no such item. */
export function behind(field: string, direction: 'ascending' | 'descending', after?: readonly [time: string | Date, id: string]): object {
  if (!after) return {};
  const [time, id] = after;
  const further = direction === 'ascending' ? '$gt' : '$lt';
  return { $or: [{ [field]: { [further]: time } }, { [field]: time, _id: { [further]: id } }] };
}

/** What lies within two times, both included; a side that is left out is open. */
export function within<Time extends string | Date>(field: string, from: Time | undefined, to: Time | undefined): object {
  if (from === undefined && to === undefined) return {};
  return { [field]: { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lte: to }) } };
}
