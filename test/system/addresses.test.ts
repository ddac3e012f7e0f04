import { v7 as uuid } from 'uuid';
import { avataxStore, california as irvine } from '#tools/avatax-double/avatax-settings.js';
import { eventually } from '../support/eventually.js';
import { AvataxSystem } from './avatax-system.js';
import { differencesOf } from './differences-of.js';
import { draft } from './test-system.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const nowhere = { ...irvine, line1: 'Nowhere' };
const stores = [
  avataxStore('trusts'),
  avataxStore('warns', {}, { addressValidation: 'warn' }),
  avataxStore('refuses', {}, { addressValidation: 'refuse' }),
];

let avatax: AvataxSystem;
let double: AvataxSystem['double'];
let system: AvataxSystem['system'];
const orders = new Set<string>();

beforeAll(async () => {
  avatax = await AvataxSystem.start(stores, { ADDRESS_DEADLINE: '10000' });
  ({ double, system } = avatax);
}, 120_000);
afterEach(() => double.heal());
afterAll(() => avatax.stop());

const orderTo = (storeId: string, shipping: object) =>
  draft({ storeId, currency: 'USD', addresses: { shipping: { ...shipping, name: 'A. Buyer' } } });

async function place(storeId: string, shipping: object, key: string = uuid()) {
  const answer = await system.post('/v1/orders', orderTo(storeId, shipping), { 'idempotency-key': key });
  if (answer.status === 201) orders.add(answer.body.id);
  return answer;
}

const asked = () => double.callsOf().filter(({ operation }) => operation === 'resolveAddress').length;
const validate = (address: object, storeId = 'trusts') => system.post('/v1/tax/addresses/validate', { storeId, address });

it('an address is validated, with how it is written and where it is', async () => {
  expect(await validate({ ...irvine, region: 'NV' })).toMatchObject({
    status: 200,
    body: {
      status: 'valid',
      messages: [],
      normalised: { ...irvine, postalCode: '92614-0001' },
      coordinates: { latitude: '33.92614', longitude: '-117.92614' },
      checkedAt: expect.any(String),
    },
  });
  expect((await validate(nowhere)).body).toMatchObject({ status: 'invalid', messages: [{ severity: 'Error', field: 'line1' }] });
});

it('what nobody can check is answered as unchecked', async () => {
  const before = asked();
  expect((await validate({ ...irvine, country: 'DE' })).body).toMatchObject({ status: 'unchecked' });
  expect((await validate(irvine, 'uk')).body).toMatchObject({ status: 'unchecked' });
  expect(asked()).toBe(before);
});

it.each([
  ['no address', { storeId: 'trusts' }, 400, 'address'],
  ['no country', { storeId: 'trusts', address: { line1: 'A' } }, 400, 'address.country'],
  ['an unknown country', { storeId: 'trusts', address: { country: 'UK' } }, 400, 'address.country'],
  ['an unknown store', { storeId: 'nowhere', address: irvine }, 422, 'storeId'],
  ['an unknown field', { storeId: 'trusts', address: { ...irvine, planet: 'Earth' } }, 400, 'address.planet'],
])('%s is refused, naming the field', async (_, body, status, field) => {
  const answer = await system.post('/v1/tax/addresses/validate', body);
  expect([answer.status, answer.body.errors.map((error: Body) => error.path)]).toEqual([status, expect.arrayContaining([field])]);
});

describe('an order', () => {
  it('says nothing of its address where the store does not ask', async () => {
    const before = asked();
    const { body } = await place('trusts', nowhere);
    expect([body.addressCheck, asked()]).toEqual([undefined, before]);
  });

  it('is taken with a warning', async () => {
    const { status, body } = await place('warns', nowhere);
    expect([status, body.addressCheck.status, body.addressCheck.messages[0].field]).toEqual([201, 'invalid', 'line1']);
    expect((await place('warns', irvine)).body.addressCheck).toEqual({ status: 'valid', messages: [], checkedAt: expect.any(String) });
  });

  it('is refused with the field, changes nothing, and may be sent again under its key', async () => {
    const key = uuid();
    const refused = await place('refuses', nowhere, key);
    expect([refused.status, refused.body]).toEqual([
      422,
      expect.objectContaining({
        type: 'urn:docket:problem:address-invalid',
        errors: [{ path: 'addresses.shipping.line1', message: expect.any(String) }],
      }),
    ]);
    const placed = await place('refuses', irvine, key);
    expect([placed.status, placed.body.addressCheck.status]).toEqual([201, 'valid']);
  });

  it('is answered again by its key without asking again', async () => {
    const key = uuid();
    const first = await place('refuses', irvine, key);
    const before = asked();
    double.always(({ operation }) => (operation === 'resolveAddress' ? { fail: 503 } : undefined));
    const again = await place('refuses', irvine, key);
    expect([again.status, again.body.id, again.headers.get('idempotency-replayed')]).toEqual([201, first.body.id, 'true']);
    expect(again.body).toEqual(first.body);
    expect((await place('refuses', nowhere, key)).body.type).toMatch(/idempotency-key-reused$/);
    expect(asked()).toBe(before);
  });

  it('is checked when it goes elsewhere', async () => {
    const { body } = await place('refuses', irvine);
    const move = (line1: string) =>
      system.patch(
        `/v1/orders/${body.id}`,
        { addresses: { shipping: { line1 } } },
        { 'if-match': '*', 'content-type': 'application/merge-patch+json' },
      );
    const refused = await move('Nowhere');
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, 'addresses.shipping.line1']);
    const moved = await move('1 Main Street');
    expect([moved.status, moved.body.addressCheck.status]).toEqual([200, 'valid']);
    expect(moved.body.addressCheck.checkedAt > body.addressCheck.checkedAt).toBe(true);
  });

  it('is checked when its draft is placed', async () => {
    const drafted = async (shipping: object) => (await system.post('/v1/drafts', orderTo('refuses', shipping))).body;
    const placed = async (id: string) => system.post(`/v1/drafts/${id}/place`, {}, { 'if-match': '*', 'idempotency-key': uuid() });
    const refused = await placed((await drafted(nowhere)).id);
    expect([refused.status, refused.body.type]).toEqual([422, 'urn:docket:problem:address-invalid']);
    const { id } = await drafted(irvine);
    const { status, body } = await placed(id);
    orders.add(id);
    expect([status, body.addressCheck.status]).toEqual([201, 'valid']);
  });
});

describe('an order that cannot be checked in time', () => {
  beforeAll(() => system.restart('orders', { env: { ADDRESS_DEADLINE: '300' } }));

  it.each([
    ['away', { fail: 503 } as const],
    ['slow', { late: 'until-healed' } as const],
    ['lying', { say: '{}' } as const],
  ])('is taken while AvaTax is %s', async (_, fault) => {
    double.always(({ operation }) => (operation === 'resolveAddress' ? fault : undefined));
    const { status, body } = await place('refuses', nowhere);
    expect([status, body.addressCheck.status]).toEqual([201, 'unchecked']);
  });
});

it('while AvaTax is away, it is said when to come again', async () => {
  double.always(() => ({ fail: 503 }));
  const answer = await validate(irvine);
  expect([answer.status, answer.body.type, answer.headers.get('retry-after')]).toEqual([503, 'urn:docket:problem:unavailable', '1']);
});

it('a quote of a moment ago is answered without asking', async () => {
  const ask = (amount: string) =>
    system.post('/v1/tax/quotes', { storeId: 'trusts', currency: 'USD', address: irvine, lines: [{ id: '1', amount }] });
  const quoted = await ask('65');
  expect([quoted.status, quoted.body.totalTax]).toEqual([200, '5.04']);
  double.always(() => ({ fail: 503 }));
  expect((await ask('65')).status).toBe(200);
  expect((await ask('66')).status).toBe(503);
});

it('leaves orders, tax documents and their history in agreement', async () => {
  const taxed = async (id: string) => (await system.get(`/v1/orders/${id}`)).body.tax.status === 'calculated';
  const live = new Set<string>();
  await eventually(async () => {
    // What was refused by AvaTax waits for an edit.
    for (const id of orders) if (await taxed(id)) live.add(id);
    return live.size > orders.size / 2;
  });
  expect(await differencesOf(system, live)).toEqual([]);
}, 120_000);
