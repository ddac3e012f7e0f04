import { type RefundDestination, type RefundReason, refundDestinations, refundReasons } from './commands/move-money.js';
import { IsAmount, IsCount, IsFlag, IsId, IsLabel, IsList, IsOneOf, IsText, IsTime, Optional, Personal } from './fields.js';
import { RefundedLine } from './refunded-line.js';

/** What a gateway is asked to do. */
export const callTypes = ['authorization', 'capture', 'refund', 'void'] as const;
export type CallType = (typeof callTypes)[number];

/** What a gateway is about to be asked: stored before it hears of it. */
export class GatewayCall {
  /** Of the call, and of the capture or refund that it is for. */
  @IsId() id!: string;
  @IsOneOf(callTypes) type!: CallType;
  @IsAmount() amount!: string;
  /** Sent with the call, the same on every repeat, so that the gateway acts once. */
  @IsId() idempotencyKey!: string;
  /** Exactly what is sent, the secrets of the connection apart. */
  @IsText(4_000) request!: string;
  @IsTime() requestedAt!: string;
  /** When somebody else makes it if who stored it has not. */
  @IsTime() nextAt!: string;
  /** Of the request that asked for it, the client's first, as far as the proxies before the gateway tell. */
  @Optional() @Personal() @IsLabel(300) addresses?: string;
  /** Of a capture: nothing of the promise is left after it. */
  @Optional() @IsFlag() isLast?: boolean;
  @Optional() @IsOneOf(refundReasons) reasonCode?: RefundReason;
  @Optional() @IsLabel(500) reason?: string;
  /** Of a refund that another gateway than the payment's carries out. */
  @Optional() @IsOneOf(refundDestinations) destination?: RefundDestination;
  /** Of a refund by lines. */
  @Optional() @IsList(() => RefundedLine, 1) lines?: RefundedLine[];
  /** By amount, for goods that the customer keeps and pays less for. */
  @Optional() @IsFlag() allowance?: boolean;
  /** Of a refund by lines: no other of the order has the same. */
  @Optional() @IsCount() turn?: number;
}

export const transactionStatuses = ['succeeded', 'declined', 'pending', 'unanswered'] as const;
export type TransactionStatus = (typeof transactionStatuses)[number];

/** One exchange with a payment gateway, as the log keeps it: never a secret, never card data. */
export class GatewayTransaction {
  @IsId() id!: string;
  @IsId() callId!: string;
  @IsOneOf(callTypes) type!: CallType;
  /** `pending`: the gateway will decide later. `unanswered`: nobody knows yet whether it has acted. */
  @IsOneOf(transactionStatuses) status!: TransactionStatus;
  @IsAmount() amount!: string;
  @IsId() idempotencyKey!: string;
  @IsText(4_000) request!: string;
  @IsText(4_000) response!: string;
  @IsLabel(64) responseCode!: string;
  /** Of the request that asked for it, the client's first, as far as the proxies before the gateway tell. */
  @Optional() @Personal() @IsLabel(300) addresses?: string;
  /** The gateway's own id of what it did. */
  @Optional() @IsId() reference?: string;
  /** How often the gateway had been asked by then. */
  @IsCount() attempts!: number;
  @IsTime() processedAt!: string;
}
