import { Controller } from '@nestjs/common';
import { TaxCalculated, TaxVoided } from '#contracts/events/tax.js';
import { TaxTransactionDelayed } from '#contracts/events/tax-transaction.js';
import { causedBy } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { OrdersService } from '../orders.service.js';

@Controller()
export class TaxEventsConsumer {
  constructor(private readonly orders: OrdersService) {}

  @On(TaxCalculated)
  async taxCalculated(event: Received<typeof TaxCalculated>): Promise<void> {
    await this.orders.applyTax(event.data, causedBy(event, 'orders'));
  }

  @On(TaxTransactionDelayed)
  async taxDelayed(event: Received<typeof TaxTransactionDelayed>): Promise<void> {
    await this.orders.delayTax(event.data.orderId, event.data.reason, causedBy(event, 'orders'));
  }

  @On(TaxVoided)
  async taxVoided(event: Received<typeof TaxVoided>): Promise<void> {
    const { taxDocumentId, number, orderId, totalTax, currency } = event.data;
    const document = { type: 'tax' as const, id: taxDocumentId, number, status: 'Cancelled', amount: totalTax, currency };
    await this.orders.recordDocument(orderId, document, causedBy(event, 'orders'));
  }
}
