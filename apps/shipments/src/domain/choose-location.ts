import type { FulfilmentLine } from '#contracts/fulfilment-order.js';
import { sum } from './stock.js';

/** How a store chooses where a shipment is shipped from. */
export interface Sourcing {
  readonly strategy: 'default-location' | 'first-with-all' | 'fewest-parcels' | 'command';
  /** In the order in which they are tried. */
  readonly locations: readonly string[];
}

/** So many pieces of a product can be promised at a location. */
export type Available = (location: string, sku: string) => number;

/**
 * The location that ships these lines, or undefined where people or another system must say. `default-location`: the first.
 * `first-with-all` and `fewest-parcels`: the first that has all of it, else the first, which waits for the rest. Whoever has rejected it is not asked again.
 */
export function chooseLocation(
  { strategy, locations }: Sourcing,
  lines: readonly Pick<FulfilmentLine, 'sku' | 'quantity'>[],
  rejected: readonly string[],
  available: Available,
): string | undefined {
  if (strategy === 'command') return undefined;
  const candidates = locations.filter((location) => !rejected.includes(location));
  const needed = new Map<string, number>();
  for (const { sku, quantity } of lines) needed.set(sku, sum([needed.get(sku) ?? 0, quantity]));
  const hasAll = (location: string) => [...needed].every(([sku, quantity]) => available(location, sku) >= quantity);
  return (strategy === 'default-location' ? undefined : candidates.find(hasAll)) ?? candidates[0];
}
