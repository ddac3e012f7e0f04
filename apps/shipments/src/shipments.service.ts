import { Inject, Injectable } from '@nestjs/common';
import type { OrderCancelledData, OrderDetailsChangedData, OrderEditedData } from '#contracts/events/order.js';
import type { PlacedOrder, RequestedShipment } from '#contracts/order.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { storeOf } from '#platform/stores.js';
import { cancelShipment } from './domain/cancel-shipment.js';
import { changeShipment } from './domain/change-shipment.js';
import { openShipment } from './domain/open-shipment.js';
import { readdressShipment } from './domain/readdress-shipment.js';
import type { Shipment, ShipmentEvent } from './domain/shipment.js';

/** What can be done with shipments, a short method per use case. */
@Injectable()
export class ShipmentsService {
  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<Shipment, ShipmentEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly numbers: DocumentNumbers,
  ) {}

  /** Opens a shipment under the id that the order gave it. */
  async open(order: PlacedOrder, requested: RequestedShipment, context: ChangeContext): Promise<void> {
    const store = storeOf(this.stores, order.storeId);
    const head = { number: await this.numbers.next(store.numbers.shipment, new Date()), fulfilmentCentre: store.defaults.fulfilmentCentre };
    orThrow(
      await this.store.change(requested.id, (shipment) => openShipment(shipment, head, order, requested), {
        ...context,
        expectedVersion: 0,
      }),
    );
  }

  /** The shipments that an edit changed follow it. */
  async follow(edit: OrderEditedData, context: ChangeContext): Promise<void> {
    for (const requested of edit.shipments) {
      orThrow(await this.store.change(requested.id, (shipment) => changeShipment(shipment, edit, requested), context));
    }
  }

  /** The shipments of an order go where it says now. */
  async readdress({ orderId, details }: OrderDetailsChangedData, context: ChangeContext): Promise<void> {
    for (const { id } of await this.store.listBy('items.orderId', orderId)) {
      orThrow(await this.store.change(id, (shipment) => readdressShipment(shipment, details.addresses.shipping), context));
    }
  }

  /** Nothing of a cancelled order is sent. */
  async cancel(order: OrderCancelledData, context: ChangeContext): Promise<void> {
    for (const { id } of order.shipments) orThrow(await this.store.change(id, cancelShipment, context));
  }
}
