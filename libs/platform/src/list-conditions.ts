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

/** What fields of a document's state must be, by their names; a condition that is undefined is none. */
export function stateIs(conditions: object): object {
  const named = Object.entries(conditions).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named.map(([name, value]) => [`state.${name}`, value]));
}

/** What came into being within two times, as texts. */
export function createdWithin(from: string | undefined, to: string | undefined): object {
  return within('createdAt', momentOf(from), momentOf(to));
}

/** What has a time within two others in a field of its state, all as texts: those that are asked with may be in any zone. */
export function timeWithin(field: string, from: string | undefined, to: string | undefined): object {
  return within(`state.${field}`, momentOf(from)?.toISOString(), momentOf(to)?.toISOString());
}

function momentOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
