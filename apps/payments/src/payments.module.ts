import { type DynamicModule, Module } from '@nestjs/common';
import type { DocumentServiceConfig } from '#platform/config.js';
import { DocumentServiceModule } from '#platform/document-service.module.js';
import { PaymentsController } from './http/payments.controller.js';
import { OrderEventsConsumer } from './messaging/order-events.consumer.js';
import { PaymentsService } from './payments.service.js';
import { paymentAggregate } from './storage/payment.schema.js';

@Module({})
export class PaymentsModule {
  static forRoot(config: DocumentServiceConfig): DynamicModule {
    return {
      module: PaymentsModule,
      imports: [DocumentServiceModule.forRoot('payments', config, paymentAggregate)],
      controllers: [PaymentsController, OrderEventsConsumer],
      providers: [PaymentsService],
    };
  }
}
