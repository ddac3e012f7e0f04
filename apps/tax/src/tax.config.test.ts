import { loadConfig } from '#platform/config.js';
import { avataxSettings, TaxConfig } from './tax.config.js';

const settings = {
  KAFKA_BROKERS: 'localhost:9092',
  MONGO_URL: 'mongodb://localhost',
  AVATAX_ACCOUNT: '2000000001',
  AVATAX_LICENCE_KEY: 'a-licence-key',
};
const load = (change: Record<string, string>) => loadConfig(TaxConfig, { MONGO_DATABASE: 'docket-tax' }, { ...settings, ...change });

it.each([
  'https://sandbox-rest.avatax.com',
  'https://rest.avatax.com',
  'http://127.0.0.1:8099',
  'http://localhost:8099/avatax',
  'http://[::1]:8099',
])('AvaTax may be at %s', (url) => {
  expect(avataxSettings(load({ AVATAX_URL: url }))).toMatchObject({ url, deadline: 10_000 });
});

// All of these the SDK takes for production, or gets wrong.
it.each([
  'sandbox',
  'Sandbox',
  'production',
  'rest.avatax.com',
  'HTTPS://rest.avatax.com',
  'https://Rest.avatax.com',
  'https://rest.avatax.com/',
  'http://rest.avatax.com',
  'http://127.0.0.1.example.org',
  'https://user:secret@rest.avatax.com',
  'https://rest.avatax.com?a=b',
])('AvaTax may not be at %s', (url) => {
  expect(() => load({ AVATAX_URL: url })).toThrow('AVATAX_URL must be');
});

it('nothing is asked for where no store has AvaTax, and all of it where one has', () => {
  expect(() => avataxSettings(load({}))).toThrow('set AVATAX_URL, AVATAX_ACCOUNT and AVATAX_LICENCE_KEY');
});

it('quotes count for a minute unless it is told, and not at all where it is told so', () => {
  expect([load({}).TAX_QUOTE_CACHE, load({ TAX_QUOTE_CACHE: '0' }).TAX_QUOTE_CACHE]).toEqual([60_000, 0]);
});

it('what is wrong is named, and a secret never shown', () => {
  expect(() => load({ AVATAX_LICENCE_KEY: 'short' })).toThrow(
    /^(?!.*short).*AVATAX_LICENCE_KEY must be a licence key, 8 to 200 characters/s,
  );
  expect(() => load({ AVATAX_DEADLINE: '60000' })).toThrow('AVATAX_DEADLINE must be milliseconds');
  expect(() => load({ TAX_QUOTE_CACHE: '-1' })).toThrow('TAX_QUOTE_CACHE must be milliseconds from 0');
  expect(() => load({ AVATAX_LOG_DAYS: '-1' })).toThrow('AVATAX_LOG_DAYS must be a whole number of days');
});
