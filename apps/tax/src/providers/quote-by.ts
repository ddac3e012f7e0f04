import type { TaxAmounts } from '#contracts/events/tax.js';
import type { TaxSale } from '#contracts/events/tax-transaction.js';
import { type Refusal, refuse } from '#contracts/refusals.js';
import type { Rounding } from '#contracts/tax-rounding.js';
import { taxAmounts } from '../domain/calculate-tax.js';
import { type TaxProvider, TaxRefused } from './tax-provider.js';

/** What tax there would be, by whichever provider. Throws Unavailable where one outside does not say. */
export async function quoteBy(provider: TaxProvider, sale: TaxSale, rounding: Rounding): Promise<TaxAmounts | Refusal> {
  if (provider.name !== 'avatax') return taxAmounts(sale, provider, rounding);
  try {
    return await provider.quote(sale, { mayBeRecent: true });
  } catch (error) {
    if (error instanceof TaxRefused) return refuse('tax-refused', error.message, error.path);
    throw error;
  }
}
