import { TrackShipment } from './carrier-report.js';
import { CancelOrder, EditOrder } from './commands/edit-order.js';
import {
  AcceptFulfilment,
  HoldFulfilment,
  MoveFulfilment,
  RejectFulfilment,
  ReleaseFulfilment,
  ScheduleFulfilment,
} from './commands/fulfil-order.js';
import { PlaceHold, ReleaseHold } from './commands/hold-order.js';
import { ApplyPayment, IssueInvoice, VoidInvoice } from './commands/invoice-order.js';
import { CapturePayment, RefundPayment, SetPaymentStatus, VoidPayment } from './commands/move-money.js';
import { PatchOrder } from './commands/patch-order.js';
import { PackShipment, PatchShipment, SetShipmentStatus } from './commands/prepare-shipment.js';
import { ApproveReturn, CancelReturn, ReceiveReturn, RefuseReturn, RequestReturn } from './commands/return-goods.js';
import { DeliverShipment, SendShipment } from './commands/send-shipment.js';
import { SetStock } from './commands/set-stock.js';
import { type AnyCommandDefinition, defineCommand } from './define-command.js';
import { IsId } from './fields.js';
import { commandTopics } from './topics.js';

/** Which hold is over. */
export class ReleaseNamedHold extends ReleaseHold {
  @IsId() holdId!: string;
}

export const OrderEdit = defineCommand('order.edit', commandTopics.orders, EditOrder);
export const OrderChangeDetails = defineCommand('order.change-details', commandTopics.orders, PatchOrder);
export const OrderCancel = defineCommand('order.cancel', commandTopics.orders, CancelOrder);
export const OrderHold = defineCommand('order.hold', commandTopics.orders, PlaceHold);
export const OrderReleaseHold = defineCommand('order.release-hold', commandTopics.orders, ReleaseNamedHold);
export const PaymentCapture = defineCommand('payment.capture', commandTopics.payments, CapturePayment);
export const PaymentRefund = defineCommand('payment.refund', commandTopics.payments, RefundPayment);
export const PaymentSetStatus = defineCommand('payment.set-status', commandTopics.payments, SetPaymentStatus);
export const PaymentVoid = defineCommand('payment.void', commandTopics.payments, VoidPayment);
export const InvoiceIssue = defineCommand('invoice.issue', commandTopics.payments, IssueInvoice);
export const InvoicePay = defineCommand('invoice.pay', commandTopics.payments, ApplyPayment);
export const InvoiceVoid = defineCommand('invoice.void', commandTopics.payments, VoidInvoice);
export const ShipmentSetStatus = defineCommand('shipment.set-status', commandTopics.shipments, SetShipmentStatus);
export const ShipmentChangeDetails = defineCommand('shipment.change-details', commandTopics.shipments, PatchShipment);
export const ShipmentPack = defineCommand('shipment.pack', commandTopics.shipments, PackShipment);
export const ShipmentSend = defineCommand('shipment.send', commandTopics.shipments, SendShipment);
export const ShipmentDeliver = defineCommand('shipment.deliver', commandTopics.shipments, DeliverShipment);
export const ShipmentTrack = defineCommand('shipment.track', commandTopics.shipments, TrackShipment);
export const ReturnRequest = defineCommand('return.request', commandTopics.shipments, RequestReturn);
export const ReturnApprove = defineCommand('return.approve', commandTopics.shipments, ApproveReturn);
export const ReturnRefuse = defineCommand('return.refuse', commandTopics.shipments, RefuseReturn);
export const ReturnReceive = defineCommand('return.receive', commandTopics.shipments, ReceiveReturn);
export const ReturnCancel = defineCommand('return.cancel', commandTopics.shipments, CancelReturn);
export const StockSet = defineCommand('stock.set', commandTopics.shipments, SetStock);
export const FulfilmentAccept = defineCommand('fulfilment.accept', commandTopics.shipments, AcceptFulfilment);
export const FulfilmentReject = defineCommand('fulfilment.reject', commandTopics.shipments, RejectFulfilment);
export const FulfilmentMove = defineCommand('fulfilment.move', commandTopics.shipments, MoveFulfilment);
export const FulfilmentHold = defineCommand('fulfilment.hold', commandTopics.shipments, HoldFulfilment);
export const FulfilmentRelease = defineCommand('fulfilment.release', commandTopics.shipments, ReleaseFulfilment);
export const FulfilmentSchedule = defineCommand('fulfilment.schedule', commandTopics.shipments, ScheduleFulfilment);
export const ConsignmentPack = defineCommand('consignment.pack', commandTopics.shipments, PackShipment);
export const ConsignmentSend = defineCommand('consignment.send', commandTopics.shipments, SendShipment);
export const ConsignmentDeliver = defineCommand('consignment.deliver', commandTopics.shipments, DeliverShipment);

/** Every command there is. */
export const allCommands: readonly AnyCommandDefinition[] = [
  OrderEdit,
  OrderChangeDetails,
  OrderCancel,
  OrderHold,
  OrderReleaseHold,
  PaymentCapture,
  PaymentRefund,
  PaymentVoid,
  PaymentSetStatus,
  InvoiceIssue,
  InvoicePay,
  InvoiceVoid,
  ShipmentSetStatus,
  ShipmentChangeDetails,
  ShipmentPack,
  ShipmentSend,
  ShipmentDeliver,
  ShipmentTrack,
  ReturnRequest,
  ReturnApprove,
  ReturnRefuse,
  ReturnReceive,
  ReturnCancel,
  StockSet,
  FulfilmentAccept,
  FulfilmentReject,
  FulfilmentMove,
  FulfilmentHold,
  FulfilmentRelease,
  FulfilmentSchedule,
  ConsignmentPack,
  ConsignmentSend,
  ConsignmentDeliver,
];
