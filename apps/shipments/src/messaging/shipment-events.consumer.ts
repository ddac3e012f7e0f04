import { Controller } from '@nestjs/common';
import {
  ShipmentCancelled,
  ShipmentChanged,
  ShipmentDelivered,
  ShipmentDetailsChanged,
  ShipmentOpened,
  ShipmentSent,
} from '#contracts/events/shipment.js';
import { followingFrom } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { ConsignmentSending } from '../consignment-sending.js';
import { ConsignmentsService } from '../consignments.service.js';
import { FulfilmentFollower } from '../fulfilment-follower.js';

/** The service follows its own shipments: their fulfilment orders are as they are, and so are the consignments that they go with. */
@Controller()
export class ShipmentEventsConsumer {
  constructor(
    private readonly follower: FulfilmentFollower,
    private readonly consignments: ConsignmentsService,
    private readonly sending: ConsignmentSending,
  ) {}

  @On(ShipmentOpened)
  async shipmentOpened(event: Received<typeof ShipmentOpened>): Promise<void> {
    await this.follower.open(event.data.shipmentId, event.data.storeId, followingFrom(event, 'shipments'));
  }

  @On(ShipmentChanged)
  async shipmentChanged(event: Received<typeof ShipmentChanged>): Promise<void> {
    await this.#followed(event);
  }

  @On(ShipmentDetailsChanged)
  async shipmentDetailsChanged(event: Received<typeof ShipmentDetailsChanged>): Promise<void> {
    await this.follower.follow(event.data.shipmentId, followingFrom(event, 'shipments'));
  }

  @On(ShipmentCancelled)
  async shipmentCancelled(event: Received<typeof ShipmentCancelled>): Promise<void> {
    await this.#followed(event);
  }

  @On(ShipmentSent)
  async shipmentSent(event: Received<typeof ShipmentSent>): Promise<void> {
    await this.#followed(event);
  }

  @On(ShipmentDelivered)
  async shipmentDelivered(event: Received<typeof ShipmentDelivered>): Promise<void> {
    const { consignmentId } = event.data;
    if (consignmentId !== undefined) await this.sending.arrived(consignmentId, followingFrom(event, 'shipments'));
  }

  async #followed(event: Received<typeof ShipmentChanged | typeof ShipmentCancelled | typeof ShipmentSent>): Promise<void> {
    const { consignmentId, shipmentId } = event.data;
    const context = followingFrom(event, 'shipments');
    await this.follower.follow(shipmentId, context);
    if (consignmentId !== undefined) await this.consignments.review(consignmentId, shipmentId, context);
  }
}
