import { type DynamicModule, Module } from '@nestjs/common';
import { Database } from '#platform/database.js';
import { DatabaseClock } from '#platform/database-clock.js';
import { DocumentServiceModule, STORES } from '#platform/document-service.module.js';
import { PdfPrinter } from '#platform/pdf/pdf-printer.js';
import { ExpiringPromises } from './expiring-promises.js';
import { GatewayCalls } from './gateway-calls.js';
import { CreditController } from './http/credit.controller.js';
import { InvoicesController } from './http/invoices.controller.js';
import { PaymentsController } from './http/payments.controller.js';
import { ReconciliationController } from './http/reconciliation.controller.js';
import { StripeWebhookController } from './http/stripe-webhook.controller.js';
import { InvoicesService } from './invoices.service.js';
import { LineRefunds } from './line-refunds.js';
import { CommandsConsumer } from './messaging/commands.consumer.js';
import { OrderEventsConsumer } from './messaging/order-events.consumer.js';
import { OrdersClient } from './orders-client.js';
import { PaymentsConfig } from './payments.config.js';
import { PaymentsService } from './payments.service.js';
import { CreditAccounts } from './providers/credit/credit-accounts.js';
import { CreditCodes } from './providers/credit/credit-codes.js';
import { CreditLedger } from './providers/credit/credit-ledger.js';
import { createProviders, PROVIDERS } from './providers/providers.js';
import { Reconciliation } from './reconciliation.js';
import { DueCalls } from './storage/due-calls.js';
import { invoiceAggregate } from './storage/invoice.schema.js';
import { paymentAggregate } from './storage/payment.schema.js';
import { PaymentList } from './storage/payment-list.js';
import { PromisesByEnd } from './storage/promises-by-end.js';
import { ReconciledOrders } from './storage/reconciled-orders.js';
import { StoreRules } from './store-rules.js';

@Module({})
export class PaymentsModule {
  static forRoot(config: PaymentsConfig): DynamicModule {
    return {
      module: PaymentsModule,
      imports: [DocumentServiceModule.forRoot('payments', config, paymentAggregate, invoiceAggregate)],
      controllers: [
        ...[PaymentsController, StripeWebhookController, CreditController, InvoicesController, ReconciliationController],
        ...[OrderEventsConsumer, CommandsConsumer],
      ],
      providers: [
        { provide: PaymentsConfig, useValue: config },
        { provide: PROVIDERS, inject: [PaymentsConfig, STORES, Database, CreditLedger, CreditCodes], useFactory: createProviders },
        ...[OrdersClient, PaymentList, DatabaseClock, DueCalls, GatewayCalls, PaymentsService, StoreRules],
        ...[PromisesByEnd, ExpiringPromises],
        ...[CreditLedger, CreditCodes, CreditAccounts],
        ...[ReconciledOrders, Reconciliation],
        ...[LineRefunds, InvoicesService, PdfPrinter],
      ],
    };
  }
}
