import type { Gateway } from '#contracts/commands/place-order.js';
import { manualProvider } from './manual.provider.js';
import type { LocalProvider, PaymentProvider } from './provider.js';

/** Injection token of the gateways that this service can ask. */
export const PROVIDERS = Symbol('providers');
export type Providers = ReadonlyMap<Gateway, PaymentProvider | LocalProvider>;

export function createProviders(): Providers {
  return new Map<Gateway, PaymentProvider | LocalProvider>([[manualProvider.gateway, manualProvider]]);
}

/** The provider of a payment that exists. Throws when it is no longer configured: a fault of the settings, not of the payment. */
export function providerOf(providers: Providers, gateway: Gateway): PaymentProvider | LocalProvider {
  const provider = providers.get(gateway);
  if (!provider) throw new Error(`the gateway "${gateway}" of a payment is not configured any more`);
  return provider;
}
