import type { AllotmentRule } from '#contracts/consignment.js';
import { Decimal, exactly, sum } from '#contracts/money.js';
import type { OrderLine } from '#contracts/order-line.js';
import { weighed } from './measures.js';
import type { Shipment } from './shipment.js';

/** What a price is allotted by: the grams, the value or the pieces of what a shipment holds. A line without a weight weighs nothing. */
export function shareOf(shipment: Pick<Shipment, 'items'>, rule: AllotmentRule, lines: readonly OrderLine[]): string {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const shares = shipment.items.map(({ lineId, quantity }) => perPiece(rule, byId.get(lineId)).times(String(quantity)));
  return exactly(sum(shares));
}

function perPiece(rule: AllotmentRule, line: OrderLine | undefined): Decimal {
  if (rule === 'quantity') return Decimal('1');
  if (rule === 'value') return Decimal(line?.placedPrice ?? '0');
  return Decimal(line?.weight ? weighed(line.weight).grams : '0');
}
