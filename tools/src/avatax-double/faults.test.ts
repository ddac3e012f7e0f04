import { AvataxDouble } from './avatax-double.js';
import type { Fault } from './faults.js';
import { type Body, pathOf, sale, TestClient } from './test-client.js';

let double: AvataxDouble;
let client: TestClient;
let codes = 0;
let code: string;

beforeAll(async () => {
  double = await AvataxDouble.start();
  client = new TestClient(double);
});
beforeEach(() => {
  double.heal();
  code = `F-${++codes}`;
});
afterAll(() => double.close());

const done = () => double.effectsOf({ code }).map(({ kind }) => kind);
const create = () => client.create(sale(code));

it.each([
  ['before', []],
  ['after', ['recorded']],
] as const)('cuts the connection %s it has done it', async (lose, effects) => {
  double.next({ lose });
  await expect(create()).rejects.toThrow('fetch failed');
  expect(done()).toEqual(effects);
  expect(double.callsOf({ code }).map(({ operation, status }) => [operation, status])).toEqual([['create', undefined]]);
});

it.each<[Fault, number, string | undefined, string[]]>([
  [{ fail: 500 }, 500, 'UnhandledException', []],
  [{ fail: 503 }, 503, 'ServerUnreachable', []],
  [{ fail: 503, after: true }, 503, 'ServerUnreachable', ['recorded']],
  [{ fail: 429 }, 429, 'RateLimitExceeded', []],
  [{ say: '{}' }, 200, undefined, []],
  [{ say: '{}', after: true }, 200, undefined, ['recorded']],
  [{ say: 'null', status: 201 }, 201, undefined, []],
  [{ say: '{"id":"abc","totalTax":"much"}' }, 200, undefined, []],
  [{ say: '{"message":"no error in it"}', status: 500 }, 500, undefined, []],
])('fails or lies as it is told: %j', async (fault, status, errorCode, effects) => {
  double.next(fault);
  const reply = await create();
  expect([reply.status, reply.body?.error?.code]).toEqual([status, errorCode]);
  expect(reply.headers.get('retry-after')).toBe(status === 429 ? '1' : null);
  expect(done()).toEqual(effects);
  expect((await create()).status).toBe(201);
});

it('answers late, or does it late, until it is healed', async () => {
  double.next({ late: 'until-healed' });
  const late = create();
  while (done().length === 0) await client.read('nothing');
  expect(double.callsOf({ code })[0]?.status).toBeUndefined();
  double.heal();
  expect((await late).status).toBe(201);

  double.next({ held: 'until-healed' }, { operation: 'commit' });
  const held = client.act(code, 'commit', { commit: true });
  while (double.callsOf({ operation: 'commit', code }).length === 0) await client.read('nothing');
  expect(done()).toEqual(['recorded']);
  double.heal();
  expect((await held).body.status).toBe('Committed');
});

it('stops in the middle of a body', async () => {
  const rest = Promise.withResolvers<void>();
  double.next({ stall: rest.promise });
  const response = await fetch(`${double.url}/api/v2/utilities/ping`);
  const reader = response.body?.getReader();
  const part = new TextDecoder().decode((await reader?.read())?.value);
  expect(() => JSON.parse(part)).toThrow(SyntaxError);
  rest.resolve();
  const all = part + new TextDecoder().decode((await reader?.read())?.value);
  expect(JSON.parse(all).authenticated).toBe(false);
});

it('goes wrong with what it is aimed at, and as often', async () => {
  double.next({ fail: 503 }, { operation: 'create', code, times: 2 });
  expect((await client.create(sale('another'))).status).toBe(201);
  expect([(await create()).status, (await create()).status, (await create()).status]).toEqual([503, 503, 201]);
});

it('goes wrong always, until it is healed', async () => {
  double.always(({ operation }) => (operation === 'ping' ? undefined : { lose: 'before' }));
  await expect(create()).rejects.toThrow('fetch failed');
  expect((await client.ask('GET', '/api/v2/utilities/ping')).status).toBe(200);
  double.heal();
  expect((await create()).status).toBe(201);
});

it('remembers how often something was done to a document', async () => {
  await client.reach(code, 'Committed');
  await client.createOrAdjust({ ...sale(code), commit: true });
  expect(double.effectsOf({ code, kind: 'committed' })).toEqual([expect.objectContaining({ version: 1, totalTax: '5.04' })]);
  expect(double.revisionsOf({ code, type: 'SalesInvoice' })).toHaveLength(2);
  expect(double.callsOf({ code }).map(({ operation, status }) => [operation, status])).toEqual([
    ['create', 201],
    ['commit', 200],
    ['get', 200],
    ['createOrAdjust', 200],
  ]);
});

describe('over HTTP', () => {
  const control = (method: string, path: string, body?: object) => client.ask(method, `/double/${path}`, body, null);

  it('is told of faults', async () => {
    await control('POST', 'faults', { fault: { fail: 503 }, operation: 'create' });
    expect((await create()).status).toBe(503);
    await control('POST', 'faults', { fault: { fail: 500 }, code, always: true });
    expect([(await create()).status, (await create()).status]).toEqual([500, 500]);
    expect((await control('DELETE', 'faults')).status).toBe(204);
    expect((await create()).status).toBe(201);
  });

  it.each([
    ['no fault', {}, 'fault must have one of lose'],
    ['a fault that there is not', { fault: { fails: 503 } }, 'fault must have one of lose'],
    ['an operation that there is not', { fault: { fail: 503 }, operation: 'createTransaction' }, 'operation must be one of ping'],
  ])('refuses %s', async (_, body, why) => {
    const answer = await fetch(`${double.url}/double/faults`, { method: 'POST', body: JSON.stringify(body) });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(why)]);
    expect((await create()).status).toBe(201);
  });

  it('tells what it was asked and what it did', async () => {
    await client.reach(code, 'Committed');
    expect((await control('GET', `calls?code=${code}&operation=commit`)).body).toEqual([expect.objectContaining({ status: 200 })]);
    expect((await control('GET', `effects?code=${code}`)).body.map(({ kind }: Body) => kind)).toEqual(['recorded', 'committed']);
    const [document] = (await control('GET', `documents?code=${code}`)).body;
    expect(document).toMatchObject({ code, version: 1, status: 'Committed', totalTax: '5.04' });
  });

  it('locks', async () => {
    await client.reach(code, 'Committed');
    expect((await control('POST', 'locks', { code })).status).toBe(204);
    expect((await client.act(code, 'void', { code: 'DocVoided' })).body.error.code).toBe('CannotModifyLockedTransaction');
    await control('POST', 'locks', { code, locked: false });
    expect((await client.act(code, 'void', { code: 'DocVoided' })).status).toBe(200);
  });

  it('forgets', async () => {
    await create();
    await control('POST', 'forget');
    expect([double.effectsOf(), double.callsOf()]).toEqual([[], []]);
    expect((await client.ask('GET', pathOf(code))).status).toBe(404);
  });

  it('says what it can be told', async () => {
    expect((await fetch(`${double.url}/double/nothing`)).status).toBe(404);
    expect((await fetch(`${double.url}/double/locks`, { method: 'POST', body: '{"code":"nobody"}' })).status).toBe(400);
  });
});
