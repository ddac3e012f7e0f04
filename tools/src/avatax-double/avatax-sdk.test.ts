import { AvataxDouble } from './avatax-double.js';
import { sdkClient } from './sdk-client.js';
import { type Body, places, sale } from './test-client.js';

let double: AvataxDouble;
let client: Body;
let codes = 0;
const newCode = () => `S-${++codes}`;
const companyCode = 'DEFAULT';
const keyOf = (transactionCode: string) => ({ companyCode, transactionCode, documentType: 'SalesInvoice' });

beforeAll(async () => {
  double = await AvataxDouble.start({ forceTimeoutAfter: 10 });
  client = sdkClient(double.url, double.access);
});
afterEach(() => double.heal());
afterAll(() => double.close());

/** What a call failed with. */
async function failureOf(call: Promise<unknown>): Promise<Body> {
  return call.then(
    (answer) => expect(answer).toBe('a failure'),
    (error: unknown) => error,
  );
}

describe('the official SDK', () => {
  it('records, reads, verifies, commits and voids', async () => {
    const code = newCode();
    const created = await client.createTransaction({ include: 'Lines', model: sale(code) });
    expect(created).toMatchObject({ code, status: 'Saved', totalTax: 5.04, version: 1 });
    expect(await client.getTransactionByCode({ ...keyOf(code), include: 'Lines,Details' })).toEqual(created);
    expect(await client.getTransactionById({ id: created.id })).toEqual(created);
    expect(await client.verifyTransaction({ ...keyOf(code), model: { verifyTotalTax: 5.04 } })).toMatchObject({ status: 'Posted' });
    expect(await client.commitTransaction({ ...keyOf(code), model: { commit: true } })).toMatchObject({
      status: 'Committed',
      id: created.id,
    });
    expect(await client.voidTransaction({ ...keyOf(code), model: { code: 'DocVoided' } })).toMatchObject({ status: 'Cancelled' });
  });

  it('creates or adjusts, adjusts, refunds and renames', async () => {
    const [code, newer] = [newCode(), newCode()];
    const createTransactionModel = { ...sale(code), commit: true };
    expect(await client.createOrAdjustTransaction({ model: { createTransactionModel } })).toMatchObject({ version: 1 });
    expect(await client.createOrAdjustTransaction({ model: { createTransactionModel } })).toMatchObject({ version: 2 });
    const adjustment = { adjustmentReason: 'PriceAdjusted', newTransaction: createTransactionModel };
    expect(await client.adjustTransaction({ ...keyOf(code), model: adjustment })).toMatchObject({ version: 3 });
    const model = { refundTransactionCode: `${code}-R`, refundDate: '2026-11-25', refundType: 'Full' };
    expect(await client.refundTransaction({ ...keyOf(code), model, useTaxDateOverride: true })).toMatchObject({
      totalTax: -5.04,
      taxOverrideType: 'TaxDate',
    });
    const other = newCode();
    await client.createTransaction({ model: sale(other) });
    expect(await client.changeTransactionCode({ ...keyOf(other), model: { newCode: newer } })).toMatchObject({ code: newer });
  });

  it('pings, finds companies, lists and resolves', async () => {
    expect(await client.ping()).toMatchObject({ authenticated: true, authenticationType: 'AccountIdLicenseKey' });
    const { value } = await client.queryCompanies({ filter: "companyCode eq 'DEFAULT'" });
    expect(value).toEqual([expect.objectContaining({ companyCode })]);
    await client.createTransaction({ model: { ...sale(newCode()), date: '2026-01-05' } });
    const listed = await client.listTransactionsByCompany({ companyCode, filter: "date eq '2026-01-05'", top: 10 });
    expect([listed['@recordsetCount'], listed.value[0].date]).toEqual([1, '2026-01-05']);
    expect((await client.resolveAddress({ ...places.irvine })).validatedAddresses).toHaveLength(1);
    expect((await client.resolveAddressPost({ model: places.berlin })).messages).toHaveLength(1);
  });

  it('gives the errors of AvaTax, without the status', async () => {
    const error = await failureOf(client.voidTransaction({ ...keyOf('nobody'), model: { code: 'DocVoided' } }));
    expect(error).toMatchObject({ code: 'EntityNotFoundError', details: [expect.objectContaining({ number: 4 })] });
    expect('status' in error).toBe(false);
    const stranger = sdkClient(double.url, { accountId: '1', licenseKey: 'wrong' });
    expect(await stranger.ping()).toMatchObject({ authenticated: false });
    expect(await failureOf(stranger.queryCompanies({}))).toMatchObject({ code: 'AuthenticationException' });
    expect(await failureOf(client.createTransaction({ include: 'ForceTimeout', model: sale('x') }))).toMatchObject({
      code: 'TimeoutRequested',
    });
  });

  it('takes a slash at the end of its address for a part of it', async () => {
    expect(await failureOf(sdkClient(`${double.url}/`, double.access).ping())).toMatchObject({ code: 'FormatException' });
    expect(double.callsOf().at(-1)?.path).toBe('//api/v2/utilities/ping');
  });

  it('sends a day as it is given, and a Date as an instant', async () => {
    const evening = new Date('2026-11-20T23:30:00-08:00');
    expect(await client.createTransaction({ model: { ...sale(newCode()), date: '2026-11-20' } })).toMatchObject({ date: '2026-11-20' });
    expect(await client.createTransaction({ model: { ...sale(newCode()), date: evening } })).toMatchObject({ date: '2026-11-21' });
  });

  it('drops a type whose number is 0, and cuts codes that hold a #', async () => {
    await client.createTransaction({ model: sale('cut') });
    expect(await client.getTransactionByCode({ companyCode, transactionCode: 'cut#1', documentType: 0 })).toMatchObject({ code: 'cut' });
    expect(double.callsOf().at(-1)?.path).toBe('/api/v2/companies/DEFAULT/transactions/cut');
  });

  it('takes a failure without an error in it, and nothing at all, for success', async () => {
    double.next({ say: '{"message":"no"}', status: 500 });
    expect(await client.createTransaction({ model: sale('lied') })).toEqual({ message: 'no' });
    double.next({ say: 'null' });
    expect(await client.createTransaction({ model: sale('lied') })).toBeNull();
    double.next({ say: '' });
    expect(await client.createTransaction({ model: sale('lied') })).toBeNull();
    double.next({ say: '{}' });
    expect(await client.createTransaction({ model: sale('lied') })).toEqual({});
    expect(double.effectsOf({ code: 'lied' })).toEqual([]);
  });

  it.each([
    [{ fail: 503 }, { code: 'ServerUnreachable' }],
    [{ fail: 429 }, { code: 'RateLimitExceeded' }],
    [{ lose: 'before' }, { message: 'fetch failed' }],
    [{ lose: 'after' }, { message: 'fetch failed' }],
    [{ say: '<html>', status: 502 }, { code: 'FormatException' }],
    [{ say: '', status: 503 }, { code: 'FormatException' }],
  ] as const)('fails once, and does not try again: %j', async (fault, wanted) => {
    const code = newCode();
    double.next(fault);
    expect(await failureOf(client.createTransaction({ model: sale(code) }))).toMatchObject(wanted);
    expect(double.callsOf({ code })).toHaveLength(1);
  });

  it('gives up waiting for the head of an answer, not for its body', async () => {
    const impatient = sdkClient(double.url, double.access, 200);
    const code = newCode();
    double.next({ late: 'until-healed' });
    expect(await failureOf(impatient.createTransaction({ model: sale(code) }))).toMatchObject({ message: 'timeout' });
    expect(double.effectsOf({ code })).toHaveLength(1);
    double.next({ stall: 600 });
    expect(await impatient.createTransaction({ model: sale(newCode()) })).toMatchObject({ status: 'Saved' });
  });

  it('takes anything but `sandbox` and a URL in small letters for production', () => {
    const baseUrls = ['sandbox', 'Sandbox', 'localhost:1', 'HTTP://localhost:1', ''].map(
      (environment) => sdkClient(environment, double.access).baseUrl,
    );
    expect(new Set(baseUrls.slice(1)).size).toBe(1);
    expect(baseUrls[0]).toMatch(/^https:\/\/sandbox/);
    expect(baseUrls[1]).not.toMatch(/sandbox|localhost/);
  });

  it('keeps the key where JSON shows it', () => {
    const { accountId, licenseKey } = double.access;
    expect(JSON.stringify(client)).toContain(Buffer.from(`${accountId}:${licenseKey}`).toString('base64'));
  });
});
