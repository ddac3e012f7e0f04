import type { NewEvent } from '#contracts/define-event.js';
import type { ShipmentOpenedData } from '#contracts/events/shipment.js';

/** A shipment's state. */
export interface Shipment extends ShipmentOpenedData {
  readonly status: 'New';
}

export type ShipmentEvent = NewEvent<'shipment.opened', ShipmentOpenedData>;

/** The next state; no rule, clock or I/O. */
export function evolve(_shipment: Shipment | null, event: ShipmentEvent): Shipment {
  return { ...event.data, status: 'New' };
}
