import { type Gateway, gateways } from './commands/place-order.js';
import { IsAmount, IsCurrencyCode, IsId, IsOneOf, IsPart, IsTime, IsVersion, Optional } from './fields.js';
import { Customer } from './parties.js';

export const paymentStates = ['New', 'Pending', 'Authorized', 'Declined', 'Voided', 'Paid', 'PartiallyRefunded', 'Refunded'] as const;
export type PaymentState = (typeof paymentStates)[number];

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
