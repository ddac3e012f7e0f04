import type { Address } from '#contracts/parties.js';
import { type Refusal, refuse } from '#contracts/refusals.js';
import { type ResolvedAddress, type TaxProvider, TaxRefused } from './tax-provider.js';

/** What a store's provider makes of an address; those by rates know none. Throws Unavailable where one outside does not say. */
export async function resolveBy(provider: TaxProvider, address: Address): Promise<ResolvedAddress | Refusal> {
  if (provider.name !== 'avatax') {
    return { status: 'unchecked', messages: [{ severity: 'Information', text: `the tax provider "${provider.name}" knows no addresses` }] };
  }
  try {
    return await provider.resolve(address);
  } catch (error) {
    if (error instanceof TaxRefused) return refuse('tax-refused', error.message, error.path);
    throw error;
  }
}
