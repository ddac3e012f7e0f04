import { Controller } from '@nestjs/common';
import { OrderCancelled, OrderDetailsChanged, OrderEdited, OrderPlaced, OrderShipmentClaimed } from '#contracts/events/order.js';
import { causedBy, followingFrom } from '#platform/change-context.js';
import { waitingForOthers } from '#platform/http/waiting-for-others.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { ConsignmentSending } from '../consignment-sending.js';
import { ReturnsService } from '../returns.service.js';
import { ShipmentsService } from '../shipments.service.js';

@Controller()
export class OrderEventsConsumer {
  constructor(
    private readonly shipments: ShipmentsService,
    private readonly returns: ReturnsService,
    private readonly sending: ConsignmentSending,
  ) {}

  @On(OrderPlaced)
  async orderPlaced(event: Received<typeof OrderPlaced>): Promise<void> {
    const { customer, addresses } = event.data;
    const deliveryAddress = addresses.shipping;
    const order = { ...event.data, ...(deliveryAddress && { deliveryAddress }), ...(customer && { customerId: customer.id }) };
    for (const requested of order.shipments) await this.shipments.open(order, requested, causedBy(event, 'shipments'));
  }

  @On(OrderEdited)
  async orderEdited(event: Received<typeof OrderEdited>): Promise<void> {
    await this.shipments.follow(event.data, causedBy(event, 'shipments'));
    if (event.data.received) await this.returns.closeEnded(event.data.received, causedBy(event, 'shipments'));
  }

  @On(OrderDetailsChanged)
  async orderDetailsChanged(event: Received<typeof OrderDetailsChanged>): Promise<void> {
    if (event.data.deliveryChanges) await this.shipments.readdress(event.data, causedBy(event, 'shipments'));
  }

  @On(OrderShipmentClaimed)
  async shipmentClaimed(event: Received<typeof OrderShipmentClaimed>): Promise<void> {
    const { orderId, claim } = event.data;
    if (claim.consignment) await waitingForOthers(this.sending.followClaim(orderId, claim, followingFrom(event, 'shipments')));
    else await this.shipments.sendClaimed(claim, causedBy(event, 'shipments'));
  }

  @On(OrderCancelled)
  async orderCancelled(event: Received<typeof OrderCancelled>): Promise<void> {
    await this.shipments.cancel(event.data, causedBy(event, 'shipments'));
  }
}
