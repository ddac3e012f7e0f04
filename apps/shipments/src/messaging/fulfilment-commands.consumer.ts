import { Controller } from '@nestjs/common';
import {
  FulfilmentAccept,
  FulfilmentHold,
  FulfilmentMove,
  FulfilmentReject,
  FulfilmentRelease,
  FulfilmentSchedule,
  StockSet,
} from '#contracts/all-commands.js';
import { commanded, OnCommand, type ReceivedCommand } from '#platform/kafka/commands.js';
import { FulfilmentService } from '../fulfilment.service.js';
import { StockService } from '../stock.service.js';

/** What other systems tell of stocks and ask of fulfilment orders by Kafka: the same as people do by HTTP. */
@Controller()
export class FulfilmentCommandsConsumer {
  constructor(
    private readonly fulfilment: FulfilmentService,
    private readonly stock: StockService,
  ) {}

  @OnCommand(StockSet)
  setStock(command: ReceivedCommand<typeof StockSet>) {
    return this.stock.setNamed(command.subject, command.data, commanded(command));
  }

  @OnCommand(FulfilmentAccept)
  accept(command: ReceivedCommand<typeof FulfilmentAccept>) {
    return this.fulfilment.accept(command.subject, command.data, commanded(command));
  }

  @OnCommand(FulfilmentReject)
  reject(command: ReceivedCommand<typeof FulfilmentReject>) {
    return this.fulfilment.reject(command.subject, command.data, commanded(command));
  }

  @OnCommand(FulfilmentMove)
  move(command: ReceivedCommand<typeof FulfilmentMove>) {
    return this.fulfilment.move(command.subject, command.data, commanded(command));
  }

  @OnCommand(FulfilmentHold)
  hold(command: ReceivedCommand<typeof FulfilmentHold>) {
    return this.fulfilment.hold(command.subject, command.data, commanded(command));
  }

  @OnCommand(FulfilmentRelease)
  release(command: ReceivedCommand<typeof FulfilmentRelease>) {
    return this.fulfilment.release(command.subject, commanded(command));
  }

  @OnCommand(FulfilmentSchedule)
  schedule(command: ReceivedCommand<typeof FulfilmentSchedule>) {
    return this.fulfilment.schedule(command.subject, command.data, commanded(command));
  }
}
