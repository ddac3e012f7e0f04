import { Controller } from '@nestjs/common';
import {
  type AuthorizationSettledData,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  type PaymentMovedData,
  PaymentOpened,
  PaymentRefunded,
  PaymentVoided,
  RefundFailed,
} from '#contracts/events/payment.js';
import type { DocumentSummary } from '#contracts/order.js';
import { causedBy } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { OrdersService } from '../orders.service.js';

@Controller()
export class PaymentEventsConsumer {
  constructor(private readonly orders: OrdersService) {}

  @On(PaymentOpened)
  async paymentOpened(event: Received<typeof PaymentOpened>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, summary(event.data, 'Pending'), causedBy(event, 'orders'));
  }

  @On(PaymentAuthorized)
  async paymentAuthorized(event: Received<typeof PaymentAuthorized>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, summary(event.data, 'Authorized'), causedBy(event, 'orders'));
  }

  @On(PaymentDeclined)
  async paymentDeclined(event: Received<typeof PaymentDeclined>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, summary(event.data, 'Declined'), causedBy(event, 'orders'));
  }

  @On(PaymentVoided)
  async paymentVoided(event: Received<typeof PaymentVoided>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, moved(event.data), causedBy(event, 'orders'));
  }

  @On(PaymentCaptured)
  async paymentCaptured(event: Received<typeof PaymentCaptured>): Promise<void> {
    const document = { ...moved(event.data), capturedAt: event.data.capture.at };
    await this.orders.recordDocument(event.data.orderId, document, causedBy(event, 'orders'));
  }

  @On(PaymentRefunded)
  async paymentRefunded(event: Received<typeof PaymentRefunded>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, moved(event.data), causedBy(event, 'orders'));
  }

  @On(RefundFailed)
  async refundFailed(event: Received<typeof RefundFailed>): Promise<void> {
    await this.orders.recordDocument(event.data.orderId, moved(event.data), causedBy(event, 'orders'));
  }
}

function moved(data: PaymentMovedData): DocumentSummary {
  return { ...summary(data, data.status), captured: data.captured, refunded: data.refunded };
}

function summary(
  { paymentId, number, amount, currency }: Pick<AuthorizationSettledData, 'paymentId' | 'number' | 'amount' | 'currency'>,
  status: string,
): DocumentSummary {
  return { type: 'payment', id: paymentId, number, status, amount, currency };
}
