import { type DynamicModule, Module } from '@nestjs/common';
import { DocumentServiceModule } from '#platform/document-service.module.js';
import { AddressChecks } from './address-checks.js';
import { DraftsService } from './drafts.service.js';
import { ChangesController } from './http/changes.controller.js';
import { ClaimsController } from './http/claims.controller.js';
import { DraftsController } from './http/drafts.controller.js';
import { HoldsController } from './http/holds.controller.js';
import { OrderListController } from './http/order-list.controller.js';
import { OrdersController } from './http/orders.controller.js';
import { ReturnsController } from './http/returns.controller.js';
import { CommandsConsumer } from './messaging/commands.consumer.js';
import { InvoiceEventsConsumer } from './messaging/invoice-events.consumer.js';
import { PaymentEventsConsumer } from './messaging/payment-events.consumer.js';
import { ReturnEventsConsumer } from './messaging/return-events.consumer.js';
import { ShipmentEventsConsumer } from './messaging/shipment-events.consumer.js';
import { TaxEventsConsumer } from './messaging/tax-events.consumer.js';
import { OrdersConfig } from './orders.config.js';
import { OrdersService } from './orders.service.js';
import { SettlementWatch } from './settlement-watch.js';
import { HeldOrders } from './storage/held-orders.js';
import { orderAggregate } from './storage/order.schema.js';
import { OrderBalances } from './storage/order-balances.js';
import { OrderList } from './storage/order-list.js';
import { RepeatedOrders } from './storage/repeated-orders.js';
import { TaxQuotes } from './tax-quotes.js';

@Module({})
export class OrdersModule {
  static forRoot(config: OrdersConfig): DynamicModule {
    return {
      module: OrdersModule,
      imports: [DocumentServiceModule.forRoot('orders', config, orderAggregate)],
      controllers: [
        OrdersController,
        OrderListController,
        HoldsController,
        DraftsController,
        ChangesController,
        ClaimsController,
        ReturnsController,
        TaxEventsConsumer,
        PaymentEventsConsumer,
        InvoiceEventsConsumer,
        ShipmentEventsConsumer,
        ReturnEventsConsumer,
        CommandsConsumer,
      ],
      providers: [
        { provide: OrdersConfig, useValue: config },
        OrdersService,
        DraftsService,
        SettlementWatch,
        TaxQuotes,
        AddressChecks,
        OrderBalances,
        OrderList,
        HeldOrders,
        RepeatedOrders,
      ],
    };
  }
}
