import { Inject, Injectable } from '@nestjs/common';
import type { ConsignmentPart, Obstacle } from '#contracts/consignment.js';
import type { PlannedConsignment } from '#contracts/events/consignment.js';
import { isRefusal, type Refusal } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { orNotFound, orThrow, ProblemError } from '#platform/http/problem.js';
import { storeOf } from '#platform/stores.js';
import type { Consignment, ConsignmentEvent } from './domain/consignment.js';
import { dissolveConsignment, formConsignment, openConsignment, refusePrice } from './domain/form-consignment.js';
import { joinConsignment, leaveConsignment } from './domain/join-consignment.js';
import type { Shipment, ShipmentEvent } from './domain/shipment.js';
import { OrdersClient } from './orders-client.js';
import { consignmentNumbers } from './policies.js';
import { consignmentAggregate } from './storage/consignment.schema.js';

/**
 * Brings shipments into consignments and out of them. Each step follows from an event of the consignment that was stored before, and may be
 * taken again: by the request that asked for it, and by whoever handles the event. Rule: docs/adr/0017-consignments.md.
 */
@Injectable()
export class ConsignmentForming {
  constructor(
    @Inject(storeFor(consignmentAggregate)) private readonly store: AggregateStore<Consignment, ConsignmentEvent>,
    @Inject(AggregateStore) private readonly shipments: AggregateStore<Shipment, ShipmentEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly numbers: DocumentNumbers,
    private readonly orders: OrdersClient,
  ) {}

  async open(planned: PlannedConsignment, context: ChangeContext): Promise<Stored<Consignment>> {
    const { consignmentId, storeId } = planned;
    if (!(await this.store.find(consignmentId))) {
      const number = await this.numbers.next(consignmentNumbers(storeOf(this.stores, storeId)), new Date());
      orThrow(await this.store.change(consignmentId, (consignment) => openConsignment(consignment, planned, number), context));
    }
    return this.form(consignmentId, context);
  }

  /** All its parts join it, or none does. */
  async form(id: string, context: ChangeContext): Promise<Stored<Consignment>> {
    for (;;) {
      const { state } = await this.#read(id);
      if (state.status !== 'Joining') break;
      const obstacle = await this.#join(state, context);
      const decide = (now: Consignment) => (obstacle ? dissolveConsignment(now, obstacle) : formConsignment(now));
      await this.#change(id, decide, context);
    }
    const { state } = await this.#read(id);
    if (state.status === 'Cancelled') await this.free(id, state.parts, context);
    await this.tellPrices(id, context);
    return this.#read(id);
  }

  /** Shipments go by themselves again. */
  async free(id: string, parts: readonly Pick<ConsignmentPart, 'shipmentId'>[], context: ChangeContext): Promise<void> {
    for (const { shipmentId } of parts) {
      orThrow(await this.shipments.change(shipmentId, (shipment) => leaveConsignment(shipment, id), context));
    }
  }

  /** Each order is told what its part costs; what it has against that stands on the consignment. */
  async tellPrices(id: string, context: ChangeContext): Promise<void> {
    const { state } = await this.#read(id);
    const { allotment, allotted = [], number, parts, status } = state;
    if (allotment === undefined || status === 'Cancelled') return;
    for (const { orderId, shipmentId, price } of allotted) {
      if (!parts.some((part) => part.shipmentId === shipmentId)) continue;
      const asked = { shipmentId, price, consignmentId: id, consignmentNumber: number, allotment };
      const obstacle = await refusedBy({ orderId, shipmentId }, () => this.orders.allotPrice(orderId, asked, context));
      if (obstacle) await this.#change(id, (now) => refusePrice(now, allotment, obstacle), context);
    }
  }

  async #join(consignment: Consignment, context: ChangeContext): Promise<Obstacle | undefined> {
    for (const { shipmentId, orderId } of consignment.parts) {
      const outcome = await this.shipments.change(shipmentId, (shipment) => joinConsignment(shipment, consignment), context);
      if (isRefusal(outcome)) return obstacleOf(outcome, { shipmentId, orderId });
    }
    return undefined;
  }

  async #change(
    id: string,
    decide: (consignment: Consignment) => ReturnType<typeof formConsignment>,
    context: ChangeContext,
  ): Promise<void> {
    orThrow(await this.store.change(id, (consignment) => decide(consignment as Consignment), context));
  }

  async #read(id: string): Promise<Stored<Consignment>> {
    return orNotFound(await this.store.find(id), 'such consignment');
  }
}

type Whose = Pick<Obstacle, 'orderId' | 'shipmentId'>;

export function obstacleOf({ refused, detail }: Refusal, whose: Whose): Obstacle {
  return { code: refused, detail, ...whose };
}

/** What another service has against something; undefined when it was done. Throws when the service is away. */
export async function refusedBy(whose: Whose, ask: () => Promise<void>): Promise<Obstacle | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.status >= 500) throw error;
    const { type, title, detail = title } = error.problem;
    return { code: type.split(':').at(-1) as string, detail, ...whose };
  }
}
