import { IsLabel, IsList, IsOneOf, IsPart, IsText, IsTime, keywords, Optional, Personal } from './fields.js';
import { Address } from './parties.js';

/** `unchecked`: nobody could say, or nobody was to be asked. */
const addressStatuses = ['valid', 'invalid', 'unchecked'] as const;

/** How bad it is what is said of an address; one with an `Error` is not valid. */
const messageSeverities = ['Error', 'Warning', 'Information'] as const;

/** The fields of an address that say where it is. */
export const placeFields = ['country', 'line1', 'line2', 'city', 'region', 'postalCode'] as const;
export type PlaceField = (typeof placeFields)[number];

/** What a tax provider says of an address, in its words. */
export class AddressMessage {
  @IsOneOf(messageSeverities) severity!: (typeof messageSeverities)[number];
  @IsLabel(500) @Personal() text!: string;
  /** The field that it is about, where the provider names one. */
  @Optional() @IsOneOf(placeFields) field?: PlaceField;
}

/** Whether there is such an address, as far as the tax provider says. */
export class AddressCheck {
  @IsOneOf(addressStatuses) status!: (typeof addressStatuses)[number];
  @IsList(() => AddressMessage, 0, 20) messages!: AddressMessage[];
  @IsTime() checkedAt!: string;
}

const degrees = (most: number) =>
  keywords({ pattern: '^-?\\d{1,3}(\\.\\d{1,12})?$', 'x-expected': `must be degrees as a string, from "-${most}" to "${most}"` });

/** Where on earth, in degrees (WGS 84). */
export class Coordinates {
  @IsText(20) @degrees(90) @Personal() latitude!: string;
  @IsText(20) @degrees(180) @Personal() longitude!: string;
}

/** The same, with the address as the provider writes it and where that is, as far as it was found. */
export class ValidatedAddress extends AddressCheck {
  @Optional() @IsPart(() => Address) normalised?: Address;
  @Optional() @IsPart(() => Coordinates) coordinates?: Coordinates;
}
