import { Inject, Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { v5 as derivedId, v7 as newId } from 'uuid';
import type { CombineShipments } from '#contracts/commands/combine-shipments.js';
import type { LeftOutShipment } from '#contracts/consignment.js';
import { CombinationPlanned, type CombinationPlannedData, type PlannedConsignment } from '#contracts/events/consignment.js';
import { isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import { type ChangeContext, inTheWakeOf } from '#platform/change-context.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { ConsignmentForming } from './consignment-forming.js';
import { ConsignmentShares } from './consignment-shares.js';
import type { Combination, CombinationEvent } from './domain/combination.js';
import type { Consignment } from './domain/consignment.js';
import { groupsOf, namedObstacle, requestObstacle } from './domain/plan-consignments.js';
import type { Shipment, ShipmentEvent } from './domain/shipment.js';
import { CombinableShipments } from './storage/combinable-shipments.js';
import { combinationAggregate } from './storage/combination.schema.js';

/** Namespace of the ids of combinations that are asked for with an idempotency key; fixed for good. */
const KEYED_COMBINATIONS = '5d0c5a4e-2f9b-4a53-8c8e-6a7f1f1f3b90';
/** Most shipments that one call looks at, and most consignments that it opens. */
const MAX_LOOKED_AT = 1_000;
const MAX_OPENED = 100;
const AT_ONCE = 4;

/** Which shipments go together, and which do not, and why. */
interface Grouping {
  readonly groups: readonly Shipment[][];
  readonly leftOut: readonly LeftOutShipment[];
  readonly more: boolean;
}

/** What one call combined, and its consignments as they are. */
export interface Combined {
  readonly combination: Stored<Combination>;
  readonly consignments: readonly Stored<Consignment>[];
}

/** Combines shipments of several orders into consignments, those that are named or all that a rule finds. */
@Injectable()
export class CombinationsService {
  constructor(
    @Inject(storeFor(combinationAggregate)) private readonly store: AggregateStore<Combination, CombinationEvent>,
    @Inject(AggregateStore) private readonly shipments: AggregateStore<Shipment, ShipmentEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly combinable: CombinableShipments,
    private readonly shares: ConsignmentShares,
    private readonly forming: ConsignmentForming,
  ) {}

  /** What would be combined; nothing is stored. */
  plan(command: CombineShipments, context: ChangeContext): Promise<CombinationPlannedData | Refusal> {
    return this.#plan(newId(), command, context);
  }

  /** A repeat with the same key has the same id, and is answered with what the first one combined. */
  async combine(command: CombineShipments, context: ChangeContext): Promise<Combined | Refusal> {
    const key = context.idempotency?.key;
    const id = key === undefined ? newId() : derivedId(key, KEYED_COMBINATIONS);
    const known = await this.store.find(id);
    const planned = known ? undefined : await this.#plan(id, command, context);
    if (planned && isRefusal(planned)) return planned;
    const combination = await this.store.change(id, (now) => (now || !planned ? [] : [CombinationPlanned(planned)]), context);
    if (isRefusal(combination)) return combination;
    return { combination, consignments: await this.carryOut(combination.state, inTheWakeOf(context)) };
  }

  /** Its consignments are opened and formed; those that are there stay as they are. */
  carryOut({ consignments }: Combination, context: ChangeContext): Promise<Stored<Consignment>[]> {
    const limit = pLimit(AT_ONCE);
    return Promise.all(consignments.map((planned) => limit(() => this.forming.open(planned, context))));
  }

  /** The same of one that was stored. */
  async resume(id: string, context: ChangeContext): Promise<void> {
    const found = await this.store.find(id);
    if (!found) throw new Error(`there is no combination ${id}`);
    await this.carryOut(found.state, context);
  }

  async #plan(id: string, command: CombineShipments, context: ChangeContext): Promise<CombinationPlannedData | Refusal> {
    const obstacle = requestObstacle(command);
    if (obstacle) return obstacle;
    const grouping = command.rule ? await this.#byRule(command) : await this.#named(command);
    if (isRefusal(grouping)) return grouping;
    const { groups, leftOut, more } = grouping;
    const shares = command.allotBy && (await this.shares.of(groups.flat(), command.allotBy, context));
    if (shares && isRefusal(shares)) return shares;
    const consignments = groups.map((group, index) => planned(derivedId(`consignment/${index}`, id), group, command, shares));
    return { combinationId: id, consignments, leftOut: [...leftOut], more };
  }

  async #named(command: CombineShipments): Promise<Grouping | Refusal> {
    const found = await Promise.all((command.shipmentIds ?? []).map((id) => this.shipments.find(id)));
    const named = found.map((shipment) => shipment?.state ?? null);
    return namedObstacle(named, command) ?? { groups: [named as Shipment[]], leftOut: [], more: false };
  }

  async #byRule({ rule, price }: CombineShipments): Promise<Grouping | Refusal> {
    if (!rule) throw new Error('there is no rule');
    if (!this.stores.has(rule.storeId)) return refuse('unknown-store', `there is no store "${rule.storeId}"`, 'rule.storeId');
    const found = await this.combinable.find(rule, MAX_LOOKED_AT + 1);
    const { groups, leftOut } = groupsOf(found.slice(0, MAX_LOOKED_AT), price);
    return { groups: groups.slice(0, MAX_OPENED), leftOut, more: found.length > MAX_LOOKED_AT || groups.length > MAX_OPENED };
  }
}

function planned(
  consignmentId: string,
  group: readonly Shipment[],
  { price, allotBy, force, reason }: CombineShipments,
  shares: ReadonlyMap<string, string> | undefined,
): PlannedConsignment {
  const { storeId, currency, deliveryAddress } = group[0] as Shipment;
  const customers = [...new Set(group.map(({ customerId }) => customerId))];
  return {
    consignmentId,
    storeId,
    ...(customers.length === 1 && customers[0] !== undefined && { customerId: customers[0] }),
    ...(deliveryAddress && { deliveryAddress }),
    ...(force && reason !== undefined && { forcedBecause: reason }),
    ...(price !== undefined && allotBy !== undefined && { price, currency, allotBy }),
    parts: group.map(({ shipmentId, number, orderId, orderNumber }) => {
      const share = shares?.get(shipmentId);
      return { shipmentId, number, orderId, orderNumber, ...(share !== undefined && { share }) };
    }),
  };
}
