import countries from 'i18n-iso-countries';
import { type ErrorDetail, failure, getTaxErrors } from './avatax-failure.js';
import { countryOf } from './jurisdictions.js';
import { isOfState, isState, isZip } from './postal-codes.js';
import type { Address, Addresses, LineItem } from './requests.js';

/** Where a line goes from and to. */
export interface Route {
  readonly from: Address;
  readonly to: Address;
}

/** A line's own addresses take the place of all of its document. Throws AvataxFailure. */
export function routeOf(line: LineItem, ofDocument: Addresses | undefined): Route {
  const addresses = line.addresses && Object.keys(line.addresses).length > 0 ? line.addresses : (ofDocument ?? {});
  const { singleLocation, shipFrom, shipTo } = addresses;
  if (Object.keys(addresses).length === 0)
    throw failure('MissingAddress', 'The address value was incomplete: a transaction has an origin and a destination.');
  if (singleLocation && Object.keys(addresses).length > 1)
    throw failure('AddressConflictException', 'A transaction at a single location has no other address.', { refersTo: 'singleLocation' });
  const [from, to] = singleLocation ? [singleLocation, singleLocation] : [shipFrom, shipTo];
  if (!from || !to)
    throw failure('NotEnoughAddressesInfo', 'A transaction has both an origin and a destination.', {
      refersTo: from ? 'shipTo' : 'shipFrom',
    });
  for (const address of [from, to]) mustBeComplete(address);
  return { from, to };
}

/** Line and city and region, or line and postal code, or region and postal code; or coordinates. */
function mustBeComplete({ line1, city, region, postalCode, latitude, longitude, locationCode }: Address): void {
  const isComplete = (line1 && city && region) || (line1 && postalCode) || (region && postalCode) || (latitude && longitude);
  if (isComplete) return;
  if (locationCode) throw failure('AddressLocationNotFound', `There is no location ${locationCode}.`, { refersTo: 'locationCode' });
  throw failure('InvalidAddress', 'The address is incomplete.', {
    description: 'Line, city and region, or a postal code with one of them.',
  });
}

/** All that is wrong with where the lines go, one fault for each line. Throws AvataxFailure. */
export function mustBePlaces(routes: readonly Route[], numbers: readonly string[]): void {
  const faults = routes.flatMap(({ from, to }, index) =>
    [from, to].flatMap((address, position) => placeFault(address, `Addresses[${position}]; Line["${numbers[index]}"]`)),
  );
  if (faults.length > 0) throw getTaxErrors(faults);
}

function placeFault(address: Address, where: string): Omit<ErrorDetail, 'code'>[] {
  const country = countryOf(address);
  const { region, postalCode } = address;
  if (!countries.isValid(country))
    return [{ message: 'Unknown country name or code.', faultSubCode: 'CountryError', refersTo: `${where} : ${country}` }];
  if (country !== 'US') return [];
  if (region && !isState(region.toUpperCase()))
    return [{ message: 'Unknown state or province.', faultSubCode: 'RegionCodeError', refersTo: `${where} : ${region}` }];
  if (!postalCode) return [];
  if (!isZip(postalCode))
    return [{ message: 'The address is not deliverable.', faultSubCode: 'TaxAddressError', refersTo: `${where} : ${postalCode}` }];
  if (region && !isOfState(postalCode, region.toUpperCase()))
    return [
      {
        message: 'Tax calculation cannot be determined. Zip is not valid for the state.',
        faultSubCode: 'InvalidZipForStateError',
        refersTo: `${where} : ${region} ${postalCode}`,
      },
    ];
  return [];
}
