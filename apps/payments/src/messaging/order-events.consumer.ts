import { Controller } from '@nestjs/common';
import { OrderCancelled, OrderPriced } from '#contracts/events/order.js';
import { causedBy } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { PaymentsService } from '../payments.service.js';

@Controller()
export class OrderEventsConsumer {
  constructor(private readonly payments: PaymentsService) {}

  /** Payments are opened once the total is known; priced again, an order opens no payment twice. */
  @On(OrderPriced)
  async orderPriced(event: Received<typeof OrderPriced>): Promise<void> {
    for (const requested of event.data.payments) {
      await this.payments.open(event.data, requested, causedBy(event, 'payments'));
    }
  }

  @On(OrderCancelled)
  async orderCancelled(event: Received<typeof OrderCancelled>): Promise<void> {
    await this.payments.closeAll(event.data.orderId, 'the order is cancelled', causedBy(event, 'payments'));
  }
}
