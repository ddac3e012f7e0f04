import { type DynamicModule, Module } from '@nestjs/common';
import { ChassisModule } from '#platform/chassis.module.js';
import { GatewayConfig } from './gateway.config.js';
import { ConsignmentsController } from './http/consignments.controller.js';
import { CreditController } from './http/credit.controller.js';
import { DocumentsController } from './http/documents.controller.js';
import { DraftsController } from './http/drafts.controller.js';
import { FulfilmentController } from './http/fulfilment.controller.js';
import { InvoicesController } from './http/invoices.controller.js';
import { OrdersController } from './http/orders.controller.js';
import { ReturnsController } from './http/returns.controller.js';
import { TaxController } from './http/tax.controller.js';
import { Services } from './services.js';

@Module({})
export class GatewayModule {
  static forRoot(config: GatewayConfig): DynamicModule {
    return {
      module: GatewayModule,
      imports: [ChassisModule.forRoot('gateway', config)],
      controllers: [
        OrdersController,
        DraftsController,
        DocumentsController,
        ConsignmentsController,
        InvoicesController,
        ReturnsController,
        CreditController,
        FulfilmentController,
        TaxController,
      ],
      providers: [{ provide: GatewayConfig, useValue: config }, Services],
    };
  }
}
