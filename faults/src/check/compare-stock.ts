import { type Db, documentsOf } from '#tools/verify-databases.js';
import type { StockState } from '#tools/verify-fulfilment.js';
import { stateOf } from '#tools/verify-orders.js';
import { kindOf, verifiedServices } from '#tools/verify-services.js';
import type { Count, OrderRecord } from '../load/client-record.js';
import type { OrderRef } from './findings.js';

/** A stock in the database, as far as it is compared with what was counted. */
export type StoredStock = Pick<StockState, 'location' | 'sku' | 'onHand' | 'lines' | 'left'> & { readonly asOf?: string };

export async function storedStocks(db: Db): Promise<StoredStock[]> {
  const stocks: StoredStock[] = [];
  for await (const document of documentsOf<StoredStock>(db, kindOf(verifiedServices.shipments, 'stocks'))) stocks.push(stateOf(document));
  return stocks;
}

/**
 * Counts that were acknowledged and are not there, or stand where a later one was acknowledged; figures that nobody told; and stocks of which more
 * is promised and gone than was ever told. Each in the name of an order whose client told it.
 */
export function* stockDifferences(records: Iterable<OrderRecord>, stored: readonly StoredStock[]): Generator<OrderRef> {
  const stocks = new Map(stored.map((stock) => [placeOf(stock), stock]));
  const told = [...records].flatMap(({ key, count }) => (count ? [{ key, ...count }] : []));
  for (const [place, counts] of Map.groupBy(told, placeOf)) {
    const stock = stocks.get(place);
    const last = counts.filter(({ acknowledged }) => acknowledged).reduce(later, undefined);
    const note = (key: string, text: string): OrderRef => ({ key, text: `stock ${place}, counted by the client of ${key}: ${text}` });
    if (last && (stock?.asOf === undefined || Date.parse(stock.asOf) < Date.parse(last.asOf))) {
      yield note(last.key, `the count as of ${last.asOf} was acknowledged, and that as of ${stock?.asOf} is known`);
    }
    if (!stock?.asOf) continue;
    const known = counts.find(({ asOf }) => asOf === stock.asOf);
    const key = (known ?? counts[0])?.key ?? '';
    if (known?.onHand !== stock.onHand) yield note(key, `${stock.onHand} as of ${stock.asOf} are known, counted were ${known?.onHand}`);
    const promised = sum(stock.lines.map(({ reserved }) => reserved));
    const gone = sum(stock.left.map(({ quantity }) => quantity));
    if (promised + gone > stock.onHand) yield note(key, `${promised} are promised and ${gone} gone of ${stock.onHand}`);
  }
}

type Told = Count & { readonly key: string; readonly acknowledged: boolean };

const placeOf = ({ location, sku }: Pick<Count, 'location' | 'sku'>) => `${location}/${sku}`;
const later = (one: Told | undefined, other: Told) => (one && Date.parse(one.asOf) > Date.parse(other.asOf) ? one : other);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
