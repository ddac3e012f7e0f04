import { IsAttributes, IsDay, IsId, IsLabel, IsPart, IsText, Optional } from './fields.js';
import { Address } from './parties.js';

/** Where somebody comes for it. */
export class PickupLocation {
  /** The carrier's, or the shop's. */
  @Optional() @IsId() id?: string;
  @Optional() @IsLabel(200) name?: string;
  @Optional() @IsPart(() => Address) address?: Address;
}

/** What people change of a shipment themselves; what it holds and costs is its order's. */
export class ShipmentDetails {
  @IsLabel(64) fulfilmentCentre!: string;
  /** Of the method, such as `saturday`. */
  @Optional() @IsLabel(64) methodOption?: string;
  @Optional() @IsDay() promisedOn?: string;
  @Optional() @IsDay() expectedOn?: string;
  @Optional() @IsPart(() => PickupLocation) pickupLocation?: PickupLocation;
  @Optional() @IsText(2_000) comment?: string;
  @Optional() @IsId() externalId?: string;
  @Optional() @IsAttributes() attributes?: Record<string, string | number | boolean>;
}

/** The names of all of them. */
export const shipmentDetailNames = [
  'fulfilmentCentre',
  'methodOption',
  'promisedOn',
  'expectedOn',
  'pickupLocation',
  'comment',
  'externalId',
  'attributes',
] as const satisfies (keyof ShipmentDetails)[];
