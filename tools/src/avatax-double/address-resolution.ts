import { Decimal } from '#contracts/money.js';
import { failure } from './avatax-failure.js';
import { inJson } from './in-json.js';
import { countryOf } from './jurisdictions.js';
import { isZip, stateOf } from './postal-codes.js';
import { readModel } from './read-model.js';
import type { Address } from './requests.js';
import { taxationOf } from './taxation.js';

interface AddressToResolve extends Address {
  readonly textCase?: 'Upper' | 'Mixed';
}

interface Message {
  readonly summary: string;
  readonly details: string;
  readonly refersTo: string;
  readonly severity: 'Error';
  readonly source: string;
}

/** A house number that no street has: the street is found, the house is not. */
const NO_HOUSE = '99999';

/**
 * GET or POST /api/v2/addresses/resolve: always an answer, in which messages say what was not found. What the double finds: addresses of the
 * USA with a house number and a postal code that some state has. What is made up: coordinates and the last four digits.
 */
export function resolveAddress(body: unknown): object {
  const given = readModel<AddressToResolve>('AddressValidationInfo', body);
  const { line1, city, region, postalCode } = given;
  if (!postalCode && !(line1 && city && region)) throw failure('InvalidAddress', 'The address is incomplete.', { refersTo: 'address' });
  const country = countryOf(given);
  if (country !== 'US' && country !== 'CA') return notFound(given, 'Address validation is for the USA and Canada.', 'country');
  if (country === 'CA') return notFound(given, 'The double knows no address of Canada.', 'address');
  const state = postalCode && isZip(postalCode) ? stateOf(postalCode) : undefined;
  if (!postalCode || !state) return notFound(given, 'The postal code was not found.', 'address.postalCode');
  if (!/\d/.test(line1 ?? '')) return notFound(given, 'The street was not found.', 'address.line1');
  return found({ ...given, region: state, country, postalCode });
}

function found(address: AddressToResolve & { postalCode: string }): object {
  const noHouse = new RegExp(`\\b${NO_HOUSE}\\b`).test(address.line1 ?? '');
  return {
    address: echoed(address),
    validatedAddresses: [{ ...normalised(address), addressType: 'StreetOrResidentialAddress', ...coordinatesOf(address) }],
    coordinates: coordinatesOf(address),
    resolutionQuality: noHouse ? 'Interpolated' : 'Intersection',
    taxAuthorities: taxationOf(address, address, '', false).jurisdictions.map(({ name, type }) => ({
      ...{ avalaraId: '0', jurisdictionName: name, jurisdictionType: type, signatureCode: '' },
    })),
    ...(noHouse && { messages: [message('The house number is not of this street.', 'address.line1')] }),
  };
}

function notFound(address: AddressToResolve, details: string, refersTo: string): object {
  return {
    address: echoed(address),
    validatedAddresses: [{ ...echoed(address), addressType: 'UnknownAddressType' }],
    resolutionQuality: 'External',
    taxAuthorities: [],
    messages: [message(details, refersTo)],
  };
}

function message(details: string, refersTo: string): Message {
  return { summary: 'The address was not found.', details, refersTo, severity: 'Error', source: 'AvaTaxDouble' };
}

function echoed(address: AddressToResolve): Record<string, string> {
  const { line1 = '', line2 = '', line3 = '', city = '', region = '', postalCode = '' } = address;
  return { line1, line2, line3, city, region, country: countryOf(address), postalCode };
}

/** In capitals unless it was asked for otherwise, with nine digits of the postal code. */
function normalised(address: AddressToResolve & { postalCode: string }): Record<string, string> {
  const entries = Object.entries(echoed(address)).map(([name, value]) => [
    name,
    address.textCase === 'Mixed' ? value : value.toUpperCase(),
  ]);
  const five = address.postalCode.slice(0, 5);
  return { ...Object.fromEntries(entries), postalCode: address.postalCode.length > 5 ? address.postalCode : `${five}-0001` };
}

/** The same for the same postal code, somewhere in the USA. */
function coordinatesOf({ postalCode }: { postalCode: string }): { latitude: number; longitude: number } {
  const digits = postalCode.slice(0, 5);
  return { latitude: inJson(Decimal(`33.${digits}`)), longitude: inJson(Decimal(`-117.${digits}`)) };
}
