import { Controller } from '@nestjs/common';
import { ShipmentOpened } from '#contracts/events/shipment.js';
import { causedBy } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { OrdersService } from '../orders.service.js';

@Controller()
export class ShipmentEventsConsumer {
  constructor(private readonly orders: OrdersService) {}

  @On(ShipmentOpened)
  async shipmentOpened(event: Received<typeof ShipmentOpened>): Promise<void> {
    const { shipmentId, number, orderId, amount, currency } = event.data;
    const document = { type: 'shipment' as const, id: shipmentId, number, status: 'New', amount, currency };
    await this.orders.recordDocument(orderId, document, causedBy(event, 'orders'));
  }
}
