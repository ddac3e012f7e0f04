import type { RefundDestination } from '#contracts/commands/move-money.js';
import type { Gateway } from '#contracts/commands/place-order.js';
import { ConfigurationError } from '#platform/config.js';
import type { Database } from '#platform/database.js';
import type { Stores } from '#platform/document-service.module.js';
import { gatewaysOf } from '#platform/stores.js';
import type { PaymentsConfig } from '../payments.config.js';
import { createCreditProvider } from './credit/credit.provider.js';
import type { CreditCodes } from './credit/credit-codes.js';
import type { CreditLedger } from './credit/credit-ledger.js';
import { manualProvider } from './manual.provider.js';
import type { LocalProvider, PaymentProvider } from './provider.js';
import { createSandboxProvider } from './sandbox/sandbox.provider.js';
import { createStripeProvider } from './stripe/stripe.provider.js';

/** Injection token of the gateways that this service can ask. */
export const PROVIDERS = Symbol('providers');
export type Providers = ReadonlyMap<Gateway, PaymentProvider | LocalProvider>;

/** Each gateway that the settings are enough for. Throws ConfigurationError when a store offers another. */
export function createProviders(
  config: PaymentsConfig,
  stores: Stores,
  database: Database,
  ledger: CreditLedger,
  codes: CreditCodes,
): Providers {
  const all = [manualProvider, createSandboxProvider(database), createCreditProvider(ledger, codes), ...stripe(config)];
  const providers = new Map(all.map((provider) => [provider.gateway, provider]));
  for (const store of stores.values()) {
    const missing = gatewaysOf(store).find((gateway) => !providers.has(gateway));
    if (missing) throw new ConfigurationError(`STORES_FILE: "${store.id}" takes payments by ${missing}, which has no settings here`);
  }
  return providers;
}

/** The provider of a payment that exists. Throws when it is no longer configured: a fault of the settings, not of the payment. */
export function providerOf(providers: Providers, gateway: Gateway): PaymentProvider | LocalProvider {
  const provider = providers.get(gateway);
  if (!provider) throw new Error(`the gateway "${gateway}" of a payment is not configured any more`);
  return provider;
}

/** Who carries a call out: the provider of its payment, or of where a refund goes. */
export function providerOfCall(
  providers: Providers,
  { gateway }: { readonly gateway: Gateway },
  { destination }: { readonly destination?: RefundDestination },
): PaymentProvider | LocalProvider {
  return providerOf(providers, destination === 'credit' ? 'credit' : gateway);
}

function stripe({ STRIPE_SECRET_KEY: secretKey, STRIPE_URL: url, STRIPE_MULTICAPTURE }: PaymentsConfig): PaymentProvider[] {
  if (secretKey === undefined) return [];
  return [createStripeProvider({ secretKey, ...(url && { url }), multicapture: STRIPE_MULTICAPTURE === 'true' })];
}
