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

describe('a store with AvaTax', () => {
  const shipFrom = { country: 'US', region: 'CA', postalCode: '92614' };
  const taxed = (change: object) => ({
    stores: [{ ...store(), currencies: ['USD'], tax: { provider: 'avatax', avatax: { shipFrom } }, ...change }],
  });

  test('says whence its goods come', () => {
    expect(load(taxed({})).size).toBe(1);
  });

  test.each([
    ['no policy', { tax: { provider: 'avatax' } }, 'and no tax.avatax'],
    ['no address', { tax: { provider: 'avatax', avatax: {} } }, 'tax.avatax.shipFrom'],
    ['several currencies', { currencies: ['USD', 'CAD'] }, 'several currencies'],
    ['a currency without cents', { currencies: ['JPY'] }, 'cannot tax in JPY'],
    ['an unknown policy', { tax: { provider: 'avatax', avatax: { shipFrom, commit: 'someday' } } }, 'tax.avatax.commit'],
    [
      'an unknown way to check addresses',
      { tax: { provider: 'avatax', avatax: { shipFrom }, addressValidation: 'yes' } },
      'tax.addressValidation',
    ],
    [
      'two addresses of a centre',
      { tax: { provider: 'avatax', avatax: { shipFrom, centres: ['north', 'north'].map((id) => ({ id, address: shipFrom })) } } },
      'two of tax.avatax.centres with the id "north"',
    ],
    ['addresses that nobody can check', { tax: { provider: 'none', addressValidation: 'refuse' } }, 'which knows no addresses'],
  ])('is not right with %s', (_, change, why) => {
    expect(complaint(taxed(change))).toContain(why);
  });
});

describe('numbers of invoices', () => {
  const { numbers } = store();
  const acme = { id: 'ACME', name: 'Acme Ltd', address: ['1 Mill Lane', 'Leeds LS1 1AA'] };
  const invoicing = (id: string, invoice: string, legalEntity: object | undefined = acme) => ({
    ...store(),
    id,
    legalEntity,
    numbers: { ...numbers, invoice },
  });

  test('are right with a legal entity, a year and a counter; stores of one legal entity may share them', () => {
    const stores = [
      invoicing('uk', '{legalEntity}-{yyyy}-{00001}'),
      invoicing('de', '{legalEntity}-{yyyy}-{1}'),
      invoicing('fr', 'R{yyyy}/{01}'),
    ];
    expect(load({ stores }).size).toBe(3);
  });

  test.each(['{legalEntity}-{00001}', '{yyyy}{00001}', '{yyyy}-{00001}x', '{yyMMdd}-{00001}', '{yyyy}-7{00001}'])(
    '%s is not',
    (template) => {
      expect(complaint({ stores: [invoicing('uk', template)] })).toContain('stores[0].numbers.invoice must have the year');
    },
  );

  test('need a legal entity, and are not shared by two', () => {
    expect(complaint({ stores: [{ ...store(), numbers: { ...numbers, invoice: '{yyyy}-{1}' } }] })).toContain('no legalEntity');
    const stores = [invoicing('uk', '{yyyy}-{1}'), invoicing('de', '{yyyy}-{001}', { ...acme, id: 'ACMEDE' })];
    expect(complaint({ stores })).toContain('two legal entities');
  });
});

test('the stores that come with the project are right', () => {
  expect(loadStores('config/stores.json').size).toBeGreaterThan(0);
});

test('a currency is rounded as the store says, and half away from zero where it says nothing', () => {
  const { rounding: _, ...silent } = store();
  expect(roundingOf(store() as Store, { currency: 'JPY' })).toMatchObject({ mode: 'toward-zero', tax: 'order' });
  expect(roundingOf(store() as Store, { currency: 'GBP' })).toMatchObject({ mode: 'half-away-from-zero', tax: 'order' });
  expect(roundingOf(silent as Store, { currency: 'JPY' })).toMatchObject({ mode: 'half-away-from-zero', tax: 'order' });
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
    ['tax.rates.UK', { tax: { ...tax, rates: { UK: { default: '0.20' } } } }],
    ['tax.rates.gb', { tax: { ...tax, rates: { gb: { default: '0.20' } } } }],
    ['taxRounding', { taxRounding: 'lines' }],
    ['rounding.Jpy', { rounding: { Jpy: 'toward-zero' } }],
    ['rounding.JPY', { rounding: { JPY: 'half-even' } }],
    ['defaults.paymentGateway', { defaults: { ...defaults, paymentGateway: 'paypal' } }],
    ['defaults.fulfilmentCentre', { defaults: { ...defaults, fulfilmentCentre: 7 } }],
    ['shipmentStatuses.statuses[1]', { shipmentStatuses: { statuses: ['New', 'Sent'] } }],
    ['carriers.post.trackingUrl', { carriers: { post: { trackingUrl: 'https://example.org/' } } }],
    ['carriers.post', { carriers: { post: 'https://example.org/{number}' } }],
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

  test('an id that two stores share', () => {
    expect(complaint({ stores: [store(), { ...store(), id: 'de' }, { ...store(), country: 'DE' }] })).toContain(
      'two stores with the id "uk"',
    );
  });
});

describe('a template of numbers', () => {
  const { numbers } = store();
  const complaintOf = (order: string) => complaint({ stores: [{ ...store(), numbers: { ...numbers, order } }] });

  test.each(['CO{yyMMdd}-{00001}', 'CO-{1}', '{yyMMdd}/{01}', '1-{1}', 'A{1}', '2026-{yyMMdd}A{001}'])('is %s', (template) => {
    expect(complaintOf(template)).toBe('nothing was wrong');
  });

  // Two series that a digit or the day tells apart come to the same number: "A" with 11 and "A1" with 1.
  test.each([
    '',
    'CO',
    'CO{yyMMdd}',
    '{1}',
    'A1{1}',
    '{yyMMdd}{1}',
    '{1}-{yyMMdd}',
    'A{1}B{1}',
    'A{00002}',
    'A{}',
    'A{1}}',
    'A{yyMMdd}-{yyMMdd}-{1}',
    `${'A'.repeat(38)}{1}`,
  ])('is not "%s"', (template) => {
    expect(complaintOf(template)).toContain('stores[0].numbers.order must end in a counter');
  });
});

test('a file that is not JSON is named', () => {
  expect(complaint('{"stores":')).toContain(`STORES_FILE: ${file} cannot be read as JSON`);
});

test('a file that is not there is named', () => {
  expect(() => loadStores(join(folder, 'missing.json'))).toThrow(/STORES_FILE: .*missing\.json cannot be read/);
});
