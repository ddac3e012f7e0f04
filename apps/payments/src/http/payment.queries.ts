import { type Gateway, gateways } from '#contracts/commands/place-order.js';
import { IsId, IsLabel, IsOneOf, IsPageSize, IsTime, Optional } from '#contracts/fields.js';
import { type PaymentState, paymentStates } from '#contracts/payment-summary.js';

/** Which payments are asked for. */
export class PaymentsQuery {
  @Optional() @IsId() storeId?: string;
  @Optional() @IsId() number?: string;
  @Optional() @IsId() orderNumber?: string;
  @Optional() @IsOneOf(paymentStates) status?: PaymentState;
  @Optional() @IsOneOf(gateways) gateway?: Gateway;
  @Optional() @IsId() customerId?: string;
  /** Of an exchange with the gateway, as the log has it. */
  @Optional() @IsId() transactionId?: string;
  @Optional() @IsTime() from?: string;
  @Optional() @IsTime() to?: string;
  @Optional() @IsPageSize() limit?: string;
  @Optional() @IsLabel(300) cursor?: string;
  @Optional() @IsOneOf(['true', 'false']) count?: 'true' | 'false';
}
