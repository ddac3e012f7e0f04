import { IsId, IsOneOf, IsTime, IsVersion, Optional } from './fields.js';
import { type ReturnStatus, returnStatuses } from './returns.js';

/** A return in a list. */
export class ReturnSummary {
  @IsId() id!: string;
  @IsVersion() version!: number;
  @IsTime() createdAt!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsId() orderNumber!: string;
  @IsId() storeId!: string;
  @IsOneOf(returnStatuses) status!: ReturnStatus;
  @Optional() @IsId() externalId?: string;
  @IsTime() requestedAt!: string;
}
