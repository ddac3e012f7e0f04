import { Controller } from '@nestjs/common';
import { PaymentCapture, PaymentRefund, PaymentVoid } from '#contracts/all-commands.js';
import { commanded, OnCommand, type ReceivedCommand } from '#platform/kafka/commands.js';
import { PaymentsService } from '../payments.service.js';

/** What other systems ask of payments by Kafka: the same as people do by HTTP. */
@Controller()
export class CommandsConsumer {
  constructor(private readonly payments: PaymentsService) {}

  @OnCommand(PaymentCapture)
  capture(command: ReceivedCommand<typeof PaymentCapture>) {
    return this.payments.capture(command.subject, command.data, commanded(command));
  }

  @OnCommand(PaymentRefund)
  refund(command: ReceivedCommand<typeof PaymentRefund>) {
    return this.payments.refund(command.subject, command.data, commanded(command));
  }

  @OnCommand(PaymentVoid)
  void(command: ReceivedCommand<typeof PaymentVoid>) {
    return this.payments.void(command.subject, commanded(command));
  }
}
