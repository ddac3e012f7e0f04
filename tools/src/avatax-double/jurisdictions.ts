import type { Address } from './requests.js';

/** One of those whose tax is on a line. */
export interface Jurisdiction {
  readonly country: string;
  readonly region: string;
  readonly type: 'Country' | 'State' | 'County' | 'City' | 'Special';
  readonly code: string;
  readonly name: string;
  readonly taxName: string;
  readonly taxType: 'Sales' | 'Output';
  readonly rateType: 'General' | 'Standard' | 'Zero';
  readonly rate: string;
}

/** What is taxed where, for one line. */
export interface Taxation {
  readonly jurisdictions: readonly [Jurisdiction, ...Jurisdiction[]];
  /** Nothing is due there: all is exempt. */
  readonly none?: true;
  /** Goods within the EU to a business, which accounts for the tax itself. */
  readonly reverseCharge?: true;
  /** Freight is taxed as the goods beside it, or not at all. */
  readonly freight: 'as-goods' | 'exempt';
}

/** The country of an address; without one it is the USA. */
export function countryOf({ country }: Address): string {
  return (country ?? 'US').toUpperCase();
}

/** The kind of tax authority that all of the double's are. */
export const SALES_AND_USE = 45;
