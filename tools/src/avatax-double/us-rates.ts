import type { Jurisdiction, Taxation } from './jurisdictions.js';
import { isWithin, stateOf } from './postal-codes.js';
import type { Address } from './requests.js';

interface Local {
  readonly type: 'County' | 'City' | 'Special';
  readonly code: string;
  readonly name: string;
  readonly rate: string;
}

interface State {
  readonly name: string;
  readonly fips: string;
  readonly rate: string;
  readonly freight?: 'exempt';
  /** Of the postal codes named, or else of the whole state. */
  readonly locals?: readonly { readonly within?: string; readonly taxes: readonly Local[] }[];
}

const local = (type: Local['type'], code: string, name: string, rate: string): Local => ({ type, code, name, rate });

/** Where the double's companies must collect. Local taxes are those of one place in the state: what is promised is arithmetic, not rates. */
const states: Readonly<Record<string, State>> = {
  CA: {
    ...{ name: 'CALIFORNIA', fips: '06', rate: '0.06' },
    locals: [
      {
        taxes: [
          local('County', '059', 'ORANGE', '0.0025'),
          local('Special', 'EMAZ0', 'ORANGE COUNTY DISTRICT TAX SP', '0.005'),
          local('Special', 'EMTC0', 'ORANGE CO LOCAL TAX SL', '0.01'),
        ],
      },
    ],
    freight: 'exempt',
  },
  FL: { name: 'FLORIDA', fips: '12', rate: '0.06', locals: [{ taxes: [local('County', '086', 'MIAMI-DADE', '0.01')] }] },
  MA: { name: 'MASSACHUSETTS', fips: '25', rate: '0.0625', freight: 'exempt' },
  NJ: { name: 'NEW JERSEY', fips: '34', rate: '0.06625' },
  NY: {
    ...{ name: 'NEW YORK', fips: '36', rate: '0.04' },
    locals: [
      {
        within: '100-104 111-114 116',
        taxes: [
          local('City', '51000', 'NEW YORK CITY', '0.045'),
          local('Special', '359071', 'METROPOLITAN COMMUTER TRANSPORTATION DISTRICT', '0.00375'),
        ],
      },
      { taxes: [local('County', '001', 'ALBANY', '0.04')] },
    ],
  },
  PA: {
    ...{ name: 'PENNSYLVANIA', fips: '42', rate: '0.06' },
    locals: [{ within: '190-192', taxes: [local('County', '101', 'PHILADELPHIA', '0.02')] }, { taxes: [] }],
  },
  TX: {
    ...{ name: 'TEXAS', fips: '48', rate: '0.0625' },
    locals: [{ taxes: [local('City', '05000', 'AUSTIN', '0.01'), local('Special', '6000814', 'AUSTIN MTA', '0.01')] }],
  },
  WA: { name: 'WASHINGTON', fips: '53', rate: '0.065', locals: [{ taxes: [local('City', '63000', 'SEATTLE', '0.025')] }] },
};

export function usTaxation(to: Address): Taxation {
  const region = regionOf(to);
  const state = states[region];
  const common = { country: 'US', region, taxType: 'Sales', rateType: 'General' } as const;
  if (!state) {
    const nowhere: Jurisdiction = { ...common, type: 'State', code: region, name: region, taxName: `${region} STATE TAX`, rate: '0' };
    return { jurisdictions: [nowhere], none: true, freight: 'as-goods' };
  }
  const { name, fips: code, rate, freight = 'as-goods' } = state;
  const jurisdictions: Taxation['jurisdictions'] = [
    { ...common, type: 'State', code, name, taxName: `${region} STATE TAX`, rate },
    ...localsOf(state, to).map((tax): Jurisdiction => ({ ...common, ...tax, taxName: `${region} ${tax.type.toUpperCase()} TAX` })),
  ];
  return { jurisdictions, freight };
}

/** Of the address, or else of its postal code. */
export function regionOf({ region, postalCode = '' }: Address): string {
  return region?.toUpperCase() ?? stateOf(postalCode) ?? '';
}

function localsOf({ locals = [] }: State, { postalCode = '' }: Address): readonly Local[] {
  const here = locals.find(({ within }) => !within || within.split(' ').some((range) => isWithin(postalCode.slice(0, 3), range)));
  return here?.taxes ?? [];
}
