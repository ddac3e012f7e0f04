import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { storesFile } from '../verify-stores.js';

/** What a double and the services know of each other; the first signing secret takes over from the second. */
export const stripeSecrets = { key: 'sk_test_of_the_double', signing: ['whsec_of_now', 'whsec_of_before'] } as const;

/** Settings with which services take payments by a double at `url`, besides by hand, in each store. The stores are written to `directory`. */
export async function stripeSettings(url: string, directory: string): Promise<Record<string, string>> {
  const { stores } = JSON.parse(await readFile(storesFile(), 'utf8'));
  const file = path.join(directory, 'stores-with-stripe.json');
  await writeFile(file, JSON.stringify({ stores: stores.map((store: object) => ({ ...store, gateways: ['manual', 'stripe'] })) }));
  return {
    STORES_FILE: file,
    STRIPE_SECRET_KEY: stripeSecrets.key,
    STRIPE_URL: url,
    STRIPE_WEBHOOK_SECRETS: stripeSecrets.signing.join(','),
    STRIPE_MULTICAPTURE: 'true',
  };
}
