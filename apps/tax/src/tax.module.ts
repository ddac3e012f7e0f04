import { type DynamicModule, Module } from '@nestjs/common';
import type { DocumentServiceConfig } from '#platform/config.js';
import { DocumentServiceModule } from '#platform/document-service.module.js';
import { TaxController } from './http/tax.controller.js';
import { OrderEventsConsumer } from './messaging/order-events.consumer.js';
import { taxDocumentAggregate } from './storage/tax-document.schema.js';
import { TaxService } from './tax.service.js';

@Module({})
export class TaxModule {
  static forRoot(config: DocumentServiceConfig): DynamicModule {
    return {
      module: TaxModule,
      imports: [DocumentServiceModule.forRoot('tax', config, taxDocumentAggregate)],
      controllers: [TaxController, OrderEventsConsumer],
      providers: [TaxService],
    };
  }
}
