import { defineEvent } from '../define-event.js';
import { FulfilmentOrderContent } from '../fulfilment-order.js';
import { topics } from '../topics.js';

// Each carries the whole document after it: whoever follows needs no earlier event.

/** A shipment is to be shipped by some location; which one may not be known yet. */
export const FulfilmentOpened = defineEvent('fulfilment.opened', topics.shipments, FulfilmentOrderContent);

/** It ships something else, since its shipment holds something else. */
export const FulfilmentChanged = defineEvent('fulfilment.changed', topics.shipments, FulfilmentOrderContent);

/** The store's strategy has chosen a location. */
export const FulfilmentRouted = defineEvent('fulfilment.routed', topics.shipments, FulfilmentOrderContent);

/** Another system, or people, want it from this location. */
export const FulfilmentMoved = defineEvent('fulfilment.moved', topics.shipments, FulfilmentOrderContent);

/** What its location has reserved for it has changed, or what it waits for. */
export const FulfilmentReserved = defineEvent('fulfilment.reserved', topics.shipments, FulfilmentOrderContent);

/** Its location will ship it. */
export const FulfilmentAccepted = defineEvent('fulfilment.accepted', topics.shipments, FulfilmentOrderContent);

/** A location will not ship it. */
export const FulfilmentRejected = defineEvent('fulfilment.rejected', topics.shipments, FulfilmentOrderContent);

/** It must not leave for now. */
export const FulfilmentHeld = defineEvent('fulfilment.held', topics.shipments, FulfilmentOrderContent);

/** It is as it was before it was held. */
export const FulfilmentReleased = defineEvent('fulfilment.released', topics.shipments, FulfilmentOrderContent);

/** It must not leave before a moment. */
export const FulfilmentScheduled = defineEvent('fulfilment.scheduled', topics.shipments, FulfilmentOrderContent);

/** It has left. */
export const FulfilmentClosed = defineEvent('fulfilment.closed', topics.shipments, FulfilmentOrderContent);

/** Nothing of it will be shipped. */
export const FulfilmentCancelled = defineEvent('fulfilment.cancelled', topics.shipments, FulfilmentOrderContent);
