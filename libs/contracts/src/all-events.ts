import type { AnyEventDefinition } from './define-event.js';
import { DraftCreated, DraftDetailsChanged, DraftEdited } from './events/draft.js';
import { InvoiceDrafted, InvoiceIssued, InvoicePaid, InvoiceVoided } from './events/invoice.js';
import {
  OrderCancelled,
  OrderCaptureDue,
  OrderDetailsChanged,
  OrderDocumentRecorded,
  OrderEdited,
  OrderHoldPlaced,
  OrderHoldReleased,
  OrderPaymentAdded,
  OrderPlaced,
  OrderPriced,
  OrderReturnClaimed,
  OrderReturnReleased,
  OrderShipmentClaimed,
} from './events/order.js';
import {
  GatewayCallDeclined,
  GatewayCallRequested,
  GatewayCallUnsettled,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentClosing,
  PaymentDeclined,
  PaymentExpired,
  PaymentExpiring,
  PaymentOpened,
  PaymentRefunded,
  PaymentStatusSet,
  PaymentVoided,
  RefundFailed,
} from './events/payment.js';
import { ReturnApproved, ReturnCancelled, ReturnReceived, ReturnRefused, ReturnRequested } from './events/return.js';
import {
  ShipmentCancelled,
  ShipmentChanged,
  ShipmentDelivered,
  ShipmentDetailsChanged,
  ShipmentOpened,
  ShipmentPacked,
  ShipmentSent,
  ShipmentStatusChanged,
  ShipmentTracked,
} from './events/shipment.js';
import { TaxCalculated, TaxVoided } from './events/tax.js';

/** Every event there is. A reader that meets a type outside of this list does not know what it means. */
export const allEvents: readonly AnyEventDefinition[] = [
  DraftCreated,
  DraftEdited,
  DraftDetailsChanged,
  OrderPlaced,
  OrderPriced,
  OrderPaymentAdded,
  OrderCaptureDue,
  OrderDocumentRecorded,
  OrderEdited,
  OrderHoldPlaced,
  OrderHoldReleased,
  OrderShipmentClaimed,
  OrderReturnClaimed,
  OrderReturnReleased,
  OrderDetailsChanged,
  OrderCancelled,
  TaxCalculated,
  TaxVoided,
  PaymentOpened,
  GatewayCallRequested,
  GatewayCallUnsettled,
  GatewayCallDeclined,
  PaymentAuthorized,
  PaymentDeclined,
  PaymentVoided,
  PaymentCaptured,
  PaymentRefunded,
  RefundFailed,
  PaymentClosing,
  PaymentExpiring,
  PaymentExpired,
  PaymentStatusSet,
  InvoiceDrafted,
  InvoiceIssued,
  InvoicePaid,
  InvoiceVoided,
  ShipmentOpened,
  ShipmentChanged,
  ShipmentCancelled,
  ShipmentStatusChanged,
  ShipmentTracked,
  ShipmentPacked,
  ShipmentDetailsChanged,
  ShipmentSent,
  ShipmentDelivered,
  ReturnRequested,
  ReturnApproved,
  ReturnRefused,
  ReturnReceived,
  ReturnCancelled,
];

const byType = new Map(allEvents.map((definition) => [definition.type, definition]));

/** The declaration of an event type, or undefined for a type that these contracts do not know. */
export function eventDefinition(type: string): AnyEventDefinition | undefined {
  return byType.get(type);
}
