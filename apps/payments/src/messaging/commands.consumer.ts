import { Controller } from '@nestjs/common';
import {
  InvoiceIssue,
  InvoicePay,
  InvoiceVoid,
  PaymentCapture,
  PaymentRefund,
  PaymentSetStatus,
  PaymentVoid,
} from '#contracts/all-commands.js';
import { commanded, OnCommand, type ReceivedCommand } from '#platform/kafka/commands.js';
import { InvoicesService } from '../invoices.service.js';
import { PaymentsService } from '../payments.service.js';

/** What other systems ask of payments and invoices by Kafka: the same as people do by HTTP. */
@Controller()
export class CommandsConsumer {
  constructor(
    private readonly payments: PaymentsService,
    private readonly invoices: InvoicesService,
  ) {}

  @OnCommand(PaymentCapture)
  capture(command: ReceivedCommand<typeof PaymentCapture>) {
    return this.payments.capture(command.subject, command.data, commanded(command));
  }

  @OnCommand(PaymentRefund)
  refund(command: ReceivedCommand<typeof PaymentRefund>) {
    return this.payments.refund(command.subject, command.data, commanded(command));
  }

  @OnCommand(PaymentSetStatus)
  setStatus(command: ReceivedCommand<typeof PaymentSetStatus>) {
    return this.payments.setStatus(command.subject, command.data, commanded(command));
  }

  @OnCommand(PaymentVoid)
  void(command: ReceivedCommand<typeof PaymentVoid>) {
    return this.payments.void(command.subject, commanded(command));
  }

  @OnCommand(InvoiceIssue)
  issueInvoice(command: ReceivedCommand<typeof InvoiceIssue>) {
    return this.invoices.issue(command.subject, command.data, commanded(command));
  }

  @OnCommand(InvoicePay)
  payInvoice(command: ReceivedCommand<typeof InvoicePay>) {
    return this.invoices.pay(command.subject, command.data, commanded(command));
  }

  @OnCommand(InvoiceVoid)
  voidInvoice(command: ReceivedCommand<typeof InvoiceVoid>) {
    return this.invoices.void(command.subject, command.data.reason, commanded(command));
  }
}
