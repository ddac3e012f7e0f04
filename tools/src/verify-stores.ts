import { readFile } from 'node:fs/promises';
import currencies from 'currency-codes';
import type { Rounding } from './verify-exact.js';

/** What of a store's configuration its orders' amounts depend on. */
export interface Store {
  readonly id: string;
  readonly currencies: readonly string[];
  readonly country: string;
  readonly tax: {
    readonly provider: string;
    readonly rates?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly pricesIncludeTax?: boolean;
  };
  readonly rounding?: Readonly<Record<string, Rounding>>;
  readonly taxRounding?: 'order' | 'line';
}

/** The file that the services read too: `STORES_FILE`, else the one that comes with the project. */
export const storesFile = (): string => process.env.STORES_FILE || 'config/stores.json';

/** The stores by id. */
export async function readStores(file = storesFile()): Promise<Map<string, Store>> {
  const { stores } = JSON.parse(await readFile(file, 'utf8')) as { stores: Store[] };
  return new Map(stores.map((store) => [store.id, store]));
}

/** The flat rate for goods of a tax code, sent to this country; `0` where the store has none for it (exports). */
export function flatRate(store: Store, country: string, taxCode?: string): string {
  const rates = store.tax.rates?.[country];
  // A tax code is a client's text, and may be the name of something that every object has.
  return (taxCode !== undefined && rates && Object.hasOwn(rates, taxCode) && rates[taxCode]) || rates?.default || '0';
}

/** Decimals of a currency's minor unit, and how the store rounds to them. */
export function roundingOf(store: Store | undefined, currency: string): { decimals: number; rounding: Rounding; taxByLine: boolean } {
  const decimals = currencies.code(currency)?.digits;
  if (decimals === undefined) throw new Error(`${currency} is not an ISO 4217 currency`);
  return { decimals, rounding: store?.rounding?.[currency] ?? 'half-away-from-zero', taxByLine: store?.taxRounding === 'line' };
}
