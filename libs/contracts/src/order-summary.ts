import { IsAmount, IsCurrencyCode, IsId, IsLabel, IsOneOf, IsPart, IsTime, IsVersion, Optional } from './fields.js';
import { type PaymentStatus, paymentStatuses, type ShipmentStatus, shipmentStatuses } from './order.js';
import { Customer } from './parties.js';

/** An order in a list. */
export class OrderSummary {
  @IsId() id!: string;
  @IsVersion() version!: number;
  @IsId() number!: string;
  @IsId() storeId!: string;
  @IsLabel(64) status!: string;
  @IsOneOf(paymentStatuses) paymentStatus!: PaymentStatus;
  @IsOneOf(shipmentStatuses) shipmentStatus!: ShipmentStatus;
  @Optional() @IsPart(() => Customer) customer?: Customer;
  @Optional() @IsId() externalId?: string;
  @IsCurrencyCode() currency!: string;
  @IsAmount() total!: string;
  @IsTime() placedAt!: string;
  /** Of a draft. */
  @Optional() @IsTime() expiresAt?: string;
}
