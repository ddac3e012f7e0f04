import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { evolve, type Shipment, type ShipmentEvent } from '../domain/shipment.js';

export const shipmentAggregate: AggregateDefinition<Shipment, ShipmentEvent> = {
  collection: 'shipments',
  historyCollection: 'shipmentHistory',
  evolve,
  // A shipment may hold items of several orders, so it is found by its items.
  indexes: [{ key: { 'state.orderId': 1 } }, { key: { 'state.number': 1 }, unique: true }],
};
