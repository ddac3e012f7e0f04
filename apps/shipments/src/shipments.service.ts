import { Inject, Injectable } from '@nestjs/common';
import type { CarrierReport } from '#contracts/carrier-report.js';
import type { PackShipment, SetShipmentStatus } from '#contracts/commands/prepare-shipment.js';
import type { DeliverShipment, SendShipment } from '#contracts/commands/send-shipment.js';
import type { OrderCancelledData, OrderDetailsChangedData, OrderEditedData } from '#contracts/events/order.js';
import { isWithdrawn, type RequestedShipment } from '#contracts/order.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import type { ShipmentClaim, Tracking } from '#contracts/shipping.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { type Store, storeOf } from '#platform/stores.js';
import { cancelShipment } from './domain/cancel-shipment.js';
import { changeDetails } from './domain/change-details.js';
import { changeShipment } from './domain/change-shipment.js';
import { consignmentObstacle } from './domain/join-consignment.js';
import { openShipment, type ShippingOrder } from './domain/open-shipment.js';
import { packShipment } from './domain/pack-shipment.js';
import { readdressShipment } from './domain/readdress-shipment.js';
import { deliverShipment, sendingObstacle, sendShipment, wasSentSo } from './domain/send-shipment.js';
import { setStatus } from './domain/set-status.js';
import type { Shipment, ShipmentEvent } from './domain/shipment.js';
import { trackShipment } from './domain/track-shipment.js';
import { withTrackingUrl } from './domain/tracking-url.js';
import { FulfilmentService } from './fulfilment.service.js';
import { OrderClaims } from './order-claims.js';
import { carriersOf, statusPolicy } from './policies.js';

/** What can be done with shipments, a short method per use case. */
@Injectable()
export class ShipmentsService {
  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<Shipment, ShipmentEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly numbers: DocumentNumbers,
    private readonly claims: OrderClaims,
    private readonly fulfilment: FulfilmentService,
  ) {}

  /** Opens a shipment under the id that the order gave it. */
  async open(order: ShippingOrder, requested: RequestedShipment, context: ChangeContext): Promise<void> {
    const store = storeOf(this.stores, order.storeId);
    const [status] = statusPolicy(store).statuses;
    const head = {
      number: await this.numbers.next(store.numbers.shipment, new Date()),
      fulfilmentCentre: store.defaults.fulfilmentCentre,
      ...(status !== undefined && status !== 'New' && { status }),
    };
    orThrow(
      await this.store.change(requested.id, (shipment) => openShipment(shipment, head, order, requested), {
        ...context,
        expectedVersion: 0,
      }),
    );
  }

  /** The shipments that an edit changed follow it. */
  async follow(edit: OrderEditedData, context: ChangeContext): Promise<void> {
    for (const requested of edit.shipments.toSorted((one, other) => rankOf(one, edit) - rankOf(other, edit))) {
      const opened = edit.openedShipments?.find(({ id }) => id === requested.id);
      if (opened) {
        const { id: _, ...known } = opened;
        await this.open({ ...edit, ...known }, requested, context);
        continue;
      }
      orThrow(await this.store.change(requested.id, (shipment) => changeShipment(shipment, edit, requested), context));
    }
  }

  /** The shipments of an order go where it says now. */
  async readdress({ orderId, details }: OrderDetailsChangedData, context: ChangeContext): Promise<void> {
    for (const { id } of await this.store.listBy('orderId', orderId)) {
      orThrow(await this.store.change(id, (shipment) => readdressShipment(shipment, details.addresses.shipping), context));
    }
  }

  setStatus(id: string, { status }: SetShipmentStatus, context: ChangeContext): Promise<Stored<Shipment> | Refusal> {
    return this.#changeBy(id, context, (shipment, store) => setStatus(shipment, status, statusPolicy(store)));
  }

  async changeDetails(id: string, patch: object, context: ChangeContext): Promise<Stored<Shipment> | Refusal> {
    if ('fulfilmentCentre' in patch && (await this.fulfilment.has(id))) {
      return refuse('location-by-fulfilment', 'move its fulfilment order', 'fulfilmentCentre');
    }
    return this.#changeBy(id, context, (shipment, { attributes }) => {
      const moves = 'pickupLocation' in patch || 'fulfilmentCentre' in patch;
      return (moves ? consignmentObstacle(shipment) : undefined) ?? changeDetails(shipment, patch, attributes);
    });
  }

  pack(id: string, { packages }: PackShipment, context: ChangeContext): Promise<Stored<Shipment> | Refusal> {
    return this.#changeBy(
      id,
      context,
      (shipment, store) => consignmentObstacle(shipment) ?? packShipment(shipment, packages, carriersOf(store)),
    );
  }

  /**
   * A shipment leaves the house: first it is claimed on its order, which from then on keeps what it holds. Dying in between, or late, the claim's event
   * sends it, without the request's key; so a repeat is known by what it says.
   */
  async send(id: string, sending: SendShipment, context: ChangeContext): Promise<Stored<Shipment> | Refusal> {
    const outcome = await this.#send(id, sending, context);
    if (!isRefusal(outcome)) return outcome;
    const now = await this.store.find(id);
    return now && wasSentSo(now.state, this.#trackingOf(now.state, sending)) ? { ...now, replayed: true } : outcome;
  }

  async #send(id: string, sending: SendShipment, context: ChangeContext): Promise<Stored<Shipment> | Refusal> {
    const found = await this.store.change(
      id,
      (shipment) => (shipment ? (consignmentObstacle(shipment) ?? sendingObstacle(shipment) ?? []) : noSuchShipment()),
      context,
    );
    if (isRefusal(found) || found.replayed) return found;
    const obstacle = await this.fulfilment.prepareToLeave(found.state, sending.withoutStock ?? false, context);
    if (obstacle) return obstacle;
    const { orderId, items, deliveryAddress } = found.state;
    const tracking = this.#trackingOf(found.state, sending);
    const claim = await this.claims.claim(
      orderId,
      {
        id,
        items: items.map(({ lineId, quantity }) => ({ lineId, quantity })),
        ...(deliveryAddress && { deliveryAddress }),
        ...(tracking && { tracking }),
      },
      context,
    );
    if (claim.consignment) return refuse('in-consignment', `the consignment ${claim.consignment.id} is just being sent`);
    const { expectedVersion: _, ...claimed } = context;
    return this.store.change(id, (shipment) => sendShipment(shipment, claim), claimed);
  }

  #trackingOf({ storeId }: Shipment, { tracking }: SendShipment): Tracking | undefined {
    return tracking && withTrackingUrl(tracking, carriersOf(storeOf(this.stores, storeId)));
  }

  /** What was claimed is sent, should whoever claimed it not have come to that. */
  async sendClaimed(claim: ShipmentClaim, context: ChangeContext): Promise<void> {
    orThrow(await this.store.change(claim.id, (shipment) => sendShipment(shipment, claim), context));
  }

  deliver(id: string, { deliveredAt }: DeliverShipment, context: ChangeContext): Promise<Stored<Shipment> | Refusal> {
    const now = new Date();
    const decide = (shipment: Shipment | null) =>
      (shipment && consignmentObstacle(shipment)) ?? deliverShipment(shipment, deliveredAt ? new Date(deliveredAt) : now, now);
    return this.store.change(id, decide, context);
  }

  /** What a carrier says of a parcel; when the last one has arrived, so has the shipment. */
  track(id: string, report: CarrierReport, context: ChangeContext): Promise<Stored<Shipment> | Refusal> {
    const now = new Date();
    return this.store.change(id, (shipment) => (shipment ? trackShipment(shipment, report, now) : noSuchShipment()), context);
  }

  /** A change that the shipment's store has a say in. */
  #changeBy(id: string, context: ChangeContext, decide: (shipment: Shipment, store: Store) => Decision<ShipmentEvent>) {
    return this.store.change(
      id,
      (shipment) => (shipment ? decide(shipment, storeOf(this.stores, shipment.storeId)) : noSuchShipment()),
      context,
    );
  }

  /** Nothing of a cancelled order is sent. */
  async cancel(order: OrderCancelledData, context: ChangeContext): Promise<void> {
    for (const { id } of order.shipments) orThrow(await this.store.change(id, cancelShipment, context));
  }
}

/** What takes over is written before what gives away: whoever sees that something was given away finds who has it. */
function rankOf(requested: RequestedShipment, { openedShipments }: OrderEditedData): number {
  if (openedShipments?.some(({ id }) => id === requested.id)) return 0;
  return isWithdrawn(requested) ? 2 : 1;
}

function noSuchShipment(): Refusal {
  return refuse('not-found', 'there is no such shipment');
}
