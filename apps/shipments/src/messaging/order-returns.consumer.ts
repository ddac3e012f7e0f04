import { Controller } from '@nestjs/common';
import { OrderReturnClaimed, OrderReturnReleased } from '#contracts/events/order.js';
import { causedBy } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { ReturnsService } from '../returns.service.js';

/** What orders say of returns; that one is received comes with their edit. */
@Controller()
export class OrderReturnsConsumer {
  constructor(private readonly returns: ReturnsService) {}

  @On(OrderReturnClaimed)
  async returnClaimed(event: Received<typeof OrderReturnClaimed>): Promise<void> {
    await this.returns.openClaimed(event.data, causedBy(event, 'shipments'));
  }

  @On(OrderReturnReleased)
  async returnReleased(event: Received<typeof OrderReturnReleased>): Promise<void> {
    const { returnId: id, released } = event.data;
    await this.returns.closeEnded({ id, released }, causedBy(event, 'shipments'));
  }
}
