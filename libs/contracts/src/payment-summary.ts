import { type RefundDestination, type RefundReason, refundDestinations, refundReasons } from './commands/move-money.js';
import { type Gateway, gateways } from './commands/place-order.js';
import { IsAmount, IsCurrencyCode, IsFlag, IsId, IsLabel, IsList, IsOneOf, IsPart, IsTime, IsVersion, Optional } from './fields.js';
import { Customer } from './parties.js';
import { RefundedLine } from './refunded-line.js';

export const paymentStates = ['Pending', 'Authorized', 'Declined', 'Voided', 'Paid', 'PartiallyRefunded', 'Refunded'] as const;
export type PaymentState = (typeof paymentStates)[number];

const moneyStatuses = ['Pending', 'Processed', 'Rejected'] as const;

/** Money that is to be taken, was, or was not. */
export class CaptureDocument {
  @IsId() id!: string;
  @IsAmount() amount!: string;
  @IsOneOf(moneyStatuses) status!: (typeof moneyStatuses)[number];
  /** When it was taken. */
  @Optional() @IsTime() at?: string;
  /** Why the gateway would not, in its words. */
  @Optional() @IsLabel(64) rejectCode?: string;
}

/** Money that is to be given back, was, or was not. */
export class RefundDocument extends CaptureDocument {
  @IsOneOf(refundReasons) reasonCode!: RefundReason;
  @Optional() @IsLabel(500) reason?: string;
  /** `credit` where it goes to store credit of the payer; absent, it goes back to where it was taken from. */
  @Optional() @IsOneOf(refundDestinations) destination?: RefundDestination;
  /** Whose money it is, where it was asked for by lines. */
  @Optional() @IsList(() => RefundedLine, 1) lines?: RefundedLine[];
  /** By amount, for goods that the customer keeps and pays less for. */
  @Optional() @IsFlag() allowance?: boolean;
}

/** A payment in a list. */
export class PaymentSummary {
  @IsId() id!: string;
  @IsVersion() version!: number;
  @IsTime() createdAt!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsId() orderNumber!: string;
  @IsId() storeId!: string;
  @IsOneOf(gateways) gateway!: Gateway;
  @IsOneOf(paymentStates) status!: PaymentState;
  @IsCurrencyCode() currency!: string;
  @IsAmount() amount!: string;
  @IsAmount() authorizedAmount!: string;
  @IsAmount() capturedAmount!: string;
  @IsAmount() refundedAmount!: string;
  @Optional() @IsPart(() => Customer) payer?: Customer;
}
