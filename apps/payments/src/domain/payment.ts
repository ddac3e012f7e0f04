import type { NewEvent } from '#contracts/define-event.js';
import {
  AuthorizationRequested,
  type AuthorizationRequestedData,
  type AuthorizationSettledData,
  type Capture,
  type GatewayTransaction,
  PaymentAuthorized,
  PaymentCaptured,
  type PaymentCapturedData,
  PaymentDeclined,
  type PaymentMovedData,
  PaymentOpened,
  type PaymentOpenedData,
  PaymentRefunded,
  type PaymentRefundedData,
  PaymentVoided,
  type Refund,
} from '#contracts/events/payment.js';
import type { PaymentState } from '#contracts/payment-summary.js';

/** A payment's state, with the whole log of what was exchanged with its gateway. */
export interface Payment extends PaymentOpenedData {
  readonly status: PaymentState;
  readonly authorizedAmount: string;
  readonly capturedAmount: string;
  readonly refundedAmount: string;
  readonly captures?: readonly Capture[];
  readonly refunds?: readonly Refund[];
  /** A request that the gateway has not answered for sure; repeated with the same key until it has. */
  readonly openAuthorization?: AuthorizationRequestedData;
  readonly transactions: readonly GatewayTransaction[];
}

export type PaymentEvent =
  | NewEvent<'payment.opened', PaymentOpenedData>
  | NewEvent<'authorization.requested', AuthorizationRequestedData>
  | NewEvent<'payment.authorized', AuthorizationSettledData>
  | NewEvent<'payment.declined', AuthorizationSettledData>
  | NewEvent<'payment.captured', PaymentCapturedData>
  | NewEvent<'payment.refunded', PaymentRefundedData>
  | NewEvent<'payment.voided', PaymentMovedData>;

/** The next state; no rule, clock or I/O. */
export function evolve(payment: Payment | null, event: PaymentEvent): Payment {
  switch (event.type) {
    case PaymentOpened.type:
      return { ...event.data, status: 'New', authorizedAmount: '0', capturedAmount: '0', refundedAmount: '0', transactions: [] };
    case AuthorizationRequested.type:
      return { ...existing(payment), status: 'Pending', openAuthorization: event.data };
    case PaymentAuthorized.type:
      return { ...answered(existing(payment), event.data), status: 'Authorized', authorizedAmount: event.data.amount };
    case PaymentDeclined.type:
      return { ...answered(existing(payment), event.data), status: 'Declined' };
    case PaymentCaptured.type: {
      const { status, captured, capture } = event.data;
      const before = answered(existing(payment), event.data);
      return { ...before, status, capturedAmount: captured, captures: [...(before.captures ?? []), capture] };
    }
    case PaymentRefunded.type: {
      const { status, refunded, refund } = event.data;
      const before = answered(existing(payment), event.data);
      return { ...before, status, refundedAmount: refunded, refunds: [...(before.refunds ?? []), refund] };
    }
    case PaymentVoided.type: {
      const { status, captured } = event.data;
      return { ...answered(existing(payment), event.data), status, authorizedAmount: captured };
    }
  }
}

function answered({ openAuthorization: _, ...payment }: Payment, { transaction }: AuthorizationSettledData): Payment {
  return { ...payment, transactions: [...payment.transactions, transaction] };
}

function existing(payment: Payment | null): Payment {
  if (!payment) throw new Error('the first event of a payment is payment.opened');
  return payment;
}
