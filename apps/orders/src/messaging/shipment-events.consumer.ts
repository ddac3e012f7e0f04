import { Controller } from '@nestjs/common';
import {
  ShipmentCancelled,
  type ShipmentCancelledData,
  ShipmentChanged,
  ShipmentDelivered,
  ShipmentOpened,
  ShipmentSent,
  ShipmentStatusChanged,
} from '#contracts/events/shipment.js';
import type { DocumentSummary } from '#contracts/order.js';
import { causedBy } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { OrdersService } from '../orders.service.js';

@Controller()
export class ShipmentEventsConsumer {
  constructor(private readonly orders: OrdersService) {}

  @On(ShipmentOpened)
  async shipmentOpened(event: Received<typeof ShipmentOpened>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, summary(event.data, event.data.status ?? 'New'), causedBy(event, 'orders'));
  }

  @On(ShipmentChanged)
  async shipmentChanged(event: Received<typeof ShipmentChanged>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, summary(event.data, event.data.status), causedBy(event, 'orders'));
  }

  @On(ShipmentStatusChanged)
  async shipmentStatusChanged(event: Received<typeof ShipmentStatusChanged>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, summary(event.data, event.data.status), causedBy(event, 'orders'));
  }

  @On(ShipmentSent)
  async shipmentSent(event: Received<typeof ShipmentSent>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, summary(event.data, 'Sent'), causedBy(event, 'orders'));
  }

  @On(ShipmentDelivered)
  async shipmentDelivered(event: Received<typeof ShipmentDelivered>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, summary(event.data, 'Delivered'), causedBy(event, 'orders'));
  }

  @On(ShipmentCancelled)
  async shipmentCancelled(event: Received<typeof ShipmentCancelled>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, summary(event.data, 'Cancelled'), causedBy(event, 'orders'));
  }
}

function summary({ shipmentId, number, amount, currency }: Omit<ShipmentCancelledData, 'orderId'>, status: string): DocumentSummary {
  return { type: 'shipment', id: shipmentId, number, status, amount, currency };
}
