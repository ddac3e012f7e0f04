import { Exact } from './verify-exact.js';

/** The same documents, each once. */
export function* sameIds(what: string, found: readonly { id: string }[], expected: readonly { id: string }[]): Generator<string> {
  const [foundIds, expectedIds] = [new Set(found.map(({ id }) => id)), new Set(expected.map(({ id }) => id))];
  if (foundIds.size < found.length) yield `${what}: one occurs twice`;
  for (const id of expectedIds) if (!foundIds.has(id)) yield `${what}: ${id} is missing`;
  for (const id of foundIds) if (!expectedIds.has(id)) yield `${what}: ${id} was not asked for`;
}

/** The same value. */
export function* difference(what: string, found: unknown, expected: unknown): Generator<string> {
  if (found !== expected) yield `${what} is ${found}, expected ${expected}`;
}

/** The same amount, however it is written. `source` says where the expected one comes from. */
export function* amountDifference(what: string, found: string | undefined, expected: Exact, source = ''): Generator<string> {
  if (found === undefined || !Exact.of(found).equals(expected)) {
    yield `${what} is ${found}, expected ${expected}${source === '' ? '' : ` (${source})`}`;
  }
}
