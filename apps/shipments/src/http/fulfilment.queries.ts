import { IsId, IsLabel, IsOneOf, Optional } from '#contracts/fields.js';
import { type FulfilmentStatus, fulfilmentStatuses } from '#contracts/fulfilment-order.js';
import { CountedPageQuery, PageQuery } from '#platform/http/page.js';

/** Which fulfilment orders are asked for. */
export class FulfilmentOrdersQuery extends CountedPageQuery {
  @Optional() @IsId() storeId?: string;
  @Optional() @IsId() number?: string;
  @Optional() @IsId() orderId?: string;
  @Optional() @IsId() shipmentId?: string;
  @Optional() @IsLabel(64) location?: string;
  @Optional() @IsOneOf(fulfilmentStatuses) status?: FulfilmentStatus;
  @Optional() @IsLabel(64) sku?: string;
  @Optional() @IsId() externalId?: string;
  @Optional() @IsOneOf(['true', 'false']) backordered?: 'true' | 'false';
}

/** Which stocks are asked for. */
export class StocksQuery extends PageQuery {
  @Optional() @IsLabel(64) location?: string;
  @Optional() @IsLabel(64) sku?: string;
}
