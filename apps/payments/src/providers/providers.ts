import type { Gateway } from '#contracts/commands/place-order.js';
import type { Database } from '#platform/database.js';
import { createCreditProvider } from './credit/credit.provider.js';
import type { CreditCodes } from './credit/credit-codes.js';
import type { CreditLedger } from './credit/credit-ledger.js';
import { manualProvider } from './manual.provider.js';
import type { LocalProvider, PaymentProvider } from './provider.js';
import { createSandboxProvider } from './sandbox/sandbox.provider.js';

/** Injection token of the gateways that this service can ask. */
export const PROVIDERS = Symbol('providers');
export type Providers = ReadonlyMap<Gateway, PaymentProvider | LocalProvider>;

/** Make them before the database opens. */
export function createProviders(database: Database, ledger: CreditLedger, codes: CreditCodes): Providers {
  const providers = [manualProvider, createSandboxProvider(database), createCreditProvider(ledger, codes)];
  return new Map(providers.map((provider) => [provider.gateway, provider]));
}

/** The provider of a payment that exists. Throws when it is no longer configured: a fault of the settings, not of the payment. */
export function providerOf(providers: Providers, gateway: Gateway): PaymentProvider | LocalProvider {
  const provider = providers.get(gateway);
  if (!provider) throw new Error(`the gateway "${gateway}" of a payment is not configured any more`);
  return provider;
}
