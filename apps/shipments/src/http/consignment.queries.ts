import { type ConsignmentStatus, consignmentStatuses } from '#contracts/consignment.js';
import { IsId, IsLabel, IsOneOf, IsTime, Optional } from '#contracts/fields.js';
import { CountedPageQuery } from '#platform/http/page.js';

export class CombineOptions {
  @Optional() @IsOneOf(['true', 'false']) preview?: 'true' | 'false';
}

/** Which consignments are asked for. */
export class ConsignmentsQuery extends CountedPageQuery {
  @Optional() @IsId() storeId?: string;
  @Optional() @IsId() number?: string;
  /** Of one of its parts. */
  @Optional() @IsId() orderId?: string;
  @Optional() @IsId() customerId?: string;
  @Optional() @IsOneOf(consignmentStatuses) status?: ConsignmentStatus;
  /** Of the consignment or of one of its packages. */
  @Optional() @IsLabel(128) trackingNumber?: string;
  /** Of one of its packages. */
  @Optional() @IsId() barcode?: string;
  @Optional() @IsTime() from?: string;
  @Optional() @IsTime() to?: string;
  @Optional() @IsTime() sentFrom?: string;
  @Optional() @IsTime() sentTo?: string;
}
