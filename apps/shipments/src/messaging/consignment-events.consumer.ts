import { Controller } from '@nestjs/common';
import {
  CombinationPlanned,
  ConsignmentAllotted,
  ConsignmentCancelled,
  ConsignmentDelivered,
  ConsignmentNotSent,
  ConsignmentOpened,
  ConsignmentPacked,
  ConsignmentPartRemoved,
  ConsignmentSending as ConsignmentSendingEvent,
  ConsignmentSent,
} from '#contracts/events/consignment.js';
import { followingFrom } from '#platform/change-context.js';
import { waitingForOthers } from '#platform/http/waiting-for-others.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { CombinationsService } from '../combinations.service.js';
import { ConsignmentForming } from '../consignment-forming.js';
import { ConsignmentSending } from '../consignment-sending.js';
import { ConsignmentsService } from '../consignments.service.js';

/**
 * What follows from the events of consignments in other documents of this service. Whoever stored them does it at once; this does what is left
 * when it died, and finds the rest done.
 */
@Controller()
export class ConsignmentEventsConsumer {
  constructor(
    private readonly combinations: CombinationsService,
    private readonly forming: ConsignmentForming,
    private readonly sending: ConsignmentSending,
    private readonly consignments: ConsignmentsService,
  ) {}

  @On(CombinationPlanned)
  async combinationPlanned(event: Received<typeof CombinationPlanned>): Promise<void> {
    await waitingForOthers(this.combinations.resume(event.data.combinationId, followingFrom(event, 'shipments')));
  }

  @On(ConsignmentOpened)
  async consignmentOpened(event: Received<typeof ConsignmentOpened>): Promise<void> {
    await waitingForOthers(this.forming.form(event.data.consignmentId, followingFrom(event, 'shipments')));
  }

  @On(ConsignmentAllotted)
  async consignmentAllotted(event: Received<typeof ConsignmentAllotted>): Promise<void> {
    await waitingForOthers(this.forming.tellPrices(event.data.consignmentId, followingFrom(event, 'shipments')));
  }

  @On(ConsignmentPartRemoved)
  async consignmentPartRemoved(event: Received<typeof ConsignmentPartRemoved>): Promise<void> {
    await this.forming.free(event.data.consignmentId, [event.data], followingFrom(event, 'shipments'));
    await this.consignments.fitPackages(event.data.consignmentId, followingFrom(event, 'shipments'));
  }

  @On(ConsignmentPacked)
  async consignmentPacked(event: Received<typeof ConsignmentPacked>): Promise<void> {
    await this.consignments.fitPackages(event.data.consignmentId, followingFrom(event, 'shipments'));
  }

  @On(ConsignmentCancelled)
  async consignmentCancelled(event: Received<typeof ConsignmentCancelled>): Promise<void> {
    await waitingForOthers(this.forming.form(event.data.consignmentId, followingFrom(event, 'shipments')));
  }

  @On(ConsignmentSendingEvent)
  async consignmentSending(event: Received<typeof ConsignmentSendingEvent>): Promise<void> {
    await waitingForOthers(this.sending.carryOut(event.data.consignmentId, followingFrom(event, 'shipments')));
  }

  @On(ConsignmentNotSent)
  async consignmentNotSent({ data, ...event }: Received<typeof ConsignmentNotSent>): Promise<void> {
    const context = followingFrom({ data, ...event }, 'shipments');
    await waitingForOthers(this.sending.release(data.consignmentId, data.parts, data.attempt, context));
  }

  @On(ConsignmentSent)
  async consignmentSent(event: Received<typeof ConsignmentSent>): Promise<void> {
    await this.sending.carryOut(event.data.consignmentId, followingFrom(event, 'shipments'));
  }

  @On(ConsignmentDelivered)
  async consignmentDelivered(event: Received<typeof ConsignmentDelivered>): Promise<void> {
    await this.sending.carryOut(event.data.consignmentId, followingFrom(event, 'shipments'));
  }
}
