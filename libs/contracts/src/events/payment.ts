import { type RefundDestination, type RefundReason, refundDestinations, refundReasons } from '../commands/move-money.js';
import { type Gateway, gateways } from '../commands/place-order.js';
import { defineEvent } from '../define-event.js';
import { IsAmount, IsCount, IsCurrencyCode, IsFlag, IsId, IsLabel, IsList, IsOneOf, IsPart, IsTime, Optional } from '../fields.js';
import { GatewayCall, GatewayTransaction } from '../gateway-call.js';
import { Address, Customer } from '../parties.js';
import { RefundedLine } from '../refunded-line.js';
import { topics } from '../topics.js';

export class PaymentOpenedData {
  @IsId() paymentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsId() orderNumber!: string;
  @IsId() storeId!: string;
  @IsOneOf(gateways) gateway!: Gateway;
  @IsCurrencyCode() currency!: string;
  @IsAmount() amount!: string;
  @Optional() @IsPart(() => Customer) payer?: Customer;
  @Optional() @IsPart(() => Address) billing?: Address;
}

/** A payment document exists; no money is promised yet. */
export const PaymentOpened = defineEvent('payment.opened', topics.payments, PaymentOpenedData);

export class GatewayCallRequestedData {
  @IsId() paymentId!: string;
  @IsId() orderId!: string;
  @IsPart(() => GatewayCall) call!: GatewayCall;
}

/** The gateway is about to be asked; what it says follows. Where nobody is asked (`manual`), only the outcome is told. */
export const GatewayCallRequested = defineEvent('gateway-call.requested', topics.payments, GatewayCallRequestedData);

export class GatewayCallUnsettledData {
  @IsId() paymentId!: string;
  @IsId() orderId!: string;
  @IsPart(() => GatewayTransaction) transaction!: GatewayTransaction;
  /** When the gateway is asked again. */
  @IsTime() nextAt!: string;
}

/** The gateway has not answered, or will decide later; whether money moved is not known yet. */
export const GatewayCallUnsettled = defineEvent('gateway-call.unsettled', topics.payments, GatewayCallUnsettledData);

export class AuthorizationSettledData {
  @IsId() paymentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsOneOf(gateways) gateway!: Gateway;
  @IsCurrencyCode() currency!: string;
  @IsAmount() amount!: string;
  @IsPart(() => GatewayTransaction) transaction!: GatewayTransaction;
}

export class PaymentAuthorizedData extends AuthorizationSettledData {
  /** Until when the promise holds, where the gateway says. */
  @Optional() @IsTime() authorizedUntil?: string;
}

/** The gateway has promised the amount. */
export const PaymentAuthorized = defineEvent('payment.authorized', topics.payments, PaymentAuthorizedData);

/** The gateway has said no; a fact about the payment, not an error. */
export const PaymentDeclined = defineEvent('payment.declined', topics.payments, AuthorizationSettledData);

const movedStatuses = ['Pending', 'Authorized', 'Declined', 'Paid', 'PartiallyRefunded', 'Refunded', 'Voided'] as const;

/** What a payment comes to after money moved, or a promise was given back. */
export class PaymentMovedData extends AuthorizationSettledData {
  @IsOneOf(movedStatuses) status!: (typeof movedStatuses)[number];
  /** Promised, what was taken included and what was given back of the promise not. */
  @IsAmount() authorized!: string;
  /** Taken in all. */
  @IsAmount() captured!: string;
  /** Given back in all. */
  @IsAmount() refunded!: string;
}

/** What the gateway had promised and was not taken is given back. */
export const PaymentVoided = defineEvent('payment.voided', topics.payments, PaymentMovedData);

/** Money that was taken. */
export class Capture {
  @IsId() id!: string;
  @IsAmount() amount!: string;
  @IsTime() at!: string;
}

export class PaymentCapturedData extends PaymentMovedData {
  @IsPart(() => Capture) capture!: Capture;
}

/** Money was taken of what the gateway had promised. */
export const PaymentCaptured = defineEvent('payment.captured', topics.payments, PaymentCapturedData);

/** Money that was given back. */
export class Refund {
  @IsId() id!: string;
  @IsAmount() amount!: string;
  @IsOneOf(refundReasons) reasonCode!: RefundReason;
  @Optional() @IsLabel(500) reason?: string;
  /** `credit` where it went to store credit of the payer. */
  @Optional() @IsOneOf(refundDestinations) destination?: RefundDestination;
  /** Whose money it is, where it was asked for by lines. */
  @Optional() @IsList(() => RefundedLine, 1) lines?: RefundedLine[];
  /** By amount, for goods that the customer keeps and pays less for. */
  @Optional() @IsFlag() allowance?: boolean;
  /** Of a refund by lines: no other of the order has the same. */
  @Optional() @IsCount() turn?: number;
  @IsTime() at!: string;
}

export class PaymentRefundedData extends PaymentMovedData {
  @IsPart(() => Refund) refund!: Refund;
}

/** Money that was taken was given back. */
export const PaymentRefunded = defineEvent('payment.refunded', topics.payments, PaymentRefundedData);

/** The gateway will not capture, refund or void as it was asked; no money moved, and the log has its reason. */
export const GatewayCallDeclined = defineEvent('gateway-call.declined', topics.payments, PaymentMovedData);

/** A refund that had succeeded came back from the shopper's bank: the money is ours again. `transaction.callId` is the refund. */
export const RefundFailed = defineEvent('refund.failed', topics.payments, PaymentMovedData);

export class PaymentClosingData {
  @IsId() paymentId!: string;
  @IsId() orderId!: string;
  @IsLabel(500) reason!: string;
  /** What was taken stays until people decide. */
  @Optional() @IsFlag() keepsCaptured?: boolean;
}

/** Nothing is to be paid any more: what the gateway, which may be busy with it, then holds goes back; what it declined is not asked for again. */
export const PaymentClosing = defineEvent('payment.closing', topics.payments, PaymentClosingData);

export class PaymentStatusSetData {
  @IsId() paymentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  /** One of the store's own, beside what the money says. */
  @IsLabel(64) storeStatus!: string;
}

/** People call the payment something else; its money is as it was. */
export const PaymentStatusSet = defineEvent('payment.status-set', topics.payments, PaymentStatusSetData);

export class PaymentExpiryData {
  @IsId() paymentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsCurrencyCode() currency!: string;
  /** Promised and not taken. */
  @IsAmount() left!: string;
  @IsTime() authorizedUntil!: string;
}

/** What the gateway has promised holds not much longer; told once, so that somebody takes it in time. */
export const PaymentExpiring = defineEvent('payment.expiring', topics.payments, PaymentExpiryData);

/** What the gateway had promised holds no longer; what was not taken is given back, as `payment.voided` will say. */
export const PaymentExpired = defineEvent('payment.expired', topics.payments, PaymentExpiryData);
