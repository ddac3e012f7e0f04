import type { Store } from '#platform/stores.js';
import type { TaxProvider } from './tax-provider.js';

/** Rates per country of the delivery and tax code, from the store's configuration; a country that is not listed is not taxed. */
export function flatProvider(store: Store): TaxProvider {
  return {
    name: 'flat',
    rateOf: ({ order }, { taxCode }) => {
      const country = order.addresses.shipping?.country ?? store.country;
      const rates = store.tax.rates?.[country];
      return (taxCode === undefined ? undefined : rates?.[taxCode]) ?? rates?.default ?? '0';
    },
  };
}
