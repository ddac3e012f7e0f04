import { IsCreditCode, IsCursor, IsId, IsPageSize, Optional } from '#contracts/fields.js';
import { PageQuery } from '#platform/http/page.js';

/** Which credit accounts are asked for. */
export class CreditAccountsQuery extends PageQuery {
  @Optional() @IsId() customer?: string;
  @Optional() @IsCreditCode() code?: string;
  @Optional() @IsId() storeId?: string;
}

/** Which entries of a credit account are asked for. */
export class CreditEntriesQuery {
  @Optional() @IsPageSize() limit?: string;
  @Optional() @IsCursor() cursor?: string;
}
