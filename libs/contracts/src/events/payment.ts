import { type RefundReason, refundReasons } from '../commands/move-money.js';
import { type Gateway, gateways } from '../commands/place-order.js';
import { defineEvent } from '../define-event.js';
import { IsAmount, IsCount, IsCurrencyCode, IsId, IsLabel, IsOneOf, IsPart, IsText, IsTime, Optional } from '../fields.js';
import { Address, Customer } from '../parties.js';
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

/** A payment document exists; no money is promised yet. `authorization.requested` follows. */
export const PaymentOpened = defineEvent('payment.opened', topics.payments, PaymentOpenedData);

export class AuthorizationRequestedData {
  @IsId() paymentId!: string;
  @IsId() orderId!: string;
  @IsAmount() amount!: string;
  /** Sent with the call, the same on every repeat, so that the gateway acts once. */
  @IsId() idempotencyKey!: string;
  @IsTime() requestedAt!: string;
}

/** The gateway is about to be asked; `payment.authorized` or `payment.declined` follows. */
export const AuthorizationRequested = defineEvent('authorization.requested', topics.payments, AuthorizationRequestedData);

/** One exchange with a payment gateway, as the log keeps it: never a secret, never card data. */
export class GatewayTransaction {
  @IsId() id!: string;
  @IsOneOf(['authorization', 'capture', 'refund', 'void']) type!: 'authorization' | 'capture' | 'refund' | 'void';
  @IsOneOf(['succeeded', 'declined']) status!: 'succeeded' | 'declined';
  @IsAmount() amount!: string;
  @IsId() idempotencyKey!: string;
  @IsText(4_000) request!: string;
  @IsText(4_000) response!: string;
  @IsLabel(64) responseCode!: string;
  @IsCount() attempts!: number;
  @IsTime() processedAt!: string;
}

export class AuthorizationSettledData {
  @IsId() paymentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsOneOf(gateways) gateway!: Gateway;
  @IsCurrencyCode() currency!: string;
  @IsAmount() amount!: string;
  @IsPart(() => GatewayTransaction) transaction!: GatewayTransaction;
}

/** The gateway has promised the amount. */
export const PaymentAuthorized = defineEvent('payment.authorized', topics.payments, AuthorizationSettledData);

/** The gateway has said no; a fact about the payment, not an error. */
export const PaymentDeclined = defineEvent('payment.declined', topics.payments, AuthorizationSettledData);

const movedStatuses = ['Authorized', 'Paid', 'PartiallyRefunded', 'Refunded', 'Voided'] as const;

/** What a payment comes to after money moved, or a promise was given back. */
export class PaymentMovedData extends AuthorizationSettledData {
  @IsOneOf(movedStatuses) status!: (typeof movedStatuses)[number];
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
  @IsTime() at!: string;
}

export class PaymentRefundedData extends PaymentMovedData {
  @IsPart(() => Refund) refund!: Refund;
}

/** Money that was taken was given back. */
export const PaymentRefunded = defineEvent('payment.refunded', topics.payments, PaymentRefundedData);
