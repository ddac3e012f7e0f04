import { AvataxDouble } from '#tools/avatax-double/avatax-double.js';
import { avataxProvider } from '../src/providers/avatax/avatax.provider.js';
import { AvataxClient } from '../src/providers/avatax/avatax-client.js';

let double: AvataxDouble;
const irvine = { country: 'US', line1: '2000 Main Street', city: 'Irvine', region: 'CA', postalCode: '92614' };
const providerWith = (change: object = {}) =>
  avataxProvider(
    new AvataxClient({ url: double.url, ...double.access, deadline: 5_000, ...change }),
    { shipFrom: irvine },
    { companyCode: 'DEFAULT', lineLimit: 1_000 },
  );

beforeAll(async () => {
  double = await AvataxDouble.start();
});
afterEach(() => double.heal());
afterAll(() => double.close());

it('an address is written as it should be, with where it is, and in no capitals', async () => {
  const { status, messages, normalised, coordinates } = await providerWith().resolve({ ...irvine, region: 'NV' });
  expect([status, messages]).toEqual(['valid', []]);
  expect(normalised).toEqual({ ...irvine, postalCode: '92614-0001' });
  expect(coordinates).toEqual({ latitude: '33.92614', longitude: '-117.92614' });
});

it('nobody’s name leaves the house with it', async () => {
  const [before, provider] = [double.callsOf().length, providerWith()];
  const { normalised } = await provider.resolve({ ...irvine, name: 'A. Buyer', email: 'a@example.org', phone: '1' });
  expect(normalised).not.toHaveProperty('name');
  expect(double.callsOf()).toHaveLength(before + 1);
});

it.each([
  ['a street without a number', { ...irvine, line1: 'Nowhere' }, 'line1'],
  ['a postal code that nobody has', { ...irvine, postalCode: '00000' }, 'postalCode'],
  [
    'an address of Canada that is not found',
    { country: 'CA', line1: '1 Wellington Street', city: 'Ottawa', region: 'ON', postalCode: 'K1A 0A9' },
    undefined,
  ],
])('what is not found is not valid, though the answer is 200: %s', async (_, address, field) => {
  const resolved = await providerWith().resolve(address);
  expect(resolved).toMatchObject({ status: 'invalid', messages: [{ severity: 'Error', text: expect.any(String) }] });
  expect([resolved.messages[0]?.field, resolved.normalised, resolved.coordinates]).toEqual([field, undefined, undefined]);
});

it('a street without the house is where it is, and not valid', async () => {
  const resolved = await providerWith().resolve({ ...irvine, line1: '99999 Main Street' });
  expect(resolved).toMatchObject({ status: 'invalid', messages: [{ field: 'line1' }], coordinates: expect.anything() });
});

it.each([
  ['too little', { country: 'US', city: 'Irvine' }],
  ['a postal code that is too long', { ...irvine, postalCode: '92614-0001-000' }],
])('what AvaTax does not look for is not valid: %s', async (_, address) => {
  expect(await providerWith().resolve(address)).toMatchObject({ status: 'invalid', messages: [{ severity: 'Error' }] });
});

it('an address elsewhere is not checked, and nobody is asked', async () => {
  const before = double.callsOf().length;
  expect(await providerWith().resolve({ ...irvine, country: 'DE' })).toMatchObject({
    status: 'unchecked',
    messages: [{ field: 'country' }],
  });
  expect(double.callsOf()).toHaveLength(before);
});

it('credentials that are not taken say nothing of an address', async () => {
  await expect(providerWith({ licenseKey: 'wrong-key' }).resolve(irvine)).rejects.toMatchObject({ what: 'the tax provider' });
});

const found = (change: object) =>
  JSON.stringify({ validatedAddresses: [irvine], coordinates: { latitude: 33.9, longitude: -117.9 }, ...change });

it.each([
  ['nothing', '{}'],
  ['null', 'null'],
  ['no words', ''],
  ['another page', '<html>'],
  ['no address', found({ validatedAddresses: [] })],
  ['an address of no country', found({ validatedAddresses: [{ ...irvine, country: 'XX' }] })],
  ['an address of numbers', found({ validatedAddresses: [{ ...irvine, line1: 7 }] })],
  ['coordinates of words', found({ coordinates: { latitude: 'north', longitude: 1 } })],
  ['coordinates without an end', found({ coordinates: { latitude: 91, longitude: 1 } })],
  ['half of the coordinates', found({ coordinates: { latitude: 1 } })],
  ['messages that are none', found({ messages: 'none' })],
  ['a message without severity', found({ messages: [{ details: 'hm' }] })],
])('an answer that says something else leaves it open: %s', async (_, say) => {
  double.next({ say });
  await expect(providerWith().resolve(irvine)).rejects.toMatchObject({ what: 'the tax provider' });
});

it.each([
  ['coordinates as texts', { coordinates: { latitude: '33.9', longitude: '-117.9' } }, 'valid'],
  ['a place on the equator', { coordinates: { latitude: 1e-9, longitude: -0.00000001 } }, 'valid'],
  ['a warning', { messages: [{ severity: 'Warning', summary: 'moved' }] }, 'valid'],
  ['an exception', { messages: [{ severity: 'Exception', details: 'a'.repeat(1_000) }] }, 'invalid'],
  ['no coordinates and no word', { coordinates: null }, 'invalid'],
])('what AvaTax may say: %s', async (_, change, status) => {
  double.next({ say: found(change) });
  const resolved = await providerWith().resolve(irvine);
  expect(resolved.status).toBe(status);
  if (status === 'invalid') expect(resolved.messages[0]).toMatchObject({ severity: 'Error', text: expect.stringMatching(/^.{1,500}$/) });
});
