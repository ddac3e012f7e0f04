import { IsCountryCode, IsEmailAddress, IsId, IsPart, IsText, Optional, Personal } from './fields.js';

/** Who bought, as the storefront knows them. */
export class Customer {
  @IsId() id!: string;
  @Optional() @IsText(200) @Personal() name?: string;
  @Optional() @IsEmailAddress() @Personal() email?: string;
  @Optional() @IsText(40) @Personal() phone?: string;
}

/** A postal address with its contact. Only the country is needed: a source may know no more. */
export class Address {
  @IsCountryCode() country!: string;
  @Optional() @IsText(200) @Personal() name?: string;
  @Optional() @IsText(200) @Personal() line1?: string;
  @Optional() @IsText(200) @Personal() line2?: string;
  @Optional() @IsText(100) @Personal() city?: string;
  @Optional() @IsText(100) region?: string;
  @Optional() @IsText(20) @Personal() postalCode?: string;
  @Optional() @IsEmailAddress() @Personal() email?: string;
  @Optional() @IsText(40) @Personal() phone?: string;
}

/** A company or other body that buys through people. */
export class Organisation {
  @IsId() id!: string;
  @Optional() @IsText(200) name?: string;
}

/** Whoever is responsible for the order on the seller's side. */
export class Employee {
  @IsId() id!: string;
  @Optional() @IsText(200) @Personal() name?: string;
}

export class Addresses {
  @Optional() @IsPart(() => Address) shipping?: Address;
  @Optional() @IsPart(() => Address) billing?: Address;
  @Optional() @IsPart(() => Address) pickup?: Address;
}
