import { AvataxDouble } from './avatax-double.js';
import { knownError } from './facts.js';
import { basic, pathOf, places, type Reply, sale, TestClient } from './test-client.js';

let double: AvataxDouble;
let client: TestClient;

beforeAll(async () => {
  const user = { name: 'user@shop', password: 'secret' };
  double = await AvataxDouble.start({ access: { accountId: '1', licenseKey: 'KEY', user }, lineLimit: 3, forceTimeoutAfter: 10 });
  client = new TestClient(double);
});
afterAll(() => double.close());

const CREATE = '/api/v2/transactions/create';
const lines = (...of: object[]) => ({ lines: of });
const address = (more: object) => ({ addresses: { singleLocation: { ...places.irvine, ...more } } });

/** Shape, number, kind and severity of every detail are those of the published list. */
function expectError(
  { status, body, headers }: Reply,
  [wanted, code, detail = code, subCode]: readonly [number, string, string?, string?],
) {
  expect([status, body.error.code]).toEqual([wanted, code]);
  expect(headers.get('x-correlation-id')).toBeTruthy();
  expect(body.error).toMatchObject({ message: expect.any(String), target: expect.any(String) });
  for (const given of body.error.details) {
    const { number, faultCode, severity } = knownError(detail);
    expect(given).toMatchObject({
      code: detail,
      number,
      faultCode,
      severity,
      message: expect.any(String),
      description: expect.any(String),
    });
    expect(given.helpLink).toMatch(new RegExp(`/${detail}$`));
    expect(given.faultSubCode).toBe(subCode);
  }
}

describe('who calls', () => {
  it('must say who they are, and rightly', async () => {
    expectError(await client.ask('GET', pathOf('A'), undefined, null), [401, 'AuthenticationIncomplete']);
    expectError(await client.ask('GET', pathOf('A'), undefined, basic('1', 'OTHER')), [401, 'AuthenticationException']);
    expectError(await client.ask('GET', pathOf('A'), undefined, 'Bearer x'), [401, 'AuthenticationException']);
    expect((await client.ask('GET', '/api/v2/companies', undefined, basic('user@shop', 'secret'))).status).toBe(200);
  });

  it.each([
    [basic('1', 'KEY'), { authenticated: true, authenticationType: 'AccountIdLicenseKey', authenticatedAccountId: 1 }],
    [basic('user@shop', 'secret'), { authenticated: true, authenticationType: 'UsernamePassword', authenticatedUserName: 'user@shop' }],
    [basic('1', 'OTHER'), { authenticated: false, authenticationType: 'None' }],
    [null, { authenticated: false, authenticationType: 'None' }],
  ])('is always 200 to a ping: %s', async (authorization, wanted) => {
    const { status, body } = await client.ask('GET', '/api/v2/utilities/ping', undefined, authorization);
    expect(status).toBe(200);
    expect(body).toMatchObject(wanted);
    expect('authenticatedUserId' in body).toBe(wanted.authenticated);
  });
});

describe('a document', () => {
  it.each<[string, object | string | undefined, readonly [number, string, string?, string?]]>([
    ['none', undefined, [400, 'ModelRequiredException']],
    ['no JSON', '{"type":', [400, 'ModelStateInvalid', 'JsonFormatError']],
    ['a list', [], [400, 'ModelStateInvalid', 'JsonFormatError']],
    ['an unknown type', { ...sale('A'), type: 'SaleInvoice' }, [400, 'ModelStateInvalid', 'JsonFormatError']],
    ['an amount in words', sale('A', lines({ amount: 'ten' })), [400, 'ModelStateInvalid', 'JsonFormatError']],
    ['a date that is none', sale('A', { date: '2026-02-40' }), [400, 'ModelStateInvalid', 'JsonFormatError']],
    ['no date', sale('A', { date: undefined }), [400, 'ValueRequiredError']],
    ['no customer', sale('A', { customerCode: null }), [400, 'ValueRequiredError']],
    ['a line without an amount', sale('A', lines({ number: '1' })), [400, 'ValueRequiredError']],
    ['no lines', sale('A', { lines: [] }), [400, 'MissingLine']],
    ['lines left out', sale('A', { lines: undefined }), [400, 'MissingLine']],
    ['more lines than may be', sale('A', lines(...[1, 2, 3, 4].map((amount) => ({ amount })))), [400, 'RequestTooLarge']],
    ['no address', sale('A', { addresses: {} }), [400, 'MissingAddress']],
    ['no origin', sale('A', { addresses: { shipTo: places.irvine } }), [400, 'NotEnoughAddressesInfo']],
    [
      'a single location and another',
      sale('A', { addresses: { singleLocation: places.irvine, shipTo: places.irvine } }),
      [400, 'AddressConflictException'],
    ],
    ['half an address', sale('A', { addresses: { singleLocation: { city: 'Irvine', country: 'US' } } }), [400, 'InvalidAddress']],
    ['an unknown location', sale('A', { addresses: { singleLocation: { locationCode: 'L1' } } }), [400, 'AddressLocationNotFound']],
    [
      'a postal code of another state',
      sale('A', address({ region: 'AL' })),
      [400, 'GetTaxError', 'GetTaxError', 'InvalidZipForStateError'],
    ],
    ['an unknown state', sale('A', address({ region: 'XX' })), [400, 'GetTaxError', 'GetTaxError', 'RegionCodeError']],
    ['an unknown country', sale('A', address({ country: 'XX' })), [400, 'GetTaxError', 'GetTaxError', 'CountryError']],
    ['a postal code that is none', sale('A', address({ postalCode: 'ABC' })), [400, 'GetTaxError', 'GetTaxError', 'TaxAddressError']],
    ['a long postal code', sale('A', address({ postalCode: '123456789012' })), [400, 'StringLengthError']],
    [
      'two lines of one number',
      sale('A', lines({ number: '1', amount: 1 }, { number: '1', amount: 2 })),
      [400, 'GetTaxError', 'GetTaxError', 'DuplicateLineNoError'],
    ],
    ['a discount of no line', sale('A', { discount: 5 }), [400, 'NoLinesDiscounted']],
    ['an unknown company', sale('A', { companyCode: 'NOBODY' }), [404, 'EntityNotFoundError']],
  ])('with %s is refused, and nothing recorded', async (_what, body, wanted) => {
    expectError(await client.ask('POST', CREATE, body), wanted);
    expect(double.effectsOf()).toEqual([]);
  });

  it('has one detail for each line that goes to a wrong place', async () => {
    const { body } = await client.create(
      sale('A', { ...lines({ amount: 1 }, { amount: 2 }), ...shipTo({ region: 'AL', postalCode: '10021' }) }),
    );
    const refersTo = body.error.details.map((detail: { refersTo: string }) => detail.refersTo);
    expect(refersTo).toEqual(['Addresses[1]; Line["1"] : AL 10021', 'Addresses[1]; Line["2"] : AL 10021']);
  });

  const shipTo = (more: object) => ({ addresses: { shipFrom: places.irvine, shipTo: { ...places.irvine, ...more } } });

  it('that is not there, or of no company, is not found', async () => {
    expectError(await client.read('nobody'), [404, 'EntityNotFoundError']);
    expectError(await client.ask('GET', '/api/v2/companies/NOBODY/transactions/A'), [404, 'EntityNotFoundError']);
    expectError(await client.ask('GET', '/api/v2/transactions/7'), [404, 'EntityNotFoundError']);
    expectError(await client.read('A', 'Nonsense'), [400, 'ModelStateInvalid', 'JsonFormatError']);
  });

  it.each([
    '/api/v2/companies/DEFAULT/transactions//commit',
    '/api/v2/companies//transactions/A',
    '//api/v2/transactions/create',
    '/api/v1/x',
  ])('with nothing where its code should be is not found, without a word: %s', async (path) => {
    const { status, text } = await client.ask('GET', path);
    const posted = await client.ask('POST', path, { commit: true });
    expect([status, text, posted.status, posted.text]).toEqual([404, '', 404, '']);
  });

  it('can be asked for with a time-out', async () => {
    expectError(await client.ask('POST', `${CREATE}?$include=ForceTimeout`, sale('A')), [400, 'TimeoutRequested']);
    expect(double.effectsOf()).toEqual([]);
  });
});

it('says of what it does not do that it does not, and not as AvaTax would', async () => {
  const { status, body } = await client.create(sale('A', { type: 'PurchaseInvoice' }));
  expect([status, body.error.code, body.error.target]).toEqual([501, 'NotDoubled', 'Double']);
  expect((await client.ask('POST', `${pathOf('A')}/uncommit`, {})).status).toBe(501);
  expect((await client.create(sale('A', { taxOverride: { type: 'DeriveTaxable' } }))).status).toBe(501);
});

describe('what is taken', () => {
  it('may have names in any case, numbers and booleans as strings, types by number, and more than is known', async () => {
    const { Lines: _, ...rest } = sale('B') as Record<string, unknown>;
    const { status, body } = await client.create({
      ...{ ...rest, type: 1, COMMIT: 'true', lines: [{ Amount: '65', quantity: '0' }], taxOveride: { type: 'TaxAmount', taxAmount: 0 } },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ type: 'SalesInvoice', status: 'Committed', totalTax: 5.04 });
    expect(body.lines[0]).toMatchObject({ lineNumber: '1', quantity: 1, taxCode: 'P0000000' });
  });

  it('may have a code with characters that are written in their own way in a path', async () => {
    const code = 'a/b+c?d%e#f g';
    await client.create(sale(code));
    const written = 'a_-ava2f-_b_-ava2b-_c_-ava3f-_d_-ava25-_e_-ava23-_f%20g';
    expect((await client.read(written)).body.code).toBe(code);
  });

  it('is the day as it is written, without a zone', async () => {
    expect((await client.create(sale('C', { date: '2026-11-20T23:30:00-08:00' }))).body).toMatchObject({
      date: '2026-11-20',
      taxDate: '2026-11-20',
    });
  });
});
