import { type DynamicModule, Module } from '@nestjs/common';
import { DatabaseClock } from '#platform/database-clock.js';
import { DocumentServiceModule, STORES } from '#platform/document-service.module.js';
import { Metrics } from '#platform/metrics.js';
import { ProviderController } from './http/provider.controller.js';
import { TaxController } from './http/tax.controller.js';
import { OrderEventsConsumer } from './messaging/order-events.consumer.js';
import { PaymentEventsConsumer } from './messaging/payment-events.consumer.js';
import { OutsideTax } from './outside-tax.js';
import { createProviders, PROVIDERS } from './providers/providers.js';
import { ReturnCalls } from './return-calls.js';
import { DueTransactions } from './storage/due-transactions.js';
import { taxDocumentAggregate } from './storage/tax-document.schema.js';
import { taxReturnAggregate } from './storage/tax-return.schema.js';
import { taxTransactionAggregate } from './storage/tax-transaction.schema.js';
import { TaxConfig } from './tax.config.js';
import { TaxService } from './tax.service.js';
import { TaxCalls } from './tax-calls.js';

@Module({})
export class TaxModule {
  static forRoot(config: TaxConfig): DynamicModule {
    return {
      module: TaxModule,
      imports: [DocumentServiceModule.forRoot('tax', config, taxDocumentAggregate, taxTransactionAggregate, taxReturnAggregate)],
      controllers: [TaxController, ProviderController, OrderEventsConsumer, PaymentEventsConsumer],
      providers: [
        { provide: TaxConfig, useValue: config },
        { provide: PROVIDERS, inject: [TaxConfig, STORES, Metrics], useFactory: createProviders },
        ...[DatabaseClock, TaxService, OutsideTax, TaxCalls, ReturnCalls, DueTransactions],
      ],
    };
  }
}
