import type { Store } from '#platform/stores.js';
import { flatProvider } from './flat.provider.js';
import type { TaxProvider } from './tax-provider.js';

/** The provider that the store has chosen. */
export function providerOf(store: Store): TaxProvider {
  switch (store.tax.provider) {
    case 'flat':
      return flatProvider(store);
    case 'rates':
      return { name: 'rates', rateOf: (_taxable, { taxRate }) => taxRate ?? '0' };
    case 'none':
      return { name: 'none', rateOf: () => '0' };
  }
}
