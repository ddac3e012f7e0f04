import type { TaxSale } from '#contracts/events/tax-transaction.js';
import { AvataxDouble } from '#tools/avatax-double/avatax-double.js';
import { TestClient } from '#tools/avatax-double/test-client.js';
import { avataxProvider } from '../src/providers/avatax/avatax.provider.js';
import type { LineTax } from '../src/providers/avatax/avatax-answer.js';
import { AvataxClient } from '../src/providers/avatax/avatax-client.js';
import { saleModel } from '../src/providers/avatax/avatax-request.js';
import { RecentAnswers } from '../src/providers/recent-answers.js';
import type { OutsideProvider } from '../src/providers/tax-provider.js';
import { sale } from './provider-kit.js';

let double: AvataxDouble;
let codes = 0;
const newCode = () => `SO-${++codes}`;
const shipFrom = { country: 'US', line1: '2000 Main Street', city: 'Irvine', region: 'CA', postalCode: '92614' };
const newYork = { country: 'US', line1: '350 5th Avenue', city: 'New York', region: 'NY', postalCode: '10118' };
const clientWith = (change: object = {}) => new AvataxClient({ url: double.url, ...double.access, deadline: 5_000, ...change });
const providerWith = (change: object = {}, account: object = {}): OutsideProvider =>
  avataxProvider(clientWith(change), { shipFrom }, { companyCode: 'DEFAULT', lineLimit: 1_000, ...account });
const reasonOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'well',
    (error) => error.reason ?? error.message,
  );
const fresh = { over: 'absent', commits: false, why: 'new' } as const;

beforeAll(async () => {
  double = await AvataxDouble.start();
});
afterEach(() => double.heal());
afterAll(() => double.close());

describe('quotes', () => {
  it('have the tax by jurisdiction, and record nothing', async () => {
    const amounts = await providerWith().quote(sale({ discount: '0', lines: [{ id: '1', amount: '65' }], shipments: [] }));
    expect(amounts).toMatchObject({ provider: 'avatax', totalTax: '5.04', orderTaxRate: '0', orderDiscountTax: '0' });
    expect(amounts.lines[0]).toMatchObject({ taxable: '65', rate: '0.0775', tax: '5.04' });
    expect(amounts.lines[0]?.details?.[0]).toMatchObject({ type: 'State', rate: '0.06', taxable: '65', amount: '3.9' });
    expect(double.effectsOf()).toEqual([]);
  });

  it('take nobody’s name out of the house', () => {
    const address = { country: 'US', name: 'A. Buyer', email: 'a@example.org', phone: '1', line1: '1 Main Street', postalCode: '92614' };
    const model = saleModel(sale({ address }), { shipFrom: { ...shipFrom, name: 'A. Seller' } }, 'DEFAULT', 1_000);
    expect(model.addresses).toEqual({ shipFrom, shipTo: { country: 'US', line1: '1 Main Street', postalCode: '92614' } });
    expect(JSON.stringify(model)).not.toMatch(/Buyer|Seller|example/);
  });

  it('exempt whom an exemption is for', async () => {
    const exempt = await providerWith().quote(sale({ buyer: { customerId: 'c-1', exemptionNumber: 'EX-1' } }));
    expect(exempt.totalTax).toBe('0.00');
  });

  it('tax each piece where it goes, and tell it as one line', async () => {
    const seattle = { country: 'US', line1: '400 Broad Street', city: 'Seattle', region: 'WA', postalCode: '98109' };
    const line = { id: '1', amount: '130', quantity: 2 };
    const asked = sale({ discount: '0', lines: [line], shipments: [] });
    const whole = await providerWith().quote(asked);
    const there = await providerWith().quote({ ...asked, address: seattle });
    const both = await providerWith().quote({ ...asked, deliveries: [{ id: 's1', to: seattle, items: [{ lineId: '1', quantity: 1 }] }] });
    const half = ({ totalTax }: { readonly totalTax: string }) => Number(totalTax) / 2;
    expect(Number(both.totalTax)).toBeCloseTo(half(whole) + half(there), 1);
    expect(both.lines).toMatchObject([{ id: '1', taxable: '130', tax: String(Number(both.totalTax)) }]);
    expect(new Set(both.lines[0]?.details?.map(({ jurisdiction }) => jurisdiction))).toEqual(
      new Set([...(whole.lines[0]?.details ?? []), ...(there.lines[0]?.details ?? [])].map(({ jurisdiction }) => jurisdiction)),
    );
  });

  it.each([
    [
      'a state that the postal code is not of',
      { address: { country: 'US', region: 'AL', postalCode: '10021' } },
      /InvalidZipForStateError/,
    ],
    ['a country alone', { address: { country: 'US' } }, /Address/],
  ])('are refused for %s', async (_, change, why) => {
    await expect(providerWith().quote(sale(change))).rejects.toThrow(why);
  });

  it.each([
    [{ address: { country: 'US', region: 'AL', postalCode: '10021' } }, 'address.postalCode'],
    [{ address: { country: 'US', region: 'XX', postalCode: '92614' } }, 'address.region'],
    [{ address: { country: 'US', city: 'Irvine' } }, 'address'],
    [{ address: undefined }, 'address'],
  ])('name the field that AvaTax does not take: %j', async (change, path) => {
    const asked = { ...sale(), ...change } as TaxSale;
    await expect(providerWith().quote(asked)).rejects.toMatchObject({ path });
  });

  it('name no field of the buyer where it is the seller’s address that is wrong', async () => {
    const wrong = avataxProvider(clientWith(), { shipFrom: { ...shipFrom, region: 'AL' } }, { companyCode: 'DEFAULT', lineLimit: 1_000 });
    await expect(wrong.quote(sale({ address: newYork }))).rejects.toMatchObject({ path: undefined });
  });

  it('may be a moment old where that will do, by what is asked and whatever its ids are, and never where it will not', async () => {
    const recent = new RecentAnswers<readonly LineTax[]>(60_000, 100_000);
    const provider = avataxProvider(clientWith(), { shipFrom }, { companyCode: 'DEFAULT', lineLimit: 1_000 }, recent);
    const before = double.callsOf().length;
    const asked = (change: Partial<TaxSale> = {}) => provider.quote(sale(change), { mayBeRecent: true });
    const [first, second] = await Promise.all([asked(), asked()]);
    expect(second).toEqual(first);
    const others = sale().lines.map((line) => ({ ...line, id: `cart-${line.id}` }));
    const free = [...sale().shipments, { id: 's2', amount: '0' }];
    const renamed = await asked({ lines: others, shipments: free });
    expect(renamed.lines.map(({ id }) => id)).toEqual(['cart-1', 'cart-2', 'cart-3']);
    expect([renamed.shipments.length, renamed.totalTax]).toEqual([2, first?.totalTax]);
    expect(double.callsOf()).toHaveLength(before + 1);
    await asked({ buyer: { customerId: 'c-2' } });
    await provider.quote(sale());
    expect(double.callsOf()).toHaveLength(before + 3);
  });

  it('are not remembered where they went wrong', async () => {
    const recent = new RecentAnswers<readonly LineTax[]>(60_000, 100_000);
    const provider = avataxProvider(clientWith(), { shipFrom }, { companyCode: 'DEFAULT', lineLimit: 1_000 }, recent);
    double.next({ say: '{"status":"Temporary","totalTax":1,"lines":[]}' });
    await expect(provider.quote(sale(), { mayBeRecent: true })).rejects.toMatchObject({ what: 'the tax provider' });
    await expect(provider.quote(sale(), { mayBeRecent: true })).resolves.toMatchObject({ totalTax: '6.99' });
  });

  it('are refused for too many lines, before anybody is asked', async () => {
    const before = double.callsOf().length;
    await expect(providerWith({}, { lineLimit: 3 }).quote(sale())).rejects.toThrow('4 lines are more than the 3');
    expect(double.callsOf()).toHaveLength(before);
  });
});

describe('documents', () => {
  it('are recorded, read back, committed, adjusted and voided', async () => {
    const [provider, code] = [providerWith(), newCode()];
    expect(await provider.find(code, sale())).toBe('absent');
    const saved = await provider.record(code, sale(), fresh);
    expect(saved).toMatchObject({ status: 'Saved', amounts: { totalTax: '6.99' } });
    expect(await provider.find(code, sale())).toEqual(saved);
    const committed = await provider.record(code, sale(), { over: saved, commits: true, why: '' });
    expect(committed).toEqual({ ...saved, status: 'Committed' });
    const edited = sale({ discount: '20' });
    expect(await provider.find(code, edited)).toEqual({ status: 'Committed', sums: saved.sums });
    await provider.record(code, edited, { over: committed, commits: true, why: 'a courtesy' });
    const [, last] = double.revisionsOf({ code });
    expect(last).toMatchObject({ adjustmentDescription: 'a courtesy', status: 'Committed', version: 2 });
    await provider.void(code);
    expect(await provider.find(code, edited)).toMatchObject({ status: 'Cancelled' });
  });

  it.each([
    ['their amount', 2, '2026-11-20'],
    ['their day', 1, '2026-11-21'],
  ])('are not what was sent where somebody has changed %s', async (_, factor, date) => {
    const [provider, code] = [providerWith(), newCode()];
    await provider.record(code, sale(), fresh);
    const model = saleModel(sale(), { shipFrom }, 'DEFAULT', 1_000);
    const lines = (model.lines as { amount: number }[]).map((line) => ({ ...line, amount: line.amount * factor }));
    await new TestClient(double).createOrAdjust({ ...model, lines, date, type: 'SalesInvoice', code });
    expect(await provider.find(code, sale())).not.toHaveProperty('amounts');
  });

  it('are not brought back to life by a late repeat', async () => {
    const [provider, code] = [providerWith(), newCode()];
    const committed = await provider.record(code, sale(), { ...fresh, commits: true });
    await provider.void(code);
    await expect(provider.record(code, sale(), fresh)).rejects.toThrow('DocStatusError');
    await expect(provider.record(code, sale({ discount: '0' }), { over: committed, commits: true, why: '' })).rejects.toThrow();
    expect(double.revisionsOf({ code }).at(-1)?.status).toBe('Cancelled');
  });
});

describe('the list of documents', () => {
  const listed = async (from: string, to: string) => {
    const found: unknown[] = [];
    for await (const document of providerWith().list(from, to)) found.push(document);
    return found;
  };

  it('has every revision of the days that are asked for, however long ago, and each document alone', async () => {
    const [provider, code] = [providerWith(), newCode()];
    const old = sale({ date: '2020-02-29' });
    const committed = await provider.record(code, old, { ...fresh, commits: true });
    await provider.record(code, { ...old, discount: '0' }, { over: committed, commits: true, why: 'dearer' });
    await provider.record(newCode(), sale({ date: '2020-03-01' }), fresh);
    const head = { code, documentType: 'SalesInvoice', date: '2020-02-29' };
    expect(await listed('2020-02-29', '2020-02-29')).toEqual([
      { ...head, status: 'Adjusted', version: 1, amount: '95.01', tax: '6.99' },
      { ...head, status: 'Committed', version: 2, amount: '105.01', tax: '7.76' },
    ]);
    expect(await listed('2020-02-29', '2020-03-01')).toHaveLength(3);
    expect(await provider.look(code, 'SalesInvoice')).toMatchObject({ ...head, version: 2 });
    expect(await provider.look(code, 'ReturnInvoice')).toBe('absent');
  });

  it.each([
    ['another page', { say: '<html>' }],
    ['no list', { say: '{}' }],
    ['fewer than it says', { say: '{"@recordsetCount":5,"value":[]}' }],
    ['what is no document', { say: '{"@recordsetCount":1,"value":[{"code":"A"}]}' }],
    ['no amount', { say: '{"value":[{"code":"A","type":"SalesInvoice","date":"2020-02-29","status":"Saved"}]}' }],
  ] as const)('says nothing with %s', async (_, fault) => {
    double.next(fault, { operation: 'list' });
    await expect(listed('2020-02-29', '2020-02-29')).rejects.toMatchObject({ what: 'the tax provider' });
  });
});

describe('an answer that says nothing', () => {
  it.each([
    ['a 200 without a document', { say: '{}' }],
    ['null', { say: 'null' }],
    ['no words', { say: '' }],
    ['another page', { say: '<html>', status: 502 }],
    ['an error without one', { say: '{"message":"no"}', status: 500 }],
    ['amounts that do not add up', { say: '{"id":1,"code":"x","status":"Saved","totalTax":1,"lines":[]}' }],
    ['an outage', { fail: 503 }],
    ['too many requests', { fail: 429 }],
    ['a connection that breaks', { lose: 'after' }],
  ] as const)('leaves it open: %s', async (_, fault) => {
    double.next(fault);
    await expect(providerWith().record(newCode(), sale(), fresh)).rejects.toMatchObject({ what: 'the tax provider' });
  });

  it('ends at the deadline, though the head of an answer came', async () => {
    double.next({ stall: 'until-healed' as never });
    await expect(providerWith({ deadline: 200 }).quote(sale())).rejects.toMatchObject({ reason: 'AvaTax has not answered within 200 ms' });
  });

  it('after some in a row, nobody asks for a while', async () => {
    const client = clientWith();
    double.always(() => ({ fail: 503 }));
    const provider = avataxProvider(client, { shipFrom }, { companyCode: 'DEFAULT', lineLimit: 1_000 });
    for (let time = 0; time < 5; time++) await expect(provider.quote(sale())).rejects.toThrow();
    const before = double.callsOf().length;
    expect(client.isResting).toBe(true);
    await expect(provider.quote(sale())).rejects.toMatchObject({ what: 'the tax provider' });
    expect(double.callsOf()).toHaveLength(before);
    double.heal();
    await expect(provider.test()).resolves.toBeUndefined();
  });
});

describe('the connection', () => {
  it('is well', async () => {
    await expect(providerWith().test()).resolves.toBeUndefined();
  });

  it.each([
    ['credentials', { licenseKey: 'wrong-key' }, {}, 'does not take the account id'],
    ['a company', {}, { companyCode: "NOBODY'S" }, 'no company with the code'],
    ['an address', { url: 'http://127.0.0.1:2' }, {}, 'ECONNREFUSED'],
    ['a name', { url: 'http://nobody.invalid' }, {}, 'nobody.invalid'],
  ])('names what is wrong: %s', async (_, change, account, why) => {
    await expect(reasonOf(providerWith(change, account).test())).resolves.toContain(why);
  });

  it.each([
    ['behind', 600_000],
    ['ahead of', -600_000],
  ])('is not well on a machine whose clock is %s AvaTax’s', async (how, ahead) => {
    double.always(() => ({ ahead }));
    await expect(reasonOf(providerWith().test())).resolves.toContain(`10 minutes ${how} AvaTax's`);
  });

  it('is not tried again with credentials that AvaTax does not take', async () => {
    const client = clientWith({ licenseKey: 'wrong-key' });
    const provider = avataxProvider(client, { shipFrom }, { companyCode: 'DEFAULT', lineLimit: 1_000 });
    await expect(provider.quote(sale())).rejects.toMatchObject({ reason: expect.stringContaining('licence key') });
    const before = double.callsOf().length;
    await expect(provider.quote(sale())).rejects.toThrow();
    expect(double.callsOf()).toHaveLength(before);
  });

  it('shows its key nowhere', () => {
    expect(JSON.stringify([clientWith(), providerWith()])).not.toContain(double.access.licenseKey);
  });
});
