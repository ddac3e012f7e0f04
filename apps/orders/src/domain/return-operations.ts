import type { ReplaceSent, ReturnItems } from '#contracts/commands/edit-order.js';
import { Decimal, exactly, sum } from '#contracts/money.js';
import type { RequestedShipment } from '#contracts/order.js';
import type { OrderLine } from '#contracts/order-line.js';
import { isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import { addShipment } from './move-between-shipments.js';
import { replacedQuantity } from './returned-quantities.js';
import type { Shipments } from './shipped-quantities.js';

/** A unit amount has 12 digits before the point. */
const TOO_LARGE = '1000000000000';

/** An order as far as what was sent comes back, or goes once more. */
interface SentContent {
  readonly lines: readonly OrderLine[];
  readonly shipments: Shipments;
  readonly fee: string;
  readonly lastLine: number;
  readonly closed: ReadonlySet<string>;
  /** Pieces of each line that have left the house, those that came back among them. */
  readonly claimed: ReadonlyMap<string, number>;
  /** Of those the ones that have come back or are on their way. */
  readonly returning: ReadonlyMap<string, number>;
}

/** The customer keeps so many pieces less, and pays the restocking fee; what was sent stays in its shipments. */
export function returnItems(
  content: SentContent,
  { items, restockingFee = '0' }: ReturnItems,
): { lines: OrderLine[]; fee: string } | Refusal {
  let lines = [...content.lines];
  for (const [index, { lineId, quantity }] of items.entries()) {
    const line = lines.find(({ id }) => id === lineId);
    if (!line) return refuse('line-not-found', `there is no line "${lineId}"`, `items[${index}].lineId`);
    const kept = (content.claimed.get(lineId) ?? 0) - (line.returnedQuantity ?? 0);
    if (quantity > Math.min(kept, line.quantity)) {
      return refuse('quantity-above-sent', `of line ${lineId}, ${kept} have left the house and not come back`, `items[${index}].quantity`);
    }
    const returned = {
      ...line,
      quantity: line.quantity - quantity,
      returnedQuantity: (line.returnedQuantity ?? 0) + quantity,
    };
    lines = lines.map((each) => (each === line ? returned : each));
  }
  const worth = worthOf(items, content.lines);
  if (worth.lt(restockingFee)) return refuse('fee-exceeds-price', `what comes back cost ${exactly(worth)} before tax`, 'restockingFee');
  const fee = Decimal(content.fee).plus(restockingFee);
  if (fee.gte(TOO_LARGE)) return refuse('amount-too-large', `the fee of the order must be below ${TOO_LARGE}`, 'restockingFee');
  return { lines, fee: exactly(fee) };
}

/** What was paid for pieces, before tax and the discount on the order. */
function worthOf(items: ReturnItems['items'], lines: readonly OrderLine[]): Decimal {
  const prices = new Map(lines.map(({ id, placedPrice }) => [id, placedPrice]));
  return sum(items.map(({ lineId, quantity }) => Decimal(prices.get(lineId) ?? '0').times(String(quantity))));
}

/** Another line of the same product at no cost, in a shipment of its own. Of a line, no more is replaced than was sent and does not come back. */
export function replaceSent(
  content: SentContent,
  asked: ReplaceSent,
  status: string,
): { lines: OrderLine[]; lastLine: number; shipments: RequestedShipment[] } | Refusal {
  const { lineId, quantity, fulfilmentCentre } = asked;
  const line = content.lines.find(({ id }) => id === lineId);
  if (!line) return refuse('line-not-found', `there is no line "${lineId}"`, 'lineId');
  const sent = content.claimed.get(lineId) ?? 0;
  const left = Math.max(0, sent - (content.returning.get(lineId) ?? 0) - replacedQuantity(content.lines, lineId));
  if (quantity > left) {
    const detail = `of line ${lineId}, ${sent} have left the house; ${left} of them do not come back and are not replaced yet`;
    return { ...refuse('quantity-above-sent', detail, 'quantity'), more: { lineId, sent, left, asked: quantity } };
  }
  const id = String(content.lastLine + 1);
  const lines = [...content.lines, replacement(line, id, quantity, status)];
  const method = asked.method ?? (content.shipments.at(-1)?.method as string);
  const items = [{ lineId: id, quantity }];
  const shipments = addShipment({ ...content, lines }, { op: 'addShipment', method, ...(fulfilmentCentre && { fulfilmentCentre }), items });
  return isRefusal(shipments) ? shipments : { lines, lastLine: content.lastLine + 1, shipments };
}

/** What the line says of its product, and nothing of what was agreed on it. */
function replacement(line: OrderLine, id: string, quantity: number, status: string): OrderLine {
  const { externalId: _, comment: __, promisedOn: ___, expectedOn: ____, ...rest } = line;
  const { discounts: _____, cancelledQuantity: ______, returnedQuantity: _______, ...product } = rest;
  const nothing = { price: '0', discount: '0', fee: '0' };
  return { ...product, ...nothing, id, status, quantity, replacementOf: line.id };
}
