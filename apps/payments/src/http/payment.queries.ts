import { type Gateway, gateways } from '#contracts/commands/place-order.js';
import { IsId, IsOneOf, IsTime, Optional } from '#contracts/fields.js';
import { type PaymentState, paymentStates } from '#contracts/payment-summary.js';
import { CountedPageQuery, PageQuery } from '#platform/http/page.js';

/** Which payments are asked for. */
export class PaymentsQuery extends CountedPageQuery {
  @Optional() @IsId() storeId?: string;
  @Optional() @IsId() number?: string;
  @Optional() @IsId() orderNumber?: string;
  @Optional() @IsOneOf(paymentStates) status?: PaymentState;
  @Optional() @IsOneOf(gateways) gateway?: Gateway;
  @Optional() @IsId() customerId?: string;
  /** Of an exchange with the gateway, as the log has it. */
  @Optional() @IsId() transactionId?: string;
  /** The gateway's own id of what it did. */
  @Optional() @IsId() reference?: string;
  /** Whether its gateway has a call that is not answered. */
  @Optional() @IsOneOf(['true', 'false']) open?: 'true' | 'false';
  @Optional() @IsTime() from?: string;
  @Optional() @IsTime() to?: string;
}

/** Of which orders the money is to be compared with what is due. */
export class ReconciliationQuery extends PageQuery {
  @Optional() @IsId() storeId?: string;
  @Optional() @IsTime() from?: string;
  @Optional() @IsTime() to?: string;
  /** Those that agree, too. */
  @Optional() @IsOneOf(['true', 'false']) all?: 'true' | 'false';
}
