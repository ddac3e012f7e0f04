import { ProblemError, problem } from './problem.js';

/** An opaque text that says behind which item a page begins: a time and a text without spaces. */
export function encodeCursor([one, other]: readonly [string, string]): string {
  return Buffer.from(`${one} ${other}`).toString('base64url');
}

/** The time and the text. Throws a problem with 400 when it is none of ours. */
export function decodeCursor(cursor: string): readonly [string, string] {
  const [, one, other] = /^(\S+) (\S+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (one !== undefined && other !== undefined && !Number.isNaN(Date.parse(one))) return [one, other];
  throw new ProblemError(
    problem('invalid-input', 'the cursor is not usable', [{ path: 'cursor', message: 'must be the "next" of the page before' }]),
  );
}
