import { Controller } from '@nestjs/common';
import {
  ReturnApproved,
  ReturnCancelled,
  type ReturnContent,
  ReturnReceived,
  ReturnRefused,
  ReturnRequested,
} from '#contracts/events/return.js';
import { Decimal, exactly } from '#contracts/money.js';
import { causedBy } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { OrdersService } from '../orders.service.js';

@Controller()
export class ReturnEventsConsumer {
  constructor(private readonly orders: OrdersService) {}

  @On(ReturnRequested)
  returnRequested(event: Received<typeof ReturnRequested>): Promise<void> {
    return this.#record(event.data, event);
  }

  @On(ReturnApproved)
  returnApproved(event: Received<typeof ReturnApproved>): Promise<void> {
    return this.#record(event.data, event);
  }

  @On(ReturnRefused)
  returnRefused(event: Received<typeof ReturnRefused>): Promise<void> {
    return this.#record(event.data, event);
  }

  @On(ReturnReceived)
  returnReceived(event: Received<typeof ReturnReceived>): Promise<void> {
    return this.#record(event.data, event);
  }

  @On(ReturnCancelled)
  returnCancelled(event: Received<typeof ReturnCancelled>): Promise<void> {
    return this.#record(event.data, event);
  }

  /** As of a shipment, the amount is what it costs: the restocking fee. */
  #record({ returnId: id, number, status, restockingFee = '0', currency, orderId }: ReturnContent, event: Received): Promise<void> {
    const amount = exactly(Decimal(restockingFee));
    return this.orders.recordDocument(orderId, { type: 'return', id, number, status, amount, currency }, causedBy(event, 'orders'));
  }
}
