import type { Store } from '#platform/stores.js';
import type { RateProvider } from './tax-provider.js';

/** Rates per country of the delivery and tax code, from the store's configuration; a country that is not listed is not taxed. */
export function flatProvider(store: Pick<Store, 'tax'>): RateProvider {
  return {
    name: 'flat',
    rateOf: ({ country }, { taxCode }) => {
      const rates = store.tax.rates?.[country];
      if (!rates) return '0';
      // A tax code is a client's text, and may be the name of something that every object has.
      return (taxCode !== undefined && Object.hasOwn(rates, taxCode) ? rates[taxCode] : rates.default) ?? '0';
    },
  };
}
