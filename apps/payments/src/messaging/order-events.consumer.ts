import { Controller } from '@nestjs/common';
import { OrderCancelled, OrderCaptureDue, OrderPaymentAdded, OrderPriced } from '#contracts/events/order.js';
import { causedBy, followingFrom } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { PaymentsService } from '../payments.service.js';
import { StoreRules } from '../store-rules.js';

@Controller()
export class OrderEventsConsumer {
  constructor(
    private readonly payments: PaymentsService,
    private readonly rules: StoreRules,
  ) {}

  /** Payments are opened once the total is known; priced again, an order opens no payment twice. */
  @On(OrderPriced)
  async orderPriced(event: Received<typeof OrderPriced>): Promise<void> {
    for (const requested of event.data.payments) {
      await this.payments.open(event.data, requested, causedBy(event, 'payments'));
    }
    const following = followingFrom(event, 'payments');
    await this.rules.refundExcess(event.data, following);
    await this.rules.invoiceMissing(event.data, following);
  }

  /** Its order says that it is time, and that no hold is against it. */
  @On(OrderCaptureDue)
  async captureDue(event: Received<typeof OrderCaptureDue>): Promise<void> {
    for (const { id, amount } of event.data.payments) await this.payments.captureByRule(id, amount, followingFrom(event, 'payments'));
  }

  @On(OrderPaymentAdded)
  async paymentAdded(event: Received<typeof OrderPaymentAdded>): Promise<void> {
    await this.payments.open(event.data, event.data.payment, causedBy(event, 'payments'));
  }

  @On(OrderCancelled)
  async orderCancelled(event: Received<typeof OrderCancelled>): Promise<void> {
    await this.rules.close(event.data.orderId, causedBy(event, 'payments'));
  }
}
