import { readStores, storesFile } from './verify-stores.js';

/** Why the sample cannot be posted with these stores, for people; undefined when it can. */
export async function sampleObstacle(file = storesFile()): Promise<string | undefined> {
  const store = (await readStores(file)).get('uk');
  if (store?.currencies.includes('GBP')) return undefined;
  return `No sample orders: they are for a store "uk" that sells in GBP, and ${file} has ${store ? 'one that does not' : 'none'}.`;
}
