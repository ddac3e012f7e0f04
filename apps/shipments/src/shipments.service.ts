import { Inject, Injectable } from '@nestjs/common';
import type { PlacedOrder, RequestedShipment } from '#contracts/order.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { storeOf } from '#platform/stores.js';
import { openShipment } from './domain/open-shipment.js';
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
}
