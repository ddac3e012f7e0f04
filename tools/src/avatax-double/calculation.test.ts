import fc from 'fast-check';
import { Decimal, sum } from '#contracts/money.js';
import { taxCalculatedOf, taxOf } from './calculated-line.js';
import { calculate } from './calculation.js';
import { readModel } from './read-model.js';
import type { CreateTransaction } from './requests.js';
import { places, sale } from './test-client.js';

const calculated = (more: object) => calculate(readModel<CreateTransaction>('CreateTransactionModel', sale('A', more)), 15_000);
const at = (place: keyof typeof places) => ({ addresses: { singleLocation: places[place] } });
const between = (from: keyof typeof places, to: keyof typeof places) => ({ addresses: { shipFrom: places[from], shipTo: places[to] } });
const taxes = (more: object) => calculated(more).lines.map((line) => taxOf(line).toFixed(2));
const details = (more: object) => calculated(more).lines.map((line) => line.details.map(({ tax }) => tax.toFixed(2)));
const total = (more: object) => calculated(more).totalTax.toFixed(2);
const freight = { amount: 5, taxCode: 'FR020100' };

describe('sums that AvaTax gave or its pages show', () => {
  it.each([
    ['CA: 6, 0.25, 0.5 and 1 %', 'irvine', 65, '5.04'],
    ['CA: rounded by jurisdiction, 2.7125 as a whole', 'irvine', 35, '2.72'],
    ['CA', 'irvine', 90, '6.98'],
    ['WA: 6.5 and 2.5 %', 'seattle', 40.8, '3.67'],
    ['WA', 'seattle', 1.98, '0.18'],
    ['WA', 'seattle', 14.99, '1.34'],
    ['New York City: 4, 4.5 and 0.375 %', 'newYork', 100, '8.88'],
    ['PL: 23 %', 'warsaw', 100, '23.00'],
    ['half a cent away from zero: 0.225 of NYC, 4.5 %', 'newYork', 5, '0.45'],
    ['and of returns: −0.375', 'newYork', -100, '-8.88'],
  ] as const)('%s', (_name, place, amount, tax) => {
    expect(taxes({ ...at(place), lines: [{ amount }] })).toEqual([tax]);
  });

  it('adds up lines, 5.19 and not the 5.20 of the whole document', () => {
    expect(total({ ...at('seattle'), lines: [{ amount: 40.8 }, { amount: 1.98 }, { amount: 14.99 }] })).toBe('5.19');
  });

  it.each([
    ['irvine', 100, '92.81', [['5.57', '0.23', '0.46', '0.93']], '7.19'],
    ['philadelphia', 30, '27.78', [['1.67', '0.55']], '2.22'],
    ['amsterdam', 10, '8.26', [['1.74']], '1.74'],
    ['warsaw', 100, '81.30', [['18.70']], '18.70'],
  ] as const)('takes included tax out, %s: %d', (place, amount, net, parts, tax) => {
    const given = { ...at(place), lines: [{ amount, taxIncluded: true }] };
    expect(calculated(given).totalAmount.toFixed(2)).toBe(net);
    expect(details(given)).toEqual(parts);
    expect(total(given)).toBe(tax);
  });

  it('taxes freight in Florida as the goods beside it', () => {
    expect(total({ ...at('miami'), lines: [{ amount: 100 }, freight] })).toBe('7.35');
    expect(total({ ...at('miami'), lines: [{ amount: 100 }, { amount: 100, taxCode: 'NT' }, freight] })).toBe('7.18');
  });

  it('takes a discount off before it taxes', () => {
    const { totalTax, totalAmount, totalDiscount, totalTaxable } = calculated({
      ...{ ...at('seattle'), discount: 10, lines: [{ amount: 100, discounted: true }] },
    });
    expect([totalTax, totalAmount, totalDiscount, totalTaxable].map(String)).toEqual(['8.1', '100', '10', '90']);
  });

  it('spreads a discount over the lines that are marked, by amount', () => {
    const { lines } = calculated({
      discount: 20,
      lines: [{ amount: 40, discounted: true }, { amount: 30, discounted: true }, { amount: 9 }],
    });
    expect(lines.map(({ discount }) => discount.toFixed(2))).toEqual(['11.43', '8.57', '0.00']);
  });
});

describe('what is not taxed', () => {
  it('is exempt as a whole where nothing is due', () => {
    const { lines, totalExempt, totalTax } = calculated({ ...between('irvine', 'portland'), lines: [{ amount: 100 }] });
    expect([totalExempt.toFixed(2), totalTax.toFixed(2)]).toEqual(['100.00', '0.00']);
    expect(lines[0]?.details.map(({ nonTaxable, jurisdiction }) => [nonTaxable.toFixed(2), jurisdiction.rate])).toEqual([['100.00', '0']]);
  });

  it.each([
    ['an exemption number', { exemptionNo: 'E-1', lines: [{ amount: 65 }] }],
    ["a line's exemption code", { lines: [{ amount: 65, exemptionCode: 'E-1' }] }],
    ['a use', { entityUseCode: 'A', lines: [{ amount: 65 }] }],
    ['a use by its older name', { customerUsageType: 'G', lines: [{ amount: 65 }] }],
    ['an override', { taxOverride: { type: 'Exemption', reason: 'r' }, lines: [{ amount: 65 }] }],
    ['the code NT', { lines: [{ amount: 65, taxCode: 'NT' }] }],
  ])('is exempt for %s', (_why, more) => {
    const { totalTax, totalExempt, totalTaxable } = calculated(more);
    expect([totalTax, totalExempt, totalTaxable].map((amount) => amount.toFixed(2))).toEqual(['0.00', '65.00', '0.00']);
  });

  it('is taxed where the use is one that the double does not know', () => {
    expect(total({ entityUseCode: 'TAXABLE', lines: [{ amount: 65 }] })).toBe('5.04');
  });

  it('is not only exempt, but not taxed, when freight goes by itself to California', () => {
    expect(taxes({ lines: [{ amount: 65 }, freight] })).toEqual(['5.04', '0.00']);
  });
});

describe('between countries', () => {
  it.each([
    ['warsaw', 'berlin', {}, '23.00', 'PL'],
    ['warsaw', 'berlin', { businessIdentificationNo: 'DE123456789' }, '0.00', 'DE'],
    ['warsaw', 'warsaw', { businessIdentificationNo: 'PL1234567890' }, '23.00', 'PL'],
    ['berlin', 'berlin', {}, '19.00', 'DE'],
    ['london', 'london', {}, '20.00', 'GB'],
    ['london', 'berlin', {}, '0.00', 'DE'],
    ['warsaw', 'portland', {}, '0.00', 'US'],
    ['montreal', 'montreal', {}, '14.98', 'CA'],
    ['irvine', 'montreal', {}, '0.00', 'CA'],
  ] as const)('%s to %s, %j: %s', (from, to, more, tax, country) => {
    const { lines, totalTax } = calculated({ ...between(from, to), ...more, lines: [{ amount: 100 }] });
    expect(totalTax.toFixed(2)).toBe(tax);
    expect(lines[0]?.details[0]?.jurisdiction.country).toBe(country);
  });

  it("takes a line's own addresses in place of all of its document", () => {
    const lines = [{ amount: 100 }, { amount: 100, addresses: { shipFrom: places.irvine, shipTo: places.seattle } }];
    expect(taxes({ ...at('newYork'), lines })).toEqual(['8.88', '9.00']);
  });
});

describe('overrides', () => {
  it('calculates as of another day', () => {
    const lines = [{ amount: 100 }];
    expect(total({ ...at('helsinki'), lines })).toBe('25.50');
    expect(total({ ...at('helsinki'), lines, date: '2024-08-31' })).toBe('24.00');
    expect(total({ ...at('helsinki'), lines, taxOverride: { type: 'TaxDate', taxDate: '2024-08-31', reason: 'return' } })).toBe('24.00');
  });

  it("takes a line's tax as it is told, and says what it would have been", () => {
    const lines = [{ amount: 65, taxOverride: { type: 'TaxAmount', taxAmount: 6, reason: 'charged' } }, { amount: 35 }];
    const { totalTax, totalTaxCalculated } = calculated({ lines });
    expect([totalTax, totalTaxCalculated].map((amount) => amount.toFixed(2))).toEqual(['8.72', '7.76']);
  });

  it.each([
    ['as the calculated tax', [{ amount: 65 }, { amount: 35 }], ['6.49', '3.51']],
    [
      'as the amounts where there is none',
      [
        { amount: 60, taxCode: 'NT' },
        { amount: 40, taxCode: 'NT' },
      ],
      ['6.00', '4.00'],
    ],
  ])("spreads a document's tax over its lines, %s", (_how, lines, parts) => {
    const given = { taxOverride: { type: 'TaxAmount', taxAmount: 10, reason: 'charged' }, lines };
    expect(taxes(given)).toEqual(parts);
    expect(total(given)).toBe('10.00');
  });
});

const cents = (min: number, max: number) => fc.integer({ min, max }).map((units) => (units / 100).toFixed(2));
const line = fc.record({
  amount: cents(-100_000, 100_000),
  taxIncluded: fc.boolean(),
  taxCode: fc.constantFrom('P0000000', 'NT', 'FR020100'),
  discounted: fc.boolean(),
});

it('adds up, whatever is asked', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(places) as (keyof typeof places)[])),
      fc.array(line, { minLength: 1, maxLength: 6 }),
      cents(0, 5_000),
      (place, lines, discount) => {
        const isDiscounted = lines.some(({ discounted }) => discounted);
        const whole = calculated({ ...at(place), lines, ...(isDiscounted && { discount }) });
        for (const each of whole.lines) {
          expect(each.details.every(({ tax }) => tax.eq(tax.round(2)))).toBe(true);
          expect(each.taxableAmount.plus(each.exemptAmount).plus(each.discount)).toEqual(each.lineAmount);
          if (each.line.taxIncluded) expect(each.lineAmount.plus(taxOf(each)).eq(each.line.amount)).toBe(true);
          expect(taxOf(each)).toEqual(taxCalculatedOf(each));
        }
        expect(whole.totalTax.eq(sum(whole.lines.map(taxOf)))).toBe(true);
        if (isDiscounted) expect(whole.totalDiscount.eq(Decimal(discount))).toBe(true);
      },
    ),
  );
});
