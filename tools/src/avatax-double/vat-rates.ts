import { countryOf, type Jurisdiction, type Taxation } from './jurisdictions.js';
import type { Address } from './requests.js';

/** Standard rates of value added tax, each from its day on, the latest first. */
const standardRates: Readonly<Record<string, readonly (readonly [since: string, rate: string])[]>> = {
  ...{ AT: [['', '0.2']], BE: [['', '0.21']], CZ: [['', '0.21']], DK: [['', '0.25']], ES: [['', '0.21']], FR: [['', '0.2']] },
  DE: [
    ['2021-01-01', '0.19'],
    ['2020-07-01', '0.16'],
    ['', '0.19'],
  ],
  FI: [
    ['2024-09-01', '0.255'],
    ['', '0.24'],
  ],
  ...{ IE: [['', '0.23']], IT: [['', '0.22']], NL: [['', '0.21']], PL: [['', '0.23']], PT: [['', '0.23']], SE: [['', '0.25']] },
  ...{ CH: [['', '0.081']], GB: [['', '0.2']], NO: [['', '0.25']] },
};

const outsideTheUnion = ['CH', 'GB', 'NO'];
const isOfTheUnion = (country: string) => Object.hasOwn(standardRates, country) && !outsideTheUnion.includes(country);

/**
 * Within a country its own rate; from one country of the EU to another the seller's, as AvaTax took it for a seller that had registered
 * nowhere else, and none with a number of the buyer's business; nothing on what leaves the EU or a country.
 */
export function vatTaxation(from: Address, to: Address, day: string, isBusiness: boolean): Taxation {
  const [origin, destination] = [countryOf(from), countryOf(to)];
  const isWithinTheUnion = isOfTheUnion(origin) && isOfTheUnion(destination);
  if (origin === destination) return { jurisdictions: [vat(origin, rateOf(origin, day))], freight: 'as-goods' };
  if (!isWithinTheUnion) return { jurisdictions: [vat(destination, '0')], none: true, freight: 'as-goods' };
  if (isBusiness) return { jurisdictions: [vat(destination, '0')], reverseCharge: true, freight: 'as-goods' };
  return { jurisdictions: [vat(origin, rateOf(origin, day))], freight: 'as-goods' };
}

export function hasVat(country: string): boolean {
  return Object.hasOwn(standardRates, country);
}

function rateOf(country: string, day: string): string {
  return standardRates[country]?.find(([since]) => day >= since)?.[1] ?? '0';
}

function vat(country: string, rate: string): Jurisdiction {
  return {
    ...{ country, region: country, type: 'Country', code: country, name: country, taxName: `${country} VAT` },
    ...{ taxType: 'Output', rateType: rate === '0' ? 'Zero' : 'Standard', rate },
  };
}
