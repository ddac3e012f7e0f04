import type { PlaceField } from '#contracts/address-check.js';
import type { TaxSale } from '#contracts/events/tax-transaction.js';
import type { Address } from '#contracts/parties.js';
import type { AvataxFault } from './avatax-client.js';

/** AvaTax's names of what is wrong with one field of an address. */
const fields: Readonly<Record<string, PlaceField>> = {
  InvalidZipForStateError: 'postalCode',
  TaxAddressError: 'postalCode',
  RegionCodeError: 'region',
  CountryError: 'country',
};

/** What AvaTax says of an address that has too little, or too much, to be looked for. */
const unusable = new Set(['InvalidAddress', 'StringLengthError', 'ValueRequiredError', 'CountryError', 'RegionCodeError']);

/** Whether something else is wrong than the address that was asked about. */
export function isOfAddress(faults: readonly AvataxFault[]): boolean {
  return faults.length > 0 && faults.every(({ name }) => unusable.has(name));
}

/** The field of a refused sale that AvaTax does not take; undefined where it is about something else, such as whence the goods come. */
export function placeAtFault(faults: readonly AvataxFault[], { address, country }: TaxSale): string | undefined {
  if (faults.some(({ name }) => name === 'InvalidAddress')) return address && isEnough(address) ? undefined : 'address';
  const place: Partial<Address> = address ?? { country };
  const field = faults
    .flatMap(({ name, refersTo }) => (fields[name] ? [{ field: fields[name], refersTo }] : []))
    .find(({ field: named, refersTo }) => namesPlace(refersTo, place[named]))?.field;
  return field && (address ? `address.${field}` : field);
}

/** AvaTax tells the place after a colon, as in `Addresses[1]; Line["1"] : AL 10021`. */
function namesPlace(refersTo: string, said: string | undefined): boolean {
  return said !== undefined && (refersTo.split(' : ').at(-1) ?? '').toUpperCase().includes(said.toUpperCase());
}

/** The least by which AvaTax taxes: a line with town and state, or a postal code with one of line and state. */
function isEnough({ line1, city, region, postalCode }: Address): boolean {
  return Boolean((line1 && city && region) || (postalCode && (line1 || region)));
}
