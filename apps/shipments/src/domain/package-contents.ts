import type { PackageContent, PackedItem, ShipmentPackage } from '#contracts/packages.js';
import { type Refusal, refuse } from '#contracts/refusals.js';

type Part = Pick<PackedItem, 'orderId' | 'lineId' | 'quantity'>;

/** What stands against packages: they hold more of a line than the shipment, all together. */
export function contentsObstacle(packages: readonly PackageContent[], held: readonly Part[]): Refusal | undefined {
  const left = quantities(held);
  for (const [index, { items }] of packages.entries()) {
    const lines = new Set<string>();
    for (const [place, item] of items.entries()) {
      const line = keyOf(item);
      const path = `packages[${index}].items[${place}]`;
      if (lines.has(line)) return refuse('invalid-input', `line ${item.lineId} stands twice in this package`, `${path}.lineId`);
      lines.add(line);
      const rest = left.get(line) ?? 0;
      if (item.quantity > rest) return aboveHeld(item, rest, `${path}.quantity`);
      left.set(line, rest - item.quantity);
    }
  }
  return undefined;
}

function aboveHeld({ lineId, quantity }: Part, left: number, path: string): Refusal {
  const detail = `line ${lineId}: the shipment has ${left} that are not in another package, not ${quantity}`;
  return { ...refuse('quantity-above-held', detail, path), more: { lineId, left, asked: quantity } };
}

/** The packages that hold more than there is left of it, without what is gone: it is taken from the last ones. */
export function emptied(packages: readonly ShipmentPackage[], held: readonly Part[]): PackageContent[] {
  const gone = quantities(packages.flatMap(({ items }) => items));
  for (const [line, quantity] of quantities(held)) gone.set(line, Math.max(0, (gone.get(line) ?? 0) - quantity));
  return packages
    .toReversed()
    .map(({ id, items }) => ({ before: items, content: { id, items: items.map((item) => less(item, gone)).filter(isThere) } }))
    .filter(({ before, content }) => total(before) !== total(content.items))
    .map(({ content }) => content)
    .reverse();
}

/** What no package holds. */
export function notPacked<Item extends Part>(packages: readonly PackageContent[], held: readonly Item[]): Item[] {
  const packed = quantities(packages.flatMap(({ items }) => items));
  return held.map((item) => ({ ...item, quantity: item.quantity - (packed.get(keyOf(item)) ?? 0) })).filter(isThere);
}

/** So much less of it as is gone, which is noted as taken. */
function less(item: PackedItem, gone: Map<string, number>): PackedItem {
  const line = keyOf(item);
  const all = gone.get(line) ?? 0;
  const taken = Math.min(item.quantity, all);
  gone.set(line, all - taken);
  return { ...item, quantity: item.quantity - taken };
}

function quantities(parts: readonly Part[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const part of parts) found.set(keyOf(part), (found.get(keyOf(part)) ?? 0) + part.quantity);
  return found;
}

const keyOf = ({ orderId, lineId }: Part) => `${orderId} ${lineId}`;
const isThere = ({ quantity }: Part) => quantity > 0;
const total = (items: readonly Part[]) => items.reduce((sum, { quantity }) => sum + quantity, 0);
