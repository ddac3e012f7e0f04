import { difference, sameIds } from './verify-difference.js';
import type { OrderState, Pieces, ReturnState } from './verify-shapes.js';

/** Where an order and its returns differ from each other, or more came back than was sent, a sentence each. */
export function* returnDifferences({ lines, claims = [], returns = [] }: OrderState, documents: readonly ReturnState[]): Generator<string> {
  yield* sameIds('returns', documents, returns);
  for (const document of documents) {
    const known = returns.find(({ id }) => id === document.id);
    if (!known) continue;
    const { number, status } = document;
    const expected = known.receipt ? ['Received'] : known.released ? [known.released.outcome] : ['Requested', 'Approved'];
    if (!expected.includes(status)) yield `return ${number} is ${status}, and the order says ${expected.join(' or ')}`;
    const [own, theirs] = [piecesIn(document.receipt?.items ?? document.items), piecesIn(known.items)];
    for (const lineId of new Set([...own.keys(), ...theirs.keys()]))
      yield* difference(`quantity of line ${lineId} in return ${number}`, own.get(lineId), theirs.get(lineId));
  }
  const sent = piecesIn(claims.flatMap(({ items }) => items));
  const returning = piecesIn(returns.flatMap(({ items, released }) => (released ? [] : items)));
  const received = piecesIn(returns.flatMap(({ items, receipt }) => (receipt ? items : [])));
  for (const [lineId, quantity] of returning) {
    if (quantity > (sent.get(lineId) ?? 0)) yield `returns hold ${quantity} of line ${lineId}, of which ${sent.get(lineId) ?? 0} were sent`;
  }
  for (const { id, returnedQuantity } of lines) yield* difference(`returned of line ${id}`, returnedQuantity, received.get(id));
}

function piecesIn(items: readonly Pieces[]): Map<string, number> {
  const pieces = new Map<string, number>();
  for (const { lineId, quantity } of items) pieces.set(lineId, (pieces.get(lineId) ?? 0) + quantity);
  return pieces;
}
