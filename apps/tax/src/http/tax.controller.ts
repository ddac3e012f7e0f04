import { Controller, Get, Inject, Param } from '@nestjs/common';
import { AggregateStore } from '#platform/aggregate-store.js';
import { documentView } from '#platform/http/document.view.js';
import type { TaxDocument, TaxEvent } from '../domain/tax-document.js';

const taxDocumentView = documentView<TaxDocument, 'taxDocumentId'>('taxDocumentId');

@Controller('v1')
export class TaxController {
  constructor(@Inject(AggregateStore) private readonly store: AggregateStore<TaxDocument, TaxEvent>) {}

  /** The tax documents of an order; empty while its tax is not known yet. */
  @Get('orders/:orderId/tax')
  async ofOrder(@Param('orderId') orderId: string) {
    const documents = await this.store.listBy('orderId', orderId);
    return { items: documents.map(taxDocumentView) };
  }
}
