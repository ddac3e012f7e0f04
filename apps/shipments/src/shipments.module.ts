import { type DynamicModule, Module } from '@nestjs/common';
import { DocumentServiceModule } from '#platform/document-service.module.js';
import { PdfPrinter } from '#platform/pdf/pdf-printer.js';
import { consignments } from './consignments.js';
import { FulfilmentService } from './fulfilment.service.js';
import { FulfilmentFollower } from './fulfilment-follower.js';
import { CarrierWebhookController } from './http/carrier-webhook.controller.js';
import { FulfilmentOrdersController } from './http/fulfilment-orders.controller.js';
import { ReturnsController } from './http/returns.controller.js';
import { ShipmentsController } from './http/shipments.controller.js';
import { StockController } from './http/stock.controller.js';
import { CommandsConsumer } from './messaging/commands.consumer.js';
import { FulfilmentCommandsConsumer } from './messaging/fulfilment-commands.consumer.js';
import { FulfilmentEventsConsumer } from './messaging/fulfilment-events.consumer.js';
import { OrderEventsConsumer } from './messaging/order-events.consumer.js';
import { OrderReturnsConsumer } from './messaging/order-returns.consumer.js';
import { ReturnCommandsConsumer } from './messaging/return-commands.consumer.js';
import { ShipmentEventsConsumer } from './messaging/shipment-events.consumer.js';
import { OrderClaims } from './order-claims.js';
import { OrderReturns } from './order-returns.js';
import { OrderSplits } from './order-splits.js';
import { OrdersClient } from './orders-client.js';
import { ReturnsService } from './returns.service.js';
import { ShipmentsConfig } from './shipments.config.js';
import { ShipmentsService } from './shipments.service.js';
import { StockService } from './stock.service.js';
import { combinationAggregate } from './storage/combination.schema.js';
import { consignmentAggregate } from './storage/consignment.schema.js';
import { fulfilmentOrderAggregate } from './storage/fulfilment-order.schema.js';
import { FulfilmentOrderList } from './storage/fulfilment-order-list.js';
import { returnAggregate } from './storage/return.schema.js';
import { ReturnList } from './storage/return-list.js';
import { shipmentAggregate } from './storage/shipment.schema.js';
import { ShipmentList } from './storage/shipment-list.js';
import { stockAggregate } from './storage/stock.schema.js';
import { Stocks } from './storage/stocks.js';

@Module({})
export class ShipmentsModule {
  static forRoot(config: ShipmentsConfig): DynamicModule {
    return {
      module: ShipmentsModule,
      imports: [
        DocumentServiceModule.forRoot(
          ...(['shipments' as const, config, shipmentAggregate] as const),
          ...[returnAggregate, fulfilmentOrderAggregate, stockAggregate, consignmentAggregate, combinationAggregate],
        ),
      ],
      controllers: [
        ...[ShipmentsController, CarrierWebhookController, FulfilmentOrdersController, StockController],
        ...[OrderEventsConsumer, ShipmentEventsConsumer, CommandsConsumer, FulfilmentEventsConsumer, FulfilmentCommandsConsumer],
        ...[ReturnsController, OrderReturnsConsumer, ReturnCommandsConsumer],
        ...consignments.controllers,
      ],
      providers: [
        { provide: ShipmentsConfig, useValue: config },
        ...[OrdersClient, OrderClaims, OrderSplits, PdfPrinter, ShipmentList, ShipmentsService],
        ...[OrderReturns, ReturnList, ReturnsService],
        ...[FulfilmentOrderList, FulfilmentService, FulfilmentFollower, Stocks, StockService],
        ...consignments.providers,
      ],
    };
  }
}
