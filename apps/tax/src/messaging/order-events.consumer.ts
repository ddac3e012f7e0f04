import { Controller } from '@nestjs/common';
import { OrderCancelled, OrderDetailsChanged, OrderDocumentRecorded, OrderEdited, OrderPlaced } from '#contracts/events/order.js';
import { causedBy } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { TaxService } from '../tax.service.js';

@Controller()
export class OrderEventsConsumer {
  constructor(private readonly tax: TaxService) {}

  @On(OrderPlaced)
  async orderPlaced(event: Received<typeof OrderPlaced>): Promise<void> {
    await this.tax.calculate(event.data, event.version, causedBy(event, 'tax'));
  }

  @On(OrderEdited)
  async orderEdited(event: Received<typeof OrderEdited>): Promise<void> {
    await this.tax.recalculate(event.data, event.version, causedBy(event, 'tax'));
  }

  @On(OrderDetailsChanged)
  async orderDetailsChanged(event: Received<typeof OrderDetailsChanged>): Promise<void> {
    await this.tax.changeDetails(event.data, event.version, causedBy(event, 'tax'));
  }

  @On(OrderDocumentRecorded)
  async orderDocumentRecorded(event: Received<typeof OrderDocumentRecorded>): Promise<void> {
    await this.tax.noteDocument(event.data.orderId, event.data.document, causedBy(event, 'tax'));
  }

  @On(OrderCancelled)
  async orderCancelled(event: Received<typeof OrderCancelled>): Promise<void> {
    await this.tax.void(event.data, causedBy(event, 'tax'));
  }
}
