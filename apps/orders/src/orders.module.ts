import { type DynamicModule, Module } from '@nestjs/common';
import type { DocumentServiceConfig } from '#platform/config.js';
import { DocumentServiceModule } from '#platform/document-service.module.js';
import { OrdersController } from './http/orders.controller.js';
import { PaymentEventsConsumer } from './messaging/payment-events.consumer.js';
import { ShipmentEventsConsumer } from './messaging/shipment-events.consumer.js';
import { TaxEventsConsumer } from './messaging/tax-events.consumer.js';
import { OrdersService } from './orders.service.js';
import { SettlementWatch } from './settlement-watch.js';
import { orderAggregate } from './storage/order.schema.js';

@Module({})
export class OrdersModule {
  static forRoot(config: DocumentServiceConfig): DynamicModule {
    return {
      module: OrdersModule,
      imports: [DocumentServiceModule.forRoot('orders', config, orderAggregate)],
      controllers: [OrdersController, TaxEventsConsumer, PaymentEventsConsumer, ShipmentEventsConsumer],
      providers: [OrdersService, SettlementWatch],
    };
  }
}
