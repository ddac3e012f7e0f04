import { IsFlag, IsId, IsLabel, IsList, IsOneOf, IsPaidAmount, IsQuantity, Optional } from '../fields.js';

/** Ask the gateway once more for what it declined. */
export class AuthorizePayment {
  /** As with the first one; left out, the shopper is asked by the storefront. */
  @Optional() @IsId() token?: string;
}

/** Take money that was promised. */
export class CapturePayment {
  /** Left out, all that is left of what was promised. */
  @Optional() @IsPaidAmount() amount?: string;
}

export const refundReasons = ['duplicate', 'fraudulent', 'requested-by-customer', 'other'] as const;
export type RefundReason = (typeof refundReasons)[number];

/** Where a refund goes: to the means of payment that it was taken from, or to store credit of the payer. */
export const refundDestinations = ['original', 'credit'] as const;
export type RefundDestination = (typeof refundDestinations)[number];

/** So many pieces of a line of the order. */
export class PiecesBack {
  @IsId() lineId!: string;
  @IsQuantity() quantity!: number;
}

/** Give money back that was taken. */
export class RefundPayment {
  /** Left out, all that was taken and not given back. */
  @Optional() @IsPaidAmount() amount?: string;
  /** In place of an amount: what these pieces cost, with their tax. */
  @Optional() @IsList(() => PiecesBack, 1) lines?: PiecesBack[];
  /** Of a refund by amount: the customer keeps the goods and pays less for them, so that less of the sale is taxed. */
  @Optional() @IsFlag() allowance?: boolean;
  @IsOneOf(refundReasons) reasonCode!: RefundReason;
  /** In words. */
  @Optional() @IsLabel(500) reason?: string;
  /** Left out, `original`. With `credit` the payer gets an account where there is none. */
  @Optional() @IsOneOf(refundDestinations) destination?: RefundDestination;
}

/** Give back what was promised and not taken. */
export class VoidPayment {
  @Optional() @IsLabel(500) reason?: string;
}

/** What people call a payment, beside what its money says. */
export class SetPaymentStatus {
  /** One of the store's `paymentStatuses`. */
  @IsLabel(64) status!: string;
  @Optional() @IsLabel(500) reason?: string;
}

/** What another service is about to do that a hold may block. */
export class AskPermit {
  @IsOneOf(['capture']) what!: 'capture';
}
