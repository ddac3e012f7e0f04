import { IsDay, IsId, IsLabel, IsPart, IsTime, IsVersion, Optional } from './fields.js';
import { Tracking } from './shipping.js';

/** A shipment in a list. */
export class ShipmentSummary {
  @IsId() id!: string;
  @IsVersion() version!: number;
  @IsTime() createdAt!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsId() orderNumber!: string;
  @IsId() storeId!: string;
  @IsLabel(64) status!: string;
  @IsLabel(64) method!: string;
  @Optional() @IsLabel(64) methodOption?: string;
  @IsLabel(64) fulfilmentCentre!: string;
  @Optional() @IsId() externalId?: string;
  @Optional() @IsDay() promisedOn?: string;
  @Optional() @IsDay() expectedOn?: string;
  @Optional() @IsTime() sentAt?: string;
  @Optional() @IsTime() deliveredAt?: string;
  @Optional() @IsPart(() => Tracking) tracking?: Tracking;
}
