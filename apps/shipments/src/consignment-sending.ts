import { Inject, Injectable } from '@nestjs/common';
import type { DeliverShipment, SendShipment } from '#contracts/commands/send-shipment.js';
import type { ConsignmentPart, Obstacle } from '#contracts/consignment.js';
import { isRefusal, type Refusal, type RefusalCode, refuse } from '#contracts/refusals.js';
import type { ShipmentClaim } from '#contracts/shipping.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import { type ChangeContext, inTheWakeOf } from '#platform/change-context.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { storeOf } from '#platform/stores.js';
import { ConsignmentForming, obstacleOf, refusedBy } from './consignment-forming.js';
import type { Consignment, ConsignmentEvent } from './domain/consignment.js';
import { beginSending, deliverConsignment, isBySending, isSentSo, sendConsignment, stopSending } from './domain/send-consignment.js';
import { deliverShipment, sendingObstacle, sendShipment } from './domain/send-shipment.js';
import type { Shipment, ShipmentEvent } from './domain/shipment.js';
import { withTrackingUrl } from './domain/tracking-url.js';
import { FulfilmentService } from './fulfilment.service.js';
import { OrderClaims } from './order-claims.js';
import { carriersOf } from './policies.js';
import { consignmentAggregate } from './storage/consignment.schema.js';

type Outcome = Promise<Stored<Consignment> | Refusal>;

/**
 * Sends and delivers consignments: all parts, or none. That it is to be sent is stored first, then each part is claimed on its order, then it
 * is sent, and each part with it; where an order says no, the claims are given back. Whoever dies in between, the events of the consignment and
 * of the claims lead on. Rule: docs/adr/0017-consignments.md.
 */
@Injectable()
export class ConsignmentSending {
  constructor(
    @Inject(storeFor(consignmentAggregate)) private readonly store: AggregateStore<Consignment, ConsignmentEvent>,
    @Inject(AggregateStore) private readonly shipments: AggregateStore<Shipment, ShipmentEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly forming: ConsignmentForming,
    private readonly claims: OrderClaims,
    private readonly fulfilment: FulfilmentService,
  ) {}

  /** Asked again with the key of a sending that was stopped, it is tried again. */
  async send(id: string, { tracking: told, withoutStock = false }: SendShipment, context: ChangeContext): Outcome {
    const found = await this.store.find(id);
    if (!found) return noSuchConsignment();
    const tracking = told && withTrackingUrl(told, carriersOf(storeOf(this.stores, found.state.storeId)));
    if (isSentSo(found.state, tracking) && found.state.status !== 'Sending') return { ...found, replayed: true };
    const following = inTheWakeOf(context);
    if (found.state.status === 'Joining') await this.forming.form(id, following);
    const obstacle = await this.#prepareToLeave(found.state, withoutStock, following);
    if (obstacle) return obstacle;
    const begin = (change: ChangeContext) => this.store.change(id, (now) => beginSending(now as Consignment, tracking), change);
    const first = await begin(context);
    const begun = !isRefusal(first) && first.replayed && first.state.status === 'New' ? await begin(following) : first;
    if (isRefusal(begun)) return begun;
    const { replayed } = begun;
    const after = await this.carryOut(id, following);
    const { status, notSent } = after.state;
    if (status === 'New' && notSent) return refusalOf(notSent);
    return { ...after, ...(replayed && { replayed }) };
  }

  async deliver(id: string, { deliveredAt }: DeliverShipment, context: ChangeContext): Outcome {
    const now = new Date();
    const decide = (consignment: Consignment | null) =>
      consignment ? deliverConsignment(consignment, deliveredAt ? new Date(deliveredAt) : now, now) : noSuchConsignment();
    const delivered = await this.store.change(id, decide, context);
    if (!isRefusal(delivered)) await this.moveParts(delivered.state, inTheWakeOf(context));
    return delivered;
  }

  /** Once each of its parts has arrived, as a carrier told of them one after the other, so has all of it. */
  async arrived(id: string, context: ChangeContext): Promise<void> {
    const { state } = await this.#read(id);
    const parts = await Promise.all(state.parts.map(({ shipmentId }) => this.shipments.find(shipmentId)));
    const times = parts.map((part) => part?.state.deliveredAt);
    const last = times.toSorted().at(-1);
    if (state.status !== 'Sent' || last === undefined || times.includes(undefined)) return;
    const at = new Date(last);
    orThrow(await this.store.change(id, (now) => deliverConsignment(now as Consignment, at, at), context));
  }

  /** What is to be sent is sent, or stopped; what was sent or delivered moves its parts. */
  async carryOut(id: string, context: ChangeContext): Promise<Stored<Consignment>> {
    const { state } = await this.#read(id);
    const { attempt, parts } = state;
    if (attempt !== undefined && isBySending(state, attempt)) {
      const obstacle = await this.#claim(state, attempt, context);
      const sentAt = new Date().toISOString();
      const decide = (now: Consignment) => (obstacle ? stopSending(now, attempt, obstacle) : sendConsignment(now, attempt, sentAt));
      const after = orThrow(await this.store.change(id, (now) => decide(now as Consignment), context));
      if (after.state.sentAt === undefined) await this.release(id, parts, attempt, context);
    }
    const after = await this.#read(id);
    await this.moveParts(after.state, context);
    return after;
  }

  /** A claim leads on to what it was made for; what it was made for in vain, it is given back. */
  async followClaim(orderId: string, claim: ShipmentClaim, context: ChangeContext): Promise<void> {
    const { id, attempt } = claim.consignment ?? {};
    if (id === undefined || attempt === undefined) throw new Error(`the claim of shipment ${claim.id} is of no consignment`);
    const { state } = await this.carryOut(id, context);
    if (state.attempt !== attempt || state.sentAt === undefined) {
      await this.release(id, [{ shipmentId: claim.id, orderId }], attempt, context);
    }
  }

  /** The claims that an attempt made are given back; those that a later one has taken over stay. */
  async release(
    id: string,
    parts: readonly Pick<ConsignmentPart, 'shipmentId' | 'orderId'>[],
    attempt: number,
    context: ChangeContext,
  ): Promise<void> {
    for (const { shipmentId, orderId } of parts)
      await this.claims.release(orderId, { id: shipmentId, consignmentId: id, attempt }, context);
  }

  /** Each part is as far on its way as the whole. */
  async moveParts({ parts, tracking, sentAt, deliveredAt }: Consignment, context: ChangeContext): Promise<void> {
    if (sentAt === undefined) return;
    for (const { shipmentId: id } of parts) {
      const claim = { id, claimedAt: sentAt, ...(tracking && { tracking }) };
      orThrow(await this.shipments.change(id, (shipment) => sendShipment(shipment, claim), context));
      if (deliveredAt === undefined) continue;
      const arrived = new Date(deliveredAt);
      orThrow(await this.shipments.change(id, (shipment) => deliverShipment(shipment, arrived, arrived), context));
    }
  }

  /** What the fulfilment orders of its parts say against sending it. */
  async #prepareToLeave({ parts }: Consignment, withoutStock: boolean, context: ChangeContext): Promise<Refusal | undefined> {
    for (const { shipmentId, orderId } of parts) {
      const shipment = await this.shipments.find(shipmentId);
      const obstacle = shipment && (await this.fulfilment.prepareToLeave(shipment.state, withoutStock, context));
      if (obstacle) return { ...obstacle, more: { ...obstacle.more, orderId, shipmentId } };
    }
    return undefined;
  }

  /** What stands against sending a part; undefined when all are claimed by this attempt. */
  async #claim(consignment: Consignment, attempt: number, context: ChangeContext): Promise<Obstacle | undefined> {
    const { consignmentId, parts, tracking } = consignment;
    for (const { shipmentId, orderId } of parts) {
      const whose = { shipmentId, orderId };
      const shipment = (await this.shipments.find(shipmentId))?.state;
      const own = shipment?.consignmentId === consignmentId ? sendingObstacle(shipment) : refuse('not-in-consignment', 'it was taken out');
      if (own || !shipment) return obstacleOf(own ?? refuse('not-found', 'there is no such shipment'), whose);
      const { items, deliveryAddress } = shipment;
      const asked = {
        id: shipmentId,
        items: items.map(({ lineId, quantity }) => ({ lineId, quantity })),
        ...(deliveryAddress && { deliveryAddress }),
        ...(tracking && { tracking }),
        consignment: { id: consignmentId, attempt },
      };
      let claim: ShipmentClaim | undefined;
      const refused = await refusedBy(whose, async () => {
        claim = await this.claims.claim(orderId, asked, context);
      });
      if (refused) return refused;
      if (claim?.consignment?.attempt !== attempt) return obstacleOf(refuse('already-shipped', 'it is sent otherwise'), whose);
    }
    return undefined;
  }

  async #read(id: string): Promise<Stored<Consignment>> {
    const found = await this.store.find(id);
    if (!found) throw new Error(`there is no consignment ${id}`);
    return found;
  }
}

export function noSuchConsignment(): Refusal {
  return refuse('not-found', 'there is no such consignment');
}

function refusalOf({ code, detail, orderId, shipmentId }: Obstacle): Refusal {
  return { ...refuse(code as RefusalCode, detail), more: { orderId, shipmentId } };
}
