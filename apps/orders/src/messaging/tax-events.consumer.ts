import { Controller } from '@nestjs/common';
import { TaxCalculated, TaxReturned, TaxReturnVoided, TaxVoided, type TaxVoidedData } from '#contracts/events/tax.js';
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
  taxVoided(event: Received<typeof TaxVoided>): Promise<void> {
    return this.#record(event.data, 'Cancelled', event);
  }

  @On(TaxReturned)
  taxReturned(event: Received<typeof TaxReturned>): Promise<void> {
    return this.#record(event.data, event.data.status, event);
  }

  @On(TaxReturnVoided)
  taxReturnVoided(event: Received<typeof TaxReturnVoided>): Promise<void> {
    return this.#record(event.data, 'Cancelled', event);
  }

  #record({ taxDocumentId: id, number, orderId, totalTax, currency }: TaxVoidedData, status: string, event: Received): Promise<void> {
    const document = { type: 'tax' as const, id, number, status, amount: totalTax, currency };
    return this.orders.recordDocument(orderId, document, causedBy(event, 'orders'));
  }
}
