import { Controller } from '@nestjs/common';
import { ReturnApprove, ReturnCancel, ReturnReceive, ReturnRefuse, ReturnRequest } from '#contracts/all-commands.js';
import { commanded, OnCommand, type ReceivedCommand } from '#platform/kafka/commands.js';
import { ReturnsService } from '../returns.service.js';

/** What other systems ask of returns by Kafka: the same as people do by HTTP. */
@Controller()
export class ReturnCommandsConsumer {
  constructor(private readonly returns: ReturnsService) {}

  /** Its subject is the order: there is no return yet that could have a version. */
  @OnCommand(ReturnRequest)
  request(command: ReceivedCommand<typeof ReturnRequest>) {
    const { expectedVersion: _, ...context } = commanded(command);
    return this.returns.request(command.subject, command.data, context);
  }

  @OnCommand(ReturnApprove)
  approve(command: ReceivedCommand<typeof ReturnApprove>) {
    return this.returns.approve(command.subject, command.data, commanded(command));
  }

  @OnCommand(ReturnRefuse)
  refuse(command: ReceivedCommand<typeof ReturnRefuse>) {
    return this.returns.release(command.subject, { outcome: 'Refused', ...command.data }, commanded(command));
  }

  @OnCommand(ReturnReceive)
  receive(command: ReceivedCommand<typeof ReturnReceive>) {
    return this.returns.receive(command.subject, command.data, commanded(command));
  }

  @OnCommand(ReturnCancel)
  cancel(command: ReceivedCommand<typeof ReturnCancel>) {
    return this.returns.release(command.subject, { outcome: 'Cancelled', ...command.data }, commanded(command));
  }
}
