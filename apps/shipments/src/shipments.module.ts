import { type DynamicModule, Module } from '@nestjs/common';
import { DocumentServiceModule } from '#platform/document-service.module.js';
import { PdfPrinter } from '#platform/pdf/pdf-printer.js';
import { consignments } from './consignments.js';
import { CarrierWebhookController } from './http/carrier-webhook.controller.js';
import { ShipmentsController } from './http/shipments.controller.js';
import { CommandsConsumer } from './messaging/commands.consumer.js';
import { OrderEventsConsumer } from './messaging/order-events.consumer.js';
import { OrderClaims } from './order-claims.js';
import { ShipmentsConfig } from './shipments.config.js';
import { ShipmentsService } from './shipments.service.js';
import { combinationAggregate } from './storage/combination.schema.js';
import { consignmentAggregate } from './storage/consignment.schema.js';
import { shipmentAggregate } from './storage/shipment.schema.js';
import { ShipmentList } from './storage/shipment-list.js';

@Module({})
export class ShipmentsModule {
  static forRoot(config: ShipmentsConfig): DynamicModule {
    return {
      module: ShipmentsModule,
      imports: [DocumentServiceModule.forRoot('shipments', config, shipmentAggregate, consignmentAggregate, combinationAggregate)],
      controllers: [ShipmentsController, CarrierWebhookController, ...consignments.controllers, OrderEventsConsumer, CommandsConsumer],
      providers: [
        { provide: ShipmentsConfig, useValue: config },
        ...[OrderClaims, PdfPrinter, ShipmentList, ShipmentsService],
        ...consignments.providers,
      ],
    };
  }
}
