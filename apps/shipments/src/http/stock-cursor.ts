import type { StockPlace } from '#contracts/commands/set-stock.js';
import { ProblemError, problem } from '#platform/http/problem.js';

/** An opaque text for where a list of stocks goes on. */
export function encodePlace({ sku, location }: StockPlace): string {
  return Buffer.from(JSON.stringify([sku, location])).toString('base64url');
}

/** Throws a problem with 400 for a text that is no cursor. */
export function decodePlace(cursor: string): readonly [sku: string, location: string] {
  try {
    const [sku, location, more] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof sku === 'string' && typeof location === 'string' && more === undefined) return [sku, location];
  } catch {}
  throw new ProblemError(
    problem('invalid-input', 'the cursor is not usable', [{ path: 'cursor', message: 'must be the "next" of the page before' }]),
  );
}
