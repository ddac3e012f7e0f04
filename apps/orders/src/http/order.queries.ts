import { IsAttributeQuery, IsId, IsLabel, IsOneOf, IsPageSize, IsTime, IsVersionText, Optional } from '#contracts/fields.js';
import { type HoldType, holdTypes } from '#contracts/holds.js';
import { type PaymentStatus, paymentStatuses, type ShipmentStatus, shipmentStatuses } from '#contracts/order.js';

/** Which version of an order is asked for. */
export class AsOf {
  @Optional() @IsVersionText() version?: string;
  @Optional() @IsTime() at?: string;
}

export class EditOptions {
  @Optional() @IsOneOf(['true', 'false']) preview?: 'true' | 'false';
}

/** Which held orders are asked for. */
export class HeldQuery {
  @Optional() @IsOneOf(holdTypes) type?: HoldType;
  @Optional() @IsPageSize() limit?: string;
  @Optional() @IsLabel(300) cursor?: string;
}

/** Which drafts are asked for. */
export class DraftsQuery {
  @Optional() @IsId() storeId?: string;
  @Optional() @IsId() customerId?: string;
  @Optional() @IsId() externalId?: string;
  /** `name:value` of a custom field. */
  @Optional() @IsAttributeQuery() attribute?: string;
  @Optional() @IsTime() from?: string;
  @Optional() @IsTime() to?: string;
  @Optional() @IsPageSize() limit?: string;
  @Optional() @IsLabel(300) cursor?: string;
  @Optional() @IsOneOf(['true', 'false']) count?: 'true' | 'false';
}

/** Which orders are asked for. */
export class OrdersQuery extends DraftsQuery {
  @Optional() @IsLabel(64) status?: string;
  @Optional() @IsOneOf(paymentStatuses) paymentStatus?: PaymentStatus;
  @Optional() @IsOneOf(shipmentStatuses) shipmentStatus?: ShipmentStatus;
}
