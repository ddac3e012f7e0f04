import { Controller, Get, Inject, Query } from '@nestjs/common';
import { TestTaxProvider } from '#contracts/commands/quote-tax.js';
import { refuse } from '#contracts/refusals.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orThrow, validated } from '#platform/http/problem.js';
import { PROVIDERS, type Providers } from '../providers/providers.js';
import { TaxUnanswered } from '../providers/tax-provider.js';

/** For operators: whether the tax provider of a store can be reached and knows us. */
@Controller('v1/tax/provider')
export class ProviderController {
  constructor(
    @Inject(PROVIDERS) private readonly providers: Providers,
    @Inject(STORES) private readonly stores: Stores,
  ) {}

  /** Always an answer, with the reason where it is not well. */
  @Get()
  async test(@Query(validated(TestTaxProvider)) { storeId }: TestTaxProvider) {
    const store = this.stores.get(storeId);
    if (!store) return orThrow(refuse('unknown-store', `there is no store "${storeId}"`, 'storeId'));
    const provider = this.providers.of(store);
    if (provider.name !== 'avatax') return { provider: provider.name, isConnected: true };
    try {
      await provider.test();
      return { provider: provider.name, isConnected: true };
    } catch (error) {
      const { message } = error as Error;
      return { provider: provider.name, isConnected: false, reason: error instanceof TaxUnanswered ? error.reason : message };
    }
  }
}
