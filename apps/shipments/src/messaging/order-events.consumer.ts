import { Controller } from '@nestjs/common';
import { OrderPlaced } from '#contracts/events/order.js';
import { causedBy } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { ShipmentsService } from '../shipments.service.js';

@Controller()
export class OrderEventsConsumer {
  constructor(private readonly shipments: ShipmentsService) {}

  @On(OrderPlaced)
  async orderPlaced(event: Received<typeof OrderPlaced>): Promise<void> {
    for (const requested of event.data.shipments) await this.shipments.open(event.data, requested, causedBy(event, 'shipments'));
  }
}
