import { countryOf, type Jurisdiction, type Taxation } from './jurisdictions.js';
import type { Address } from './requests.js';
import { usTaxation } from './us-rates.js';
import { hasVat, vatTaxation } from './vat-rates.js';

const provinces: Readonly<Record<string, string>> = { BC: '0.07', ON: '0.08', QC: '0.09975' };

/** The tax on goods that go from here to there on a day. */
export function taxationOf(from: Address, to: Address, day: string, isBusiness: boolean): Taxation {
  const [origin, destination] = [countryOf(from), countryOf(to)];
  if (destination === 'US') return usTaxation(to);
  if (destination === 'CA' && origin === 'CA') return canadianTaxation(to);
  if (hasVat(destination)) return vatTaxation(from, to, day, isBusiness);
  return { jurisdictions: [nothing(destination)], none: true, freight: 'as-goods' };
}

function canadianTaxation({ region = '' }: Address): Taxation {
  const common = { country: 'CA', region: region.toUpperCase(), taxType: 'Sales', rateType: 'General' } as const;
  const rate = provinces[common.region];
  const province: Jurisdiction[] = rate
    ? [{ ...common, type: 'State', code: common.region, name: common.region, taxName: `CA ${common.region} TAX`, rate }]
    : [];
  const country: Jurisdiction = { ...common, type: 'Country', code: 'CA', name: 'CANADA', taxName: 'CANADA GST/TPS', rate: '0.05' };
  return { jurisdictions: [country, ...province], freight: 'as-goods' };
}

function nothing(country: string): Jurisdiction {
  return {
    ...{ country, region: country, type: 'Country', code: country, name: country, taxName: `${country} TAX` },
    ...{ taxType: 'Output', rateType: 'Zero', rate: '0' },
  };
}
