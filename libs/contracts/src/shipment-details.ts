import { IsAttributes, IsDay, IsId, IsLabel, IsPart, IsText, Optional } from './fields.js';
import { Address } from './parties.js';

/** Where somebody comes for it. */
export class PickupLocation {
  /** The carrier's, or the shop's. */
  @Optional() @IsId() id?: string;
  @Optional() @IsLabel(200) name?: string;
  @Optional() @IsPart(() => Address) address?: Address;
}

/** What may be said of a shipment from its beginning. */
export class ShipmentWishes {
  /** Of the method, such as `saturday`. */
  @Optional() @IsLabel(64) methodOption?: string;
  @Optional() @IsDay() promisedOn?: string;
  @Optional() @IsDay() expectedOn?: string;
  /** Instead of a delivery. */
  @Optional() @IsPart(() => PickupLocation) pickupLocation?: PickupLocation;
  @Optional() @IsId() externalId?: string;
}

/** Of whatever says more, those alone that are there. */
export function wishesOf({ methodOption, promisedOn, expectedOn, pickupLocation, externalId }: ShipmentWishes): ShipmentWishes {
  const wishes = { methodOption, promisedOn, expectedOn, pickupLocation, externalId };
  return Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined));
}

/** What people change of a shipment themselves; what it holds and costs is its order's. */
export class ShipmentDetails extends ShipmentWishes {
  @IsLabel(64) fulfilmentCentre!: string;
  @Optional() @IsText(2_000) comment?: string;
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
