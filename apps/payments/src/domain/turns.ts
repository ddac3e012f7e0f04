/** The turn after those that are taken. Undefined where one before it is missing: something changed while they were read. */
export function turnAfter(taken: readonly number[]): number | undefined {
  return taken.length === Math.max(0, ...taken) ? taken.length + 1 : undefined;
}
