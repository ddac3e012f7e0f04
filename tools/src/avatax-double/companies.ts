import { entityNotFound } from './avatax-failure.js';

/** A company of the account that the double has. */
export interface Company {
  readonly id: number;
  readonly companyCode: string;
  readonly name: string;
}

/** Without a code, the first. Throws what AvaTax answers for one that is unknown. */
export function companyOf(companies: readonly Company[], companyCode: string | undefined): Company {
  const company = companies.find((known) => companyCode === undefined || known.companyCode === companyCode);
  if (!company) throw entityNotFound('Company not found.');
  return company;
}

export function companyView({ id, companyCode, name }: Company, accountId: number): object {
  return {
    ...{ id, accountId, companyCode, name, isDefault: id === 1, isActive: true, isTest: true, hasProfile: true },
    ...{ defaultCountry: 'US', baseCurrencyCode: 'USD', roundingLevelId: 'Line' },
  };
}
