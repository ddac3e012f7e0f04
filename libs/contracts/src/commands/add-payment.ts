import { IsCurrencyCode, IsId, IsOneOf, IsPaidAmount, Optional } from '../fields.js';
import { type Gateway, gateways } from './place-order.js';

/** Ask for one more payment of an order: a further part, in place of one that was declined, or for what an edit left due. */
export class AddPayment {
  /** Left out, the store's default one. */
  @Optional() @IsOneOf(gateways) gateway?: Gateway;
  /** As with a draft's payments. */
  @Optional() @IsId() token?: string;
  /** Left out, the order's. */
  @Optional() @IsCurrencyCode() currency?: string;
  /** Left out, what the payments that there are leave of what is due. */
  @Optional() @IsPaidAmount() amount?: string;
}
