import { IsAttributeQuery, IsId, IsLabel, IsOneOf, IsTime, IsVersionText, Optional } from '#contracts/fields.js';
import { type HoldType, holdTypes } from '#contracts/holds.js';
import { type PaymentStatus, paymentStatuses, type ShipmentStatus, shipmentStatuses } from '#contracts/order.js';
import { CountedPageQuery, PageQuery } from '#platform/http/page.js';

/** Which version of an order is asked for. */
export class AsOf {
  @Optional() @IsVersionText() version?: string;
  @Optional() @IsTime() at?: string;
}

export class EditOptions {
  @Optional() @IsOneOf(['true', 'false']) preview?: 'true' | 'false';
}

/** Which held orders are asked for. */
export class HeldQuery extends PageQuery {
  @Optional() @IsOneOf(holdTypes) type?: HoldType;
}

/** Which drafts are asked for. */
export class DraftsQuery extends CountedPageQuery {
  @Optional() @IsId() storeId?: string;
  @Optional() @IsId() customerId?: string;
  @Optional() @IsId() externalId?: string;
  /** `name:value` of a custom field. */
  @Optional() @IsAttributeQuery() attribute?: string;
  @Optional() @IsTime() from?: string;
  @Optional() @IsTime() to?: string;
}

/** Which orders are asked for. */
export class OrdersQuery extends DraftsQuery {
  @Optional() @IsLabel(64) status?: string;
  @Optional() @IsOneOf(paymentStatuses) paymentStatus?: PaymentStatus;
  @Optional() @IsOneOf(shipmentStatuses) shipmentStatus?: ShipmentStatus;
}
