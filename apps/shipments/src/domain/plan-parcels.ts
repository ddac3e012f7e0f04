import type { FulfilmentLine } from '#contracts/fulfilment-order.js';
import { type Available, chooseLocation, type Sourcing } from './choose-location.js';
import { sum } from './stock.js';

type Pieces = Pick<FulfilmentLine, 'orderId' | 'lineId' | 'sku' | 'quantity'>;

/** What one location ships. */
export interface Parcel {
  readonly location: string;
  readonly items: readonly Pieces[];
}

/** So many locations are tried in every combination; of more, whichever has most of what is left is taken. */
const MOST_COMBINED = 3;

/**
 * Which location ships what, the one that keeps the shipment first; empty where people or another system must say. Only `fewest-parcels` has
 * several: the fewest locations that have together what can be had at all, of which the first waits for what cannot. Pieces of several orders
 * stay together.
 */
export function planParcels(sourcing: Sourcing, lines: readonly Pieces[], rejected: readonly string[], available: Available): Parcel[] {
  const location = chooseLocation(sourcing, lines, rejected, available);
  if (location === undefined) return [];
  const whole = [{ location, items: lines }];
  if (sourcing.strategy !== 'fewest-parcels' || lines.some(({ orderId }) => orderId !== lines[0]?.orderId)) return whole;
  const locations = sourcing.locations.filter((each) => !rejected.includes(each) && lines.some(({ sku }) => available(each, sku) > 0));
  const chosen = fewest(locations, needsOf(lines), available);
  return chosen.length === 0 ? whole : parcelsOf(chosen, lines, available);
}

/** The fewest that have of each product as much as all of them have, or as much as is needed; the earlier ones where several do. */
function fewest(locations: readonly string[], needs: ReadonlyMap<string, number>, available: Available): readonly string[] {
  const had = (some: readonly string[], sku: string, need: number) =>
    Math.min(need, sum(some.map((each) => Math.max(0, available(each, sku)))));
  const total = (some: readonly string[]) => sum([...needs].map(([sku, need]) => had(some, sku, need)));
  const all = total(locations);
  for (let size = 1; size <= Math.min(MOST_COMBINED, locations.length); size += 1) {
    for (const some of combinations(locations, size)) if (total(some) === all) return some;
  }
  const taken: string[] = [];
  while (total(taken) < all) {
    const rest = locations.filter((each) => !taken.includes(each));
    taken.push(rest.reduce((best, each) => (total([...taken, each]) > total([...taken, best]) ? each : best)));
  }
  return locations.filter((each) => taken.includes(each));
}

function* combinations(of: readonly string[], size: number): Generator<string[]> {
  if (size === 0) yield [];
  else for (const [index, first] of of.entries()) for (const rest of combinations(of.slice(index + 1), size - 1)) yield [first, ...rest];
}

function parcelsOf(locations: readonly string[], lines: readonly Pieces[], available: Available): Parcel[] {
  let left = [...lines];
  const parcels = locations.map((location) => {
    const stock = new Map([...needsOf(lines).keys()].map((sku) => [sku, Math.max(0, available(location, sku))]));
    const taken = left.map((line) => {
      const quantity = Math.min(line.quantity, stock.get(line.sku) ?? 0);
      stock.set(line.sku, (stock.get(line.sku) ?? 0) - quantity);
      return { ...line, quantity };
    });
    left = left.map((line, index) => ({ ...line, quantity: line.quantity - (taken[index]?.quantity ?? 0) }));
    return { location, taken };
  });
  return parcels
    .map(({ location, taken }, place) => ({
      location,
      items: taken
        .map((line, index) => (place === 0 ? { ...line, quantity: line.quantity + (left[index]?.quantity ?? 0) } : line))
        .filter(({ quantity }) => quantity > 0),
    }))
    .filter(({ items }) => items.length > 0);
}

function needsOf(lines: readonly Pieces[]): ReadonlyMap<string, number> {
  const needs = new Map<string, number>();
  for (const { sku, quantity } of lines) needs.set(sku, (needs.get(sku) ?? 0) + quantity);
  return needs;
}
