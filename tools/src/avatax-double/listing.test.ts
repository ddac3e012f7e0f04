import { AvataxDouble } from './avatax-double.js';
import { type Body, pathOf, sale, TestClient } from './test-client.js';

const LIST = '/api/v2/companies/DEFAULT/transactions';
const DAY = 24 * 3_600_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString().slice(0, 10);

let double: AvataxDouble;
let client: TestClient;

beforeAll(async () => {
  double = await AvataxDouble.start({
    companies: [
      { id: 1, companyCode: 'DEFAULT', name: 'A' },
      { id: 2, companyCode: 'OTHER', name: 'B' },
    ],
  });
  client = new TestClient(double);
  await client.create({ ...sale('new', { date: daysAgo(1) }), commit: true });
  await client.createOrAdjust({ ...sale('new', { date: daysAgo(1) }), commit: true });
  await client.create(sale('newer', { date: daysAgo(0) }));
  await client.create(sale('old', { date: daysAgo(40) }));
  await client.create(sale('estimate', { type: 'SalesOrder', date: daysAgo(1) }));
  await client.create(sale('others', { companyCode: 'OTHER', date: daysAgo(1) }));
});
afterAll(() => double.close());

const list = async (query: Record<string, string>) => (await client.ask('GET', `${LIST}?${new URLSearchParams(query)}`)).body;
const codes = ({ value }: Body) => value.map(({ code, version }: Body) => `${code} ${version}`);

it('tells the last thirty days of a company, every revision with an id of its own', async () => {
  const page = await list({});
  expect(codes(page)).toEqual(['new 1', 'new 2', 'newer 1']);
  expect(page['@recordsetCount']).toBe(3);
  expect(page.value.map(({ status }: Body) => status)).toEqual(['Adjusted', 'Committed', 'Saved']);
  expect(new Set(page.value.map(({ id }: Body) => id)).size).toBe(3);
});

it.each([
  [{ $filter: `date ge '${daysAgo(50)}'` }, ['new 1', 'new 2', 'newer 1', 'old 1']],
  [{ $filter: `date ge '${daysAgo(50)}' and date le '${daysAgo(30)}'` }, ['old 1']],
  [{ $filter: `date between '${daysAgo(50)}' and '${daysAgo(30)}'` }, ['old 1']],
  [{ $filter: "Code eq 'new' and status ne Adjusted" }, ['new 2']],
  [{ $filter: "code in ('newer', 'new')", $orderBy: 'code desc' }, ['newer 1', 'new 1', 'new 2']],
  [{ $filter: 'totalTax gt 5.04' }, []],
])('filters: %j', async (query, wanted) => {
  expect(codes(await list(query))).toEqual(wanted);
});

it('turns pages', async () => {
  const first = await list({ $top: '2' });
  expect([codes(first), first['@recordsetCount']]).toEqual([['new 1', 'new 2'], 3]);
  const next = new URL(first['@nextLink']);
  const last = (await client.ask('GET', `${next.pathname}${next.search}`)).body;
  expect([codes(last), last['@nextLink']]).toEqual([['newer 1'], undefined]);
  expect(codes(await list({ $top: '5000' }))).toHaveLength(3);
});

it('has lines only where they are asked for', async () => {
  expect((await list({})).value[0].lines).toBeUndefined();
  expect((await list({ $include: 'Lines' })).value[0].lines).toHaveLength(1);
});

it.each([
  [{ $filter: "nothing eq '1'" }, 'ParserFieldNameError'],
  [{ $filter: 'date' }, 'MalformedFilterException'],
  [{ $top: '-1' }, 'QueryParameterOutOfRange'],
])('refuses %j', async (query, code) => {
  expect((await list(query)).error.code).toBe(code);
});

it('finds companies by their code', async () => {
  const { body } = await client.ask('GET', `/api/v2/companies?${new URLSearchParams({ $filter: "companyCode eq 'OTHER'" })}`);
  expect(body.value).toEqual([expect.objectContaining({ id: 2, companyCode: 'OTHER', isActive: true })]);
  const none = await client.ask('GET', `/api/v2/companies?${new URLSearchParams({ $filter: "companyCode eq 'NOBODY'" })}`);
  expect([none.status, none.body.value, none.body['@recordsetCount']]).toEqual([200, [], 0]);
  expect((await client.ask('GET', pathOf('others'))).status).toBe(404);
});
