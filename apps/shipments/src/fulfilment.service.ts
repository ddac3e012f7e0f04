import { Inject, Injectable } from '@nestjs/common';
import type {
  AcceptFulfilment,
  HoldFulfilment,
  MoveFulfilment,
  RejectFulfilment,
  ScheduleFulfilment,
} from '#contracts/commands/fulfil-order.js';
import { type Decision, type Refusal, refuse } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import type { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { storeOf } from '#platform/stores.js';
import { type FulfilmentEvent, type FulfilmentOrder, fulfilmentOrderIdOf } from './domain/fulfilment-order.js';
import {
  acceptFulfilment,
  holdFulfilment,
  leavingObstacle,
  rejectFulfilment,
  releaseFulfilment,
  scheduleFulfilment,
} from './domain/handle-fulfilment.js';
import { moveFulfilment } from './domain/route-fulfilment.js';
import { locationsOf } from './policies.js';
import { fulfilmentOrderAggregate } from './storage/fulfilment-order.schema.js';

type Outcome = Promise<Stored<FulfilmentOrder> | Refusal>;

/** What can be done with fulfilment orders. What follows for stocks is seen to when the event of it comes (see FulfilmentFollower). */
@Injectable()
export class FulfilmentService {
  constructor(
    @Inject(storeFor(fulfilmentOrderAggregate)) private readonly orders: AggregateStore<FulfilmentOrder, FulfilmentEvent>,
    @Inject(STORES) private readonly stores: Stores,
  ) {}

  accept(id: string, command: AcceptFulfilment, context: ChangeContext): Outcome {
    return this.#change(id, context, (order) => acceptFulfilment(order, command));
  }

  reject(id: string, { reason }: RejectFulfilment, context: ChangeContext): Outcome {
    const now = new Date();
    return this.#change(id, { ...context, reason }, (order) => rejectFulfilment(order, reason, now));
  }

  move(id: string, command: MoveFulfilment, context: ChangeContext): Outcome {
    return this.#change(id, context, (order) => moveFulfilment(order, command, locationsOf(storeOf(this.stores, order.storeId))));
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

  /** What stands against sending a shipment; nothing where it has no fulfilment order. */
  async leavingObstacle(shipmentId: string, withoutStock: boolean): Promise<Refusal | undefined> {
    const order = await this.orders.find(fulfilmentOrderIdOf(shipmentId));
    return order ? leavingObstacle(order.state, withoutStock, new Date()) : undefined;
  }

  /** Whether a fulfilment order says where a shipment is shipped from. */
  async has(shipmentId: string): Promise<boolean> {
    return (await this.orders.find(fulfilmentOrderIdOf(shipmentId))) !== null;
  }

  #change(id: string, context: ChangeContext, decide: (order: FulfilmentOrder) => Decision<FulfilmentEvent>): Outcome {
    return this.orders.change(id, (order) => (order ? decide(order) : refuse('not-found', 'there is no such fulfilment order')), context);
  }
}
