/** The key of a list, the newest first; before it, what the list is narrowed down by. */
export const newestFirst = { createdAt: -1, _id: -1 } as const;

/** An index of a field that few documents have, and that is not there in the others. */
export function ofSome(field: string) {
  return { key: { [field]: 1 as const }, partialFilterExpression: { [field]: { $exists: true } } };
}
