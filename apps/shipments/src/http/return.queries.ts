import { IsId, IsOneOf, IsTime, Optional } from '#contracts/fields.js';
import { type ReturnStatus, returnStatuses } from '#contracts/returns.js';
import { CountedPageQuery } from '#platform/http/page.js';

/** Which returns are asked for. */
export class ReturnsQuery extends CountedPageQuery {
  @Optional() @IsId() storeId?: string;
  @Optional() @IsId() number?: string;
  @Optional() @IsId() orderId?: string;
  @Optional() @IsId() orderNumber?: string;
  @Optional() @IsOneOf(returnStatuses) status?: ReturnStatus;
  @Optional() @IsId() externalId?: string;
  @Optional() @IsTime() from?: string;
  @Optional() @IsTime() to?: string;
  @Optional() @IsTime() receivedFrom?: string;
  @Optional() @IsTime() receivedTo?: string;
}

/** Whether a request only asks what it would come to. */
export class ReturnOptions {
  @Optional() @IsOneOf(['true', 'false']) preview?: 'true' | 'false';
}
