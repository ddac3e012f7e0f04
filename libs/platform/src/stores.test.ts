import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from './config.js';
import { loadStores, roundingOf, type Store } from './stores.js';

const folder = mkdtempSync(join(tmpdir(), 'docket-stores-'));
const file = join(folder, 'stores.json');
afterAll(() => rmSync(folder, { recursive: true }));

const store = () => ({
  id: 'uk',
  currencies: ['GBP', 'JPY'],
  country: 'GB',
  numbers: { order: 'CO{yyMMdd}-{00001}', payment: 'PI{00001}', shipment: 'SH{00001}', tax: 'TX{00001}' },
  tax: { provider: 'flat', rates: { GB: { default: '0.20', ZERO: '0' } } },
  rounding: { JPY: 'toward-zero' },
  defaults: { shipmentMethod: 'standard', paymentGateway: 'manual', fulfilmentCentre: 'main' },
});

const load = (content: unknown) => {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return loadStores(file);
};
const complaint = (content: unknown) => {
  try {
    load(content);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'nothing was wrong';
};

test('the stores are found by their id', () => {
  const stores = load({ stores: [store(), { ...store(), id: 'de' }] });
  expect([...stores.keys()]).toEqual(['uk', 'de']);
  expect(stores.get('uk')).toEqual(store());
});

test('the stores that come with the project are right', () => {
  expect(loadStores('config/stores.json').size).toBeGreaterThan(0);
});

test('a currency is rounded as the store says, and half away from zero where it says nothing', () => {
  const { rounding: _, ...silent } = store();
  expect(roundingOf(store() as Store, 'JPY')).toBe('toward-zero');
  expect(roundingOf(store() as Store, 'GBP')).toBe('half-away-from-zero');
  expect(roundingOf(silent as Store, 'JPY')).toBe('half-away-from-zero');
});

describe('a field that is wrong is named', () => {
  const { numbers, tax, defaults } = store();
  test.each<[string, object]>([
    ['id', { id: 'two words' }],
    ['currencies', { currencies: [] }],
    ['currencies[1]', { currencies: ['GBP', 'GBX'] }],
    ['currencies[0]', { currencies: [826] }],
    ['country', { country: 'UK' }],
    ['numbers', { numbers: undefined }],
    ['numbers.tax', { numbers: { ...numbers, tax: undefined } }],
    ['numbers.order', { numbers: { ...numbers, order: '' } }],
    ['numbers.refund', { numbers: { ...numbers, refund: 'RE{00001}' } }],
    ['tax.provider', { tax: { provider: 'avalara' } }],
    ['tax.rates.GB', { tax: { ...tax, rates: { GB: '0.20' } } }],
    ['tax.rates.GB.default', { tax: { ...tax, rates: { GB: { ZERO: '0' } } } }],
    ['tax.rates.GB.default', { tax: { ...tax, rates: { GB: { default: 0.2 } } } }],
    ['tax.rates.GB.REDUCED', { tax: { ...tax, rates: { GB: { default: '0.20', REDUCED: '5' } } } }],
    ['tax.rates', { tax: { ...tax, rates: [] } }],
    ['rounding.JPY', { rounding: { JPY: 'half-even' } }],
    ['defaults.paymentGateway', { defaults: { ...defaults, paymentGateway: 'stripe' } }],
    ['defaults.fulfilmentCentre', { defaults: { ...defaults, fulfilmentCentre: 7 } }],
    ['colour', { colour: 'red' }],
  ])('%s', (path, patch) => {
    const message = complaint({ stores: [store(), { ...store(), ...patch }] });
    expect(message).toContain(`STORES_FILE: ${file}`);
    expect(message).toContain(`\n  stores[1].${path} `);
  });

  test('and all others with it', () => {
    const message = complaint({ stores: [{ ...store(), id: '', country: 'UK' }] });
    expect(message).toContain('  stores[0].id ');
    expect(message).toContain('  stores[0].country ');
  });

  test.each([
    ['no stores', { stores: [] }],
    ['something else', { shops: [] }],
    ['a list', []],
  ])('a file with %s', (_name, content) => {
    expect(complaint(content)).toContain('STORES_FILE');
  });

  // The templates are read when the first document is numbered: the service starts, and every order of the store is answered with an error.
  test.failing('a number template without a counter', () => {
    expect(complaint({ stores: [{ ...store(), numbers: { ...numbers, order: 'CO{yyMMdd}' } }] })).toContain('stores[0].numbers.order');
  });

  // The later one silently takes the place of the earlier.
  test.failing('an id that two stores share', () => {
    expect(complaint({ stores: [store(), { ...store(), country: 'DE' }] })).toContain('uk');
  });

  // "UK" for GB: no order ever has such a country, so the store's orders are silently not taxed.
  test.failing('a country of the rates that is none', () => {
    expect(complaint({ stores: [{ ...store(), tax: { ...tax, rates: { UK: { default: '0.20' } } } }] })).toContain('stores[0].tax.rates');
  });

  // Likewise: "Jpy" would never be rounded as it says.
  test.failing('a currency of the rounding that is none', () => {
    expect(complaint({ stores: [{ ...store(), rounding: { Jpy: 'toward-zero' } }] })).toContain('stores[0].rounding');
  });
});

test('a file that is not JSON is named', () => {
  expect(complaint('{"stores":')).toContain(`STORES_FILE: ${file} cannot be read as JSON`);
});

test('a file that is not there is named', () => {
  expect(() => loadStores(join(folder, 'missing.json'))).toThrow(/STORES_FILE: .*missing\.json cannot be read/);
});
