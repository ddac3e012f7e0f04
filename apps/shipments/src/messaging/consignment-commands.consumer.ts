import { Controller } from '@nestjs/common';
import { ConsignmentDeliver, ConsignmentPack, ConsignmentSend } from '#contracts/all-commands.js';
import { commanded, OnCommand, type ReceivedCommand } from '#platform/kafka/commands.js';
import { ConsignmentSending } from '../consignment-sending.js';
import { ConsignmentsService } from '../consignments.service.js';

/** What other systems ask of consignments by Kafka: the same as people do by HTTP. */
@Controller()
export class ConsignmentCommandsConsumer {
  constructor(
    private readonly consignments: ConsignmentsService,
    private readonly sending: ConsignmentSending,
  ) {}

  @OnCommand(ConsignmentPack)
  pack(command: ReceivedCommand<typeof ConsignmentPack>) {
    return this.consignments.pack(command.subject, command.data, commanded(command));
  }

  @OnCommand(ConsignmentSend)
  send(command: ReceivedCommand<typeof ConsignmentSend>) {
    return this.sending.send(command.subject, command.data, commanded(command));
  }

  @OnCommand(ConsignmentDeliver)
  deliver(command: ReceivedCommand<typeof ConsignmentDeliver>) {
    return this.sending.deliver(command.subject, command.data, commanded(command));
  }
}
