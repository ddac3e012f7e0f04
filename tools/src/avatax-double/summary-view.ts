import { type Decimal, zero } from '#contracts/money.js';
import type { CalculatedLine } from './calculated-line.js';
import { inJson } from './in-json.js';
import { type Jurisdiction, SALES_AND_USE } from './jurisdictions.js';

interface Sums {
  readonly jurisdiction: Jurisdiction;
  taxable: Decimal;
  tax: Decimal;
  taxCalculated: Decimal;
  nonTaxable: Decimal;
  exempt: Decimal;
}

const summed = ['taxable', 'tax', 'taxCalculated', 'nonTaxable', 'exempt'] as const;

/** The sums of each jurisdiction over all lines. */
export function summaryOf(lines: readonly CalculatedLine[]): object[] {
  const byJurisdiction = new Map<string, Sums>();
  for (const { details } of lines) {
    for (const detail of details) {
      const key = JSON.stringify(detail.jurisdiction);
      const nothing = { jurisdiction: detail.jurisdiction, taxable: zero, tax: zero, taxCalculated: zero, nonTaxable: zero, exempt: zero };
      const sums = byJurisdiction.get(key) ?? nothing;
      for (const name of summed) sums[name] = sums[name].plus(detail[name]);
      byJurisdiction.set(key, sums);
    }
  }
  return [...byJurisdiction.values()].map(summaryView);
}

function summaryView({ jurisdiction, ...sums }: Sums): object {
  const { country, region, type, code, name, taxType, taxName, rateType, rate } = jurisdiction;
  return {
    ...{
      country,
      region,
      jurisType: type,
      jurisCode: code,
      jurisName: name,
      taxAuthorityType: SALES_AND_USE,
      stateAssignedNo: '',
      taxType,
      taxName,
    },
    ...{ rateType, rateTypeCode: rateType.slice(0, 1), taxable: inJson(sums.taxable), rate: Number(rate), tax: inJson(sums.tax) },
    ...{ taxCalculated: inJson(sums.taxCalculated), nonTaxable: inJson(sums.nonTaxable), exemption: inJson(sums.exempt) },
  };
}
