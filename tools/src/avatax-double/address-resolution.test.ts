import { resolveAddress } from './address-resolution.js';
import { AvataxFailure } from './avatax-failure.js';
import { type Body, places } from './test-client.js';

const resolved = (address: object) => resolveAddress(address) as Body;

it('finds an address, and writes it as it should be', () => {
  const { validatedAddresses, coordinates, taxAuthorities, messages } = resolved({ ...places.irvine, region: 'NV' });
  expect(validatedAddresses).toEqual([
    expect.objectContaining({ line1: '2000 MAIN STREET', city: 'IRVINE', region: 'CA', postalCode: '92614-0001' }),
  ]);
  expect(coordinates).toEqual({ latitude: expect.any(Number), longitude: expect.any(Number) });
  expect(taxAuthorities[0]).toMatchObject({ jurisdictionName: 'CALIFORNIA', jurisdictionType: 'State' });
  expect(messages).toBeUndefined();
  expect(resolved({ ...places.irvine, textCase: 'mixed' }).validatedAddresses[0].city).toBe('Irvine');
});

it.each([
  ['a street without a number', { ...places.irvine, line1: 'Nowhere' }],
  ['a postal code that nobody has', { ...places.irvine, postalCode: '00000' }],
  ['a country that is not covered', places.berlin],
])('answers all the same to %s', (_what, address) => {
  const { messages, coordinates, resolutionQuality, validatedAddresses } = resolved(address);
  expect(messages).toEqual([expect.objectContaining({ severity: 'Error' })]);
  expect([coordinates, resolutionQuality]).toEqual([undefined, 'External']);
  expect(validatedAddresses).toEqual([expect.objectContaining({ ...address, addressType: 'UnknownAddressType' })]);
});

it('finds the street of a house that is not there, and says so', () => {
  const { messages, coordinates } = resolved({ ...places.irvine, line1: '99999 Main Street' });
  expect([messages[0].severity, typeof coordinates.latitude]).toEqual(['Error', 'number']);
});

it.each([
  [{ city: 'Irvine', region: 'CA' }, 'InvalidAddress'],
  [{ line1: '2000 Main Street', city: 'Irvine' }, 'InvalidAddress'],
  [{ postalCode: '123456789012' }, 'StringLengthError'],
  [{ ...places.irvine, textCase: 'Lower' }, 'ModelStateInvalid'],
  [undefined, 'ModelRequiredException'],
])('refuses %j', (address, code) => {
  expect(() => resolveAddress(address)).toThrow(AvataxFailure);
  expect(() => resolveAddress(address)).toThrow(expect.objectContaining({ code, status: 400 }));
});
