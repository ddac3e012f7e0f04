import { Controller } from '@nestjs/common';
import { OrderCancel, OrderChangeDetails, OrderEdit, OrderHold, OrderReleaseHold } from '#contracts/all-commands.js';
import { commanded, OnCommand, type ReceivedCommand } from '#platform/kafka/commands.js';
import { OrdersService } from '../orders.service.js';

/** What other systems ask of orders by Kafka: the same as people do by HTTP. */
@Controller()
export class CommandsConsumer {
  constructor(private readonly orders: OrdersService) {}

  @OnCommand(OrderEdit)
  edit(command: ReceivedCommand<typeof OrderEdit>) {
    return this.orders.edit(command.subject, command.data, commanded(command));
  }

  @OnCommand(OrderChangeDetails)
  changeDetails(command: ReceivedCommand<typeof OrderChangeDetails>) {
    const { reason: _, ...patch } = command.data;
    return this.orders.changeDetails(command.subject, patch, commanded(command));
  }

  @OnCommand(OrderCancel)
  cancel(command: ReceivedCommand<typeof OrderCancel>) {
    return this.orders.cancel(command.subject, command.data.reason, commanded(command));
  }

  @OnCommand(OrderHold)
  hold(command: ReceivedCommand<typeof OrderHold>) {
    return this.orders.placeHold(command.subject, command.data, commanded(command));
  }

  @OnCommand(OrderReleaseHold)
  releaseHold(command: ReceivedCommand<typeof OrderReleaseHold>) {
    const { holdId, reason } = command.data;
    return this.orders.releaseHold(command.subject, holdId, reason, commanded(command));
  }
}
