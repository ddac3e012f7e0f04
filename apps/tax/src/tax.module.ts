import { type DynamicModule, Module } from '@nestjs/common';
import { DatabaseClock } from '#platform/database-clock.js';
import { DocumentServiceModule, STORES } from '#platform/document-service.module.js';
import { Metrics } from '#platform/metrics.js';
import { ExchangesController } from './http/exchanges.controller.js';
import { ProviderController } from './http/provider.controller.js';
import { TaxController } from './http/tax.controller.js';
import { TaxJobsController } from './http/tax-jobs.controller.js';
import { ReconciliationSteps } from './jobs/reconciliation-steps.js';
import { SubmissionSteps } from './jobs/submission-steps.js';
import { TaxDifferenceFigures } from './jobs/tax-difference-figures.js';
import { TaxJobs } from './jobs/tax-jobs.js';
import { TaxJobsService } from './jobs/tax-jobs.service.js';
import { TaxSchedule } from './jobs/tax-schedule.js';
import { TaxSubmitter } from './jobs/tax-submitter.js';
import { OrderEventsConsumer } from './messaging/order-events.consumer.js';
import { PaymentEventsConsumer } from './messaging/payment-events.consumer.js';
import { OutsideTax } from './outside-tax.js';
import { createProviders, PROVIDERS } from './providers/providers.js';
import { ReturnCalls } from './return-calls.js';
import { DueTransactions } from './storage/due-transactions.js';
import { OwnDocuments } from './storage/own-documents.js';
import { taxDocumentAggregate } from './storage/tax-document.schema.js';
import { TaxExchanges } from './storage/tax-exchanges.js';
import { TaxJobsStore } from './storage/tax-jobs.store.js';
import { taxReturnAggregate } from './storage/tax-return.schema.js';
import { taxTransactionAggregate } from './storage/tax-transaction.schema.js';
import { TaxConfig } from './tax.config.js';
import { TaxService } from './tax.service.js';
import { TaxCalls } from './tax-calls.js';
import { TaxTurns } from './tax-turns.js';

@Module({})
export class TaxModule {
  static forRoot(config: TaxConfig): DynamicModule {
    return {
      module: TaxModule,
      imports: [DocumentServiceModule.forRoot('tax', config, taxDocumentAggregate, taxTransactionAggregate, taxReturnAggregate)],
      controllers: [TaxController, ExchangesController, TaxJobsController, ProviderController, OrderEventsConsumer, PaymentEventsConsumer],
      providers: [
        { provide: TaxConfig, useValue: config },
        { provide: PROVIDERS, inject: [TaxConfig, STORES, Metrics], useFactory: createProviders },
        ...[DatabaseClock, TaxService, OutsideTax, TaxCalls, TaxTurns, ReturnCalls, DueTransactions, TaxExchanges],
        ...[TaxJobs, TaxJobsService, TaxJobsStore, TaxSchedule, TaxSubmitter],
        ...[OwnDocuments, ReconciliationSteps, SubmissionSteps, TaxDifferenceFigures],
      ],
    };
  }
}
