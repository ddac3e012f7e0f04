import { Controller } from '@nestjs/common';
import { InvoiceDrafted, InvoiceIssued, InvoicePaid, InvoiceVoided } from '#contracts/events/invoice.js';
import type { InvoiceContent } from '#contracts/invoice.js';
import type { DocumentSummary } from '#contracts/order.js';
import { causedBy } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { OrdersService } from '../orders.service.js';

/** The order's summary of its invoices and credit notes follows them. */
@Controller()
export class InvoiceEventsConsumer {
  constructor(private readonly orders: OrdersService) {}

  @On(InvoiceDrafted)
  async invoiceDrafted(event: Received<typeof InvoiceDrafted>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, summary(event.data), causedBy(event, 'orders'));
  }

  @On(InvoiceIssued)
  async invoiceIssued(event: Received<typeof InvoiceIssued>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, summary(event.data), causedBy(event, 'orders'));
  }

  @On(InvoicePaid)
  async invoicePaid(event: Received<typeof InvoicePaid>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, summary(event.data), causedBy(event, 'orders'));
  }

  @On(InvoiceVoided)
  async invoiceVoided(event: Received<typeof InvoiceVoided>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, summary(event.data), causedBy(event, 'orders'));
  }
}

function summary({ invoiceId, kind, number, status, totals, currency }: InvoiceContent): DocumentSummary {
  return { type: 'invoice', kind, id: invoiceId, number, status, amount: totals.total, currency };
}
