import { Inject, Injectable } from '@nestjs/common';
import type { PriceConsignment, RemoveParts } from '#contracts/commands/combine-shipments.js';
import type { PackShipment } from '#contracts/commands/prepare-shipment.js';
import { type Decision, isRefusal, type Refusal } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import { type ChangeContext, inTheWakeOf } from '#platform/change-context.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { storeOf } from '#platform/stores.js';
import { ConsignmentForming } from './consignment-forming.js';
import { noSuchConsignment } from './consignment-sending.js';
import { ConsignmentShares } from './consignment-shares.js';
import type { Consignment, ConsignmentEvent } from './domain/consignment.js';
import { cancelConsignment, removeParts, reviewPart } from './domain/consignment-parts.js';
import { allotPrice } from './domain/form-consignment.js';
import { fitPackages, packConsignment } from './domain/pack-consignment.js';
import { priceObstacle } from './domain/plan-consignments.js';
import type { Shipment, ShipmentEvent } from './domain/shipment.js';
import { carriersOf } from './policies.js';
import { consignmentAggregate } from './storage/consignment.schema.js';

type Outcome = Promise<Stored<Consignment> | Refusal>;

/** What can be done with consignments but sending, a short method per use case. */
@Injectable()
export class ConsignmentsService {
  constructor(
    @Inject(storeFor(consignmentAggregate)) private readonly store: AggregateStore<Consignment, ConsignmentEvent>,
    @Inject(AggregateStore) private readonly shipments: AggregateStore<Shipment, ShipmentEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly forming: ConsignmentForming,
    private readonly shares: ConsignmentShares,
  ) {}

  /** The shipments that go with it, in the order of its parts. */
  async partsOf({ parts }: Consignment): Promise<Shipment[]> {
    const found = await Promise.all(parts.map(({ shipmentId }) => this.shipments.find(shipmentId)));
    return found.flatMap((shipment) => (shipment ? [shipment.state] : []));
  }

  async removeParts(id: string, { shipmentIds, reason }: RemoveParts, context: ChangeContext): Outcome {
    const because = { ...context, ...(reason !== undefined && { reason }) };
    const outcome = await this.#change(id, (consignment) => removeParts(consignment, shipmentIds), because);
    if (isRefusal(outcome)) return outcome;
    const left = shipmentIds.filter((shipmentId) => !outcome.state.parts.some((part) => part.shipmentId === shipmentId));
    await this.forming.free(
      id,
      left.map((shipmentId) => ({ shipmentId })),
      inTheWakeOf(because),
    );
    return this.#fitted(outcome, inTheWakeOf(because));
  }

  async cancel(id: string, reason: string, context: ChangeContext): Outcome {
    const because = { ...context, reason };
    const outcome = await this.#change(id, cancelConsignment, because);
    if (isRefusal(outcome)) return outcome;
    if (outcome.state.status === 'Cancelled') await this.forming.free(id, outcome.state.parts, inTheWakeOf(because));
    return outcome;
  }

  async price(id: string, { price, allotBy }: PriceConsignment, context: ChangeContext): Outcome {
    const found = await this.store.find(id);
    if (!found) return noSuchConsignment();
    const parts = await this.partsOf(found.state);
    const obstacle = priceObstacle(parts, price);
    if (obstacle) return obstacle;
    const shares = await this.shares.of(parts, allotBy, context);
    if (isRefusal(shares)) return shares;
    const currency = parts[0]?.currency ?? '';
    const outcome = await this.#change(id, (consignment) => allotPrice(consignment, { price, currency, allotBy }, shares), context);
    if (isRefusal(outcome)) return outcome;
    await this.forming.tellPrices(id, inTheWakeOf(context));
    return (await this.store.find(id)) as Stored<Consignment>;
  }

  async pack(id: string, { packages }: PackShipment, context: ChangeContext): Outcome {
    const found = await this.store.find(id);
    if (!found) return noSuchConsignment();
    const shipments = await this.partsOf(found.state);
    const carriers = carriersOf(storeOf(this.stores, found.state.storeId));
    const packed = await this.#change(id, (consignment) => packConsignment(consignment, packages, shipments, carriers), context);
    return isRefusal(packed) ? packed : this.#fitted(packed, inTheWakeOf(context));
  }

  /** A shipment that goes with it has changed, been cancelled, or was sent by itself. */
  async review(id: string, shipmentId: string, context: ChangeContext): Promise<void> {
    const shipment = await this.shipments.find(shipmentId);
    if (!shipment) throw new Error(`there is no shipment ${shipmentId}`);
    orThrow(await this.#change(id, (consignment) => reviewPart(consignment, shipment.state), context));
    await this.fitPackages(id, context);
  }

  /** Its packages hold no more than its parts, which may have changed since they were looked at. */
  async fitPackages(id: string, context: ChangeContext): Promise<Stored<Consignment>> {
    const { state } = orThrow((await this.store.find(id)) ?? noSuchConsignment());
    const shipments = await this.partsOf(state);
    return orThrow(await this.#change(id, (consignment) => fitPackages(consignment, shipments), context));
  }

  async #fitted({ id, replayed }: Stored<Consignment>, context: ChangeContext): Promise<Stored<Consignment>> {
    return { ...(await this.fitPackages(id, context)), ...(replayed && { replayed }) };
  }

  #change(id: string, decide: (consignment: Consignment) => Decision<ConsignmentEvent>, context: ChangeContext): Outcome {
    return this.store.change(id, (consignment) => (consignment ? decide(consignment) : noSuchConsignment()), context);
  }
}
