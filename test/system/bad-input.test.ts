import { connect } from 'node:net';
import kafkajs from 'kafkajs';
import { topics } from '#contracts/topics.js';
import { brokers } from '../support/services-needed.js';
import { draft, startTestSystem, type TestSystem } from './test-system.js';

let system: TestSystem;
let admin: kafkajs.Admin;

beforeAll(async () => {
  system = await startTestSystem();
  admin = new kafkajs.Kafka({ brokers: brokers(), logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
});
afterAll(async () => {
  await admin.disconnect();
  await system.stop();
});

const stored = () => system.database('orders').collection('orders').countDocuments({});
const published = async () => JSON.stringify(await admin.fetchTopicOffsets(topics.orders.name));

const line = (change: Record<string, unknown>) => draft({ lines: [{ sku: 'A', name: 'A', quantity: 6, price: '1', ...change }] });
const raw = (inner: string) => JSON.stringify(draft()).replace('"storeId":"uk"', `"storeId":"uk",${inner}`);

const refusals: [name: string, body: unknown, status: number, path: string][] = [
  ['a text as quantity', line({ quantity: '6' }), 400, 'lines[0].quantity'],
  ['a negative quantity', line({ quantity: -6 }), 400, 'lines[0].quantity'],
  ['no quantity at all', line({ quantity: 0 }), 400, 'lines[0].quantity'],
  ['a fractional quantity', line({ quantity: 1.5 }), 400, 'lines[0].quantity'],
  ['a number as price', line({ price: 1.25 }), 400, 'lines[0].price'],
  ['more than four decimals', line({ price: '1.23456' }), 400, 'lines[0].price'],
  ['NaN as price', line({ price: 'NaN' }), 400, 'lines[0].price'],
  ['infinity as price', line({ price: 'Infinity' }), 400, 'lines[0].price'],
  ['a hexadecimal price', line({ price: '0x10' }), 400, 'lines[0].price'],
  ['an exponent', line({ price: '1e3' }), 400, 'lines[0].price'],
  ['a rate above one', line({ taxRate: '20' }), 400, 'lines[0].taxRate'],
  ['a discount above the price', line({ discount: '1.01' }), 422, 'lines[0].discount'],
  ['a card number', draft({ comment: 'card 4111 1111 1111 1111' }), 400, 'comment'],
  ['a security code', draft({ attributes: { cvv: '123' } }), 400, 'attributes.cvv'],
  ['an unknown field', draft({ colour: 'red' }), 400, 'colour'],
  ['an unknown currency', draft({ currency: 'XYZ' }), 400, 'currency'],
  ['a currency that the store does not take', draft({ currency: 'CHF' }), 422, 'currency'],
  ['an unknown store', draft({ storeId: 'nowhere' }), 422, 'storeId'],
  ['an unknown country', draft({ addresses: { shipping: { country: 'UK' } } }), 400, 'addresses.shipping.country'],
  ['no lines', draft({ lines: [] }), 400, 'lines'],
  ['lines within lines', draft({ lines: [[{ sku: 'A', name: 'A', quantity: 1, price: '1' }]] }), 400, 'lines[0]'],
  ['2,001 lines', draft({ lines: Array.from({ length: 2_001 }, () => ({ sku: 'A', name: 'A', quantity: 1, price: '1' })) }), 400, 'lines'],
  [
    'a shipment of a line that is not there',
    draft({ shipments: [{ method: 'x', items: [{ line: 7, quantity: 1 }] }] }),
    422,
    'shipments[0].items[0].line',
  ],
  [
    'a shipment of more than was ordered',
    draft({ shipments: [{ method: 'x', items: [{ line: 0, quantity: 7 }] }] }),
    422,
    'shipments[0].items[0].quantity',
  ],
  [
    'a line twice in one shipment',
    draft({
      shipments: [
        {
          method: 'x',
          items: [
            { line: 0, quantity: 1 },
            { line: 0, quantity: 1 },
          ],
        },
      ],
    }),
    422,
    'shipments[0].items[1].line',
  ],
  ['a number that JSON cannot hold', raw('"attributes":{"a":1e400}'), 400, 'attributes.a'],
  ['half of a character', draft({ comment: '\ud800' }), 400, 'comment'],
  ['a control character', line({ name: 'a\u0000b' }), 400, 'lines[0].name'],
  ['a negative tax', draft({ storeId: 'own-rates', taxRate: '1', discount: '4.99', shipments: undefined }), 422, 'taxRate'],
  ['payments above the total', draft({ payments: [{ gateway: 'manual', amount: '1000' }] }), 422, 'payments'],
  ['an unknown gateway', draft({ payments: [{ gateway: 'barter' }] }), 400, 'payments[0].gateway'],
  ['null for an object', draft({ customer: null }), 400, 'customer'],
  ['an object for a text', draft({ storeId: { $ne: null } }), 400, 'storeId'],
  ['an operator as field', draft({ $where: '1 === 1' }), 400, '$where'],
  ['an operator as attribute', draft({ attributes: { $where: '1 === 1' } }), 400, 'attributes.$where'],
  ['a dotted attribute', draft({ attributes: { 'a.b': '1' } }), 400, 'attributes.a.b'],
  ['__proto__ as field', raw('"__proto__":{"polluted":true}'), 400, '__proto__'],
  ['__proto__ as attribute', raw('"attributes":{"__proto__":"x"}'), 400, 'attributes.__proto__'],
  ['constructor as attribute', raw('"attributes":{"constructor":"x"}'), 400, 'attributes.constructor'],
  ['1 MB of nesting', raw(`"comment":${'['.repeat(500_000)}${']'.repeat(500_000)}`), 400, 'comment'],
  ['1 MB of nested objects', raw(`"attributes":${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`), 400, 'attributes.a'],
  ['a list', [draft()], 400, ''],
  ['null', 'null', 400, ''],
  ['half of a body', JSON.stringify(draft()).slice(0, 100), 400, ''],
  ['NaN in JSON', JSON.stringify(draft()).replace('"quantity":6', '"quantity":NaN'), 400, ''],
  ['an empty body', '', 400, ''],
];

test.each(refusals)('%s is refused, naming the field, and leaves no trace', async (_name, body, status, path) => {
  const [storedBefore, publishedBefore] = [await stored(), await published()];
  const answer = await system.post('/v1/orders', body);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  expect(await stored()).toBe(storedBefore);
  expect(await published()).toBe(publishedBefore);
});

test.each(['text/plain', 'application/xml', 'multipart/form-data', 'application/x-www-form-urlencoded'])(
  '%s is not taken for an order',
  async (contentType) => {
    const answer = await system.post('/v1/orders', JSON.stringify(draft()), { 'content-type': contentType });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([415, 'application/problem+json; charset=utf-8']);
  },
);

test.each([{ 'content-encoding': 'gzip' }, { 'content-type': 'application/json; charset=utf-16' }])(
  '%j is not taken for plain JSON',
  async (headers) => {
    const answer = await system.post('/v1/orders', draft(), headers as Record<string, string>);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([415, 'application/problem+json; charset=utf-8']);
  },
);

test('headers that are too large are refused, and cost no other request its answer', async () => {
  const greedy = Array.from({ length: 20 }, () =>
    system.post('/v1/orders', draft(), { prefer: 'x'.repeat(16_000) }).catch(() => undefined),
  );
  const plain = Array.from({ length: 20 }, () => system.post('/v1/orders', draft()));
  await Promise.all(greedy);
  for (const answer of await Promise.all(plain)) expect(answer.status).toBe(201);
});

test('what is not HTTP is told so as a problem', async () => {
  const { hostname, port } = new URL(system.gateway);
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write('NONSENSE / HTTP/1.1\r\n\r\n'));
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('close', () => resolve(text));
  });
  expect(answer).toContain('application/problem+json');
});

test('a body beyond the limit is refused', async () => {
  const answer = await system.post('/v1/orders', draft({ comment: 'x'.repeat(3 * 1024 * 1024) }));
  expect(answer.status).toBe(413);
});

test('an unusable idempotency key is refused', async () => {
  const answer = await system.post('/v1/orders', draft(), { 'idempotency-key': 'with space' });
  expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'Idempotency-Key']);
});

test.each([
  '/v1/orders/%00',
  '/v1/orders/..%2f..%2fadmin',
  '/v1/orders/[object%20Object]',
  `/v1/orders/${'x'.repeat(5_000)}`,
  '/v1/orders/number/%24ne',
  '/v1/nothing',
  '/admin/dead-letters/redrive',
])('GET %s is not found, and no more', async (path) => {
  const answer = await system.get(path);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
});
