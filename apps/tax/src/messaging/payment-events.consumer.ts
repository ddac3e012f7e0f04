import { Controller } from '@nestjs/common';
import { PaymentRefunded, RefundFailed } from '#contracts/events/payment.js';
import { causedBy } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { TaxService } from '../tax.service.js';

/** Refunds that say what they are for; what others move is the balance of an order, whose edits tell. */
@Controller()
export class PaymentEventsConsumer {
  constructor(private readonly tax: TaxService) {}

  @On(PaymentRefunded)
  async paymentRefunded(event: Received<typeof PaymentRefunded>): Promise<void> {
    await this.tax.noteRefund(event.data, causedBy(event, 'tax'));
  }

  @On(RefundFailed)
  async refundFailed(event: Received<typeof RefundFailed>): Promise<void> {
    await this.tax.noteFailedRefund(event.data.orderId, event.data.transaction.callId, causedBy(event, 'tax'));
  }
}
