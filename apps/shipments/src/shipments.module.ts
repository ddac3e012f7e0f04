import { type DynamicModule, Module } from '@nestjs/common';
import { DocumentServiceModule } from '#platform/document-service.module.js';
import { PdfPrinter } from '#platform/pdf/pdf-printer.js';
import { CarrierWebhookController } from './http/carrier-webhook.controller.js';
import { ReturnsController } from './http/returns.controller.js';
import { ShipmentsController } from './http/shipments.controller.js';
import { CommandsConsumer } from './messaging/commands.consumer.js';
import { OrderEventsConsumer } from './messaging/order-events.consumer.js';
import { OrderReturnsConsumer } from './messaging/order-returns.consumer.js';
import { ReturnCommandsConsumer } from './messaging/return-commands.consumer.js';
import { OrderClaims } from './order-claims.js';
import { OrderReturns } from './order-returns.js';
import { ReturnsService } from './returns.service.js';
import { ShipmentsConfig } from './shipments.config.js';
import { ShipmentsService } from './shipments.service.js';
import { returnAggregate } from './storage/return.schema.js';
import { ReturnList } from './storage/return-list.js';
import { shipmentAggregate } from './storage/shipment.schema.js';
import { ShipmentList } from './storage/shipment-list.js';

@Module({})
export class ShipmentsModule {
  static forRoot(config: ShipmentsConfig): DynamicModule {
    return {
      module: ShipmentsModule,
      imports: [DocumentServiceModule.forRoot('shipments', config, shipmentAggregate, returnAggregate)],
      controllers: [
        ...[ShipmentsController, CarrierWebhookController, OrderEventsConsumer, CommandsConsumer],
        ...[ReturnsController, OrderReturnsConsumer, ReturnCommandsConsumer],
      ],
      providers: [
        { provide: ShipmentsConfig, useValue: config },
        ...[OrderClaims, PdfPrinter, ShipmentList, ShipmentsService],
        ...[OrderReturns, ReturnList, ReturnsService],
      ],
    };
  }
}
