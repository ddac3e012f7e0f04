import { Controller } from '@nestjs/common';
import { OrderPlaced } from '#contracts/events/order.js';
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
}
