import { Controller } from '@nestjs/common';
import {
  ShipmentChangeDetails,
  ShipmentDeliver,
  ShipmentPack,
  ShipmentSend,
  ShipmentSetStatus,
  ShipmentTrack,
} from '#contracts/all-commands.js';
import { commanded, OnCommand, type ReceivedCommand } from '#platform/kafka/commands.js';
import { ShipmentsService } from '../shipments.service.js';

/** What other systems ask of shipments by Kafka: the same as people do by HTTP. */
@Controller()
export class CommandsConsumer {
  constructor(private readonly shipments: ShipmentsService) {}

  @OnCommand(ShipmentSetStatus)
  setStatus(command: ReceivedCommand<typeof ShipmentSetStatus>) {
    return this.shipments.setStatus(command.subject, command.data, commanded(command));
  }

  @OnCommand(ShipmentChangeDetails)
  changeDetails(command: ReceivedCommand<typeof ShipmentChangeDetails>) {
    const { reason: _, ...patch } = command.data;
    return this.shipments.changeDetails(command.subject, patch, commanded(command));
  }

  @OnCommand(ShipmentPack)
  pack(command: ReceivedCommand<typeof ShipmentPack>) {
    return this.shipments.pack(command.subject, command.data, commanded(command));
  }

  @OnCommand(ShipmentSend)
  send(command: ReceivedCommand<typeof ShipmentSend>) {
    return this.shipments.send(command.subject, command.data, commanded(command));
  }

  @OnCommand(ShipmentTrack)
  track(command: ReceivedCommand<typeof ShipmentTrack>) {
    return this.shipments.track(command.subject, { ...command.data, id: command.id }, commanded(command));
  }

  @OnCommand(ShipmentDeliver)
  deliver(command: ReceivedCommand<typeof ShipmentDeliver>) {
    return this.shipments.deliver(command.subject, command.data, commanded(command));
  }
}
