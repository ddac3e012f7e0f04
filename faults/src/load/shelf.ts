import type { Random } from '../random.js';
import type { Count } from './client-record.js';

const locations = ['main', 'north', 'south'] as const;
// Before anything leaves, also by a clock that is wrong by a day, so that all that leaves is deducted from every count.
const COUNTED_BEFORE = 3 * 86_400_000;

/**
 * Counts of products that many want: of a product at a location, each later than the one before, and not lower. So at no time may more be
 * promised and gone than the last one says, in whatever order they are told.
 */
export class Shelf {
  readonly #from = Date.now() - COUNTED_BEFORE;
  readonly #last = new Map<string, { readonly onHand: number; readonly turn: number }>();

  /** On average half of what one order takes more, so that there is never enough for all. */
  count({ sku, quantity }: { readonly sku: string; readonly quantity: number }, random: Random): Count {
    const location = random.pick(locations);
    const place = `${location}/${sku}`;
    const before = this.#last.get(place) ?? { onHand: 0, turn: 0 };
    const turn = before.turn + 1;
    const onHand = before.onHand + random.integer(0, quantity);
    this.#last.set(place, { onHand, turn });
    return { location, sku, onHand, asOf: new Date(this.#from + turn * 1_000).toISOString() };
  }
}
