import { ConfigurationError } from '#platform/config.js';
import type { Stores } from '#platform/document-service.module.js';
import type { Metrics } from '#platform/metrics.js';
import type { Store } from '#platform/stores.js';
import { avataxSettings, type TaxConfig } from '../tax.config.js';
import { avataxProvider } from './avatax/avatax.provider.js';
import type { LineTax } from './avatax/avatax-answer.js';
import { AvataxClient } from './avatax/avatax-client.js';
import { flatProvider } from './flat.provider.js';
import { RecentAnswers } from './recent-answers.js';
import type { OutsideProvider, RateProvider, TaxProvider } from './tax-provider.js';

/** Injection token of the `Providers`. */
export const PROVIDERS = Symbol('tax providers');

/** The providers that stores have chosen. */
export interface Providers {
  of(store: Store): TaxProvider;
  /** Whether any store's is outside, so that there is something to be told. */
  readonly hasOutside: boolean;
  /** For how long whoever tells of an order has it in hand, in milliseconds: twice as long as one question and what follows may take. */
  readonly inHand: number;
  /** Whether it is of no use to ask outside now. */
  readonly isResting: boolean;
}

/** So many characters of quotes are remembered: some 30,000 lines. */
const REMEMBERED = 16_000_000;

/** Those outside share one connection, and what was just quoted. Throws ConfigurationError where it is not set. */
export function createProviders(config: TaxConfig, stores: Stores, metrics: Metrics): Providers {
  const outside = [...stores.values()].filter(({ tax }) => tax.provider === 'avatax');
  const client = outside.length > 0 ? new AvataxClient(avataxSettings(config)) : undefined;
  const recent = new RecentAnswers<readonly LineTax[]>(
    config.TAX_QUOTE_CACHE,
    REMEMBERED,
    metrics.counter('docket_tax_quotes_total', 'Quotes of a provider outside, by how they were answered', 'by'),
  );
  const made = new Map(outside.map((store) => [store.id, avataxOf(store, config, client as AvataxClient, recent)]));
  return {
    of: (store) => made.get(store.id) ?? rateProviderOf(store),
    hasOutside: made.size > 0,
    inHand: 4 * config.AVATAX_DEADLINE,
    get isResting() {
      return client?.isResting ?? false;
    },
  };
}

/** The provider by the store's own rates. */
export function rateProviderOf(store: Pick<Store, 'country' | 'tax'>): RateProvider {
  switch (store.tax.provider) {
    // The rates of a store with AvaTax count while that is away.
    case 'avatax':
    case 'flat':
      return flatProvider(store);
    case 'rates':
      return { name: 'rates', rateOf: (_taxable, { taxRate }) => taxRate ?? '0' };
    case 'none':
      return { name: 'none', rateOf: () => '0' };
  }
}

function avataxOf(store: Store, config: TaxConfig, client: AvataxClient, recent: RecentAnswers<readonly LineTax[]>): OutsideProvider {
  const { avatax } = store.tax;
  const companyCode = avatax?.companyCode ?? config.AVATAX_COMPANY;
  if (!avatax || companyCode === undefined) {
    throw new ConfigurationError(`the store "${store.id}" has the tax provider "avatax": set AVATAX_COMPANY, or its companyCode`);
  }
  return avataxProvider(client, avatax, { companyCode, lineLimit: config.AVATAX_LINE_LIMIT }, recent);
}
