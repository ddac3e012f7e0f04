import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId, v7 as newId } from 'uuid';
import type {
  AcceptFulfilment,
  HoldFulfilment,
  MoveFulfilment,
  RejectFulfilment,
  ScheduleFulfilment,
} from '#contracts/commands/fulfil-order.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import type { ShipmentItem } from '#contracts/shipping.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import { type ChangeContext, inTheWakeOf } from '#platform/change-context.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { storeOf } from '#platform/stores.js';
import { followLocation } from './domain/follow-location.js';
import { type FulfilmentEvent, type FulfilmentOrder, fulfilmentOrderIdOf } from './domain/fulfilment-order.js';
import {
  acceptFulfilment,
  holdFulfilment,
  leavingObstacle,
  overObstacle,
  rejectFulfilment,
  releaseFulfilment,
  scheduleFulfilment,
} from './domain/handle-fulfilment.js';
import { consignmentObstacle } from './domain/join-consignment.js';
import { locationObstacle, moveFulfilment } from './domain/route-fulfilment.js';
import type { Shipment, ShipmentEvent } from './domain/shipment.js';
import { FulfilmentFollower } from './fulfilment-follower.js';
import { OrderSplits } from './order-splits.js';
import { locationsOf, sourcingOf } from './policies.js';
import { fulfilmentOrderAggregate } from './storage/fulfilment-order.schema.js';

type Outcome = Promise<Stored<FulfilmentOrder> | Refusal>;

/** What can be done with fulfilment orders. What follows for stocks is seen to when the event of it comes (see FulfilmentFollower). */
@Injectable()
export class FulfilmentService {
  constructor(
    @Inject(storeFor(fulfilmentOrderAggregate)) private readonly orders: AggregateStore<FulfilmentOrder, FulfilmentEvent>,
    @Inject(AggregateStore) private readonly shipments: AggregateStore<Shipment, ShipmentEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly splits: OrderSplits,
    private readonly follower: FulfilmentFollower,
  ) {}

  accept(id: string, command: AcceptFulfilment, context: ChangeContext): Outcome {
    return this.#change(id, context, (order) => acceptFulfilment(order, command));
  }

  async reject(id: string, { reason }: RejectFulfilment, context: ChangeContext): Outcome {
    const obstacle = await this.#consignmentObstacle(id);
    if (obstacle) return obstacle;
    const now = new Date();
    return this.#change(id, { ...context, reason }, (order) => rejectFulfilment(order, reason, now));
  }

  async move(id: string, { items, ...command }: MoveFulfilment, context: ChangeContext): Outcome {
    const obstacle = await this.#consignmentObstacle(id);
    if (obstacle) return obstacle;
    return items ? this.#moveSome(id, command, items, context) : this.#moveAll(id, command, context);
  }

  /** What goes with others stays where they are: it is taken out first. */
  async #consignmentObstacle(id: string): Promise<Refusal | undefined> {
    const order = await this.orders.find(id);
    const shipment = order && (await this.shipments.find(order.state.shipmentId));
    return (shipment && consignmentObstacle(shipment.state)) ?? undefined;
  }

  #moveAll(id: string, command: MoveFulfilment, context: ChangeContext): Outcome {
    return this.#change(id, context, (order) => moveFulfilment(order, command, locationsOf(storeOf(this.stores, order.storeId))));
  }

  /** The order gives the pieces a shipment of their own, whose fulfilment order is at that location; this one follows when its shipment has less. */
  async #moveSome(id: string, { location, reason }: MoveFulfilment, items: readonly ShipmentItem[], context: ChangeContext): Outcome {
    const found = await this.#change(
      id,
      context,
      (order) => overObstacle(order) ?? locationObstacle(location, locationsOf(storeOf(this.stores, order.storeId))) ?? [],
    );
    if (isRefusal(found)) return found;
    const { orderId, shipmentId } = found.state;
    const key = context.idempotency ? derivedId(context.idempotency.key, id) : newId();
    await this.splits.split(
      { orderId, shipmentId, key, reason: reason ?? `${location} ships a part of it` },
      [{ location, items }],
      context,
    );
    return found;
  }

  hold(id: string, { reason }: HoldFulfilment, context: ChangeContext): Outcome {
    return this.#change(id, { ...context, reason }, (order) => holdFulfilment(order, reason));
  }

  release(id: string, context: ChangeContext): Outcome {
    return this.#change(id, context, releaseFulfilment);
  }

  schedule(id: string, { scheduledFor }: ScheduleFulfilment, context: ChangeContext): Outcome {
    return this.#change(id, context, (order) => scheduleFulfilment(order, scheduledFor));
  }

  /**
   * Gives what stands against sending a shipment; nothing where its store has no policy. Otherwise it leaves from where its fulfilment order says, told
   * already or not, and nobody is so quick that it leaves before it has one.
   */
  async prepareToLeave(shipment: Shipment, withoutStock: boolean, context: ChangeContext): Promise<Refusal | undefined> {
    const order = await this.#orderOf(shipment, inTheWakeOf(context));
    if (!order) return undefined;
    const obstacle = leavingObstacle(order.state, withoutStock, new Date());
    const { location } = order.state;
    if (obstacle || location === undefined || location === shipment.fulfilmentCentre) return obstacle;
    const told = await this.shipments.change(shipment.shipmentId, (now) => followLocation(now as Shipment, location), inTheWakeOf(context));
    return isRefusal(told) ? told : undefined;
  }

  /** Opened, as the event of the shipment would have had it, where that has not come yet; null where its store has no policy. */
  async #orderOf({ shipmentId, storeId }: Shipment, context: ChangeContext): Promise<Stored<FulfilmentOrder> | null> {
    const id = fulfilmentOrderIdOf(shipmentId);
    const found = await this.orders.find(id);
    if (found || !sourcingOf(storeOf(this.stores, storeId))) return found;
    await this.follower.open(shipmentId, storeId, context);
    return this.orders.find(id);
  }

  /** Whether a fulfilment order says where a shipment is shipped from. */
  async has(shipmentId: string): Promise<boolean> {
    return (await this.orders.find(fulfilmentOrderIdOf(shipmentId))) !== null;
  }

  #change(id: string, context: ChangeContext, decide: (order: FulfilmentOrder) => Decision<FulfilmentEvent>): Outcome {
    return this.orders.change(id, (order) => (order ? decide(order) : refuse('not-found', 'there is no such fulfilment order')), context);
  }
}
