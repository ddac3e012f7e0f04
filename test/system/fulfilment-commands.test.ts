import { v7 as uuid } from 'uuid';
import { answerTopics, commandTopics } from '#contracts/topics.js';
import { Erp } from '../support/erp.js';
import { eventually } from '../support/eventually.js';
import { differencesOf } from './differences-of.js';
import { draft, startTestSystem, type TestSystem } from './test-system.js';

let system: TestSystem;
let erp: Erp;

beforeAll(async () => {
  system = await startTestSystem();
  erp = await Erp.connect();
});
afterAll(async () => {
  await erp.close();
  await system.stop();
});

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const now = () => new Date().toISOString();
const newSku = () => `s-${uuid()}`;
const place = async (sku: string, quantity: number): Promise<Body> => {
  const lines = [{ sku, name: 'Hanging heart holder', quantity, price: '2.55' }];
  const order = draft({ storeId: 'warehouse', lines, shipments: [{ method: 'standard', price: '4.95' }] });
  const headers = { prefer: 'wait=30', 'idempotency-key': uuid() };
  return eventually(async () => {
    const { status, body } = await system.post('/v1/orders', order, headers);
    return status === 201 && body;
  });
};
const stockOf = async (location: string, sku: string): Promise<Body> => (await system.get(`/v1/stock/${location}/${sku}`)).body;
const fulfilmentOrder = (orderId: string, is: (order: Body) => boolean): Promise<Body> =>
  eventually(async () => {
    const [found] = (await system.get(`/v1/orders/${orderId}/fulfilment-orders`)).body.items;
    return found && is(found) && found;
  });

/** What became of a command, as it was answered last. */
const command = async (type: string, subject: string, data: object, id = uuid()): Promise<Body> => {
  await erp.send({ topic: commandTopics.shipments, id, type, subject, data });
  return (await erp.answersTo(id, answerTopics.shipments)).at(-1);
};

test('an ERP tells stocks and handles fulfilment orders; what it repeats is done once, and the history says who', async () => {
  const sku = newSku();
  const [told, tellId] = [{ onHand: 4, asOf: now() }, uuid()];
  expect(await command('stock.set', `main/${sku}`, told, tellId)).toMatchObject({ outcome: 'done', version: 1 });
  expect(await command('stock.set', `main/${sku}`, told)).toMatchObject({ outcome: 'done', version: 1 });
  const order = await place(sku, 3);
  const { id } = await fulfilmentOrder(order.id, ({ lines }) => lines[0].reserved === 3);
  expect(await command('fulfilment.accept', id, { externalId: 'W-7' })).toMatchObject({ outcome: 'done' });
  expect((await system.get('/v1/fulfilment-orders?externalId=W-7')).body.items).toMatchObject([{ id, status: 'Accepted' }]);
  expect(await command('fulfilment.move', id, { location: 'south', reason: 'main burns' })).toMatchObject({ outcome: 'done' });
  await fulfilmentOrder(order.id, ({ location, lines }) => location === 'south' && lines[0].backordered === 3);
  await eventually(async () => (await stockOf('main', sku)).available === 4);
  const late = await command('stock.set', `main/${sku}`, { onHand: 9, asOf: '2020-01-01T00:00:00Z' });
  expect(late).toMatchObject({ outcome: 'refused', problem: { type: 'urn:docket:problem:stock-outdated' } });
  expect(await command('fulfilment.reject', uuid(), { reason: 'no' })).toMatchObject({ outcome: 'refused', problem: { status: 404 } });
  const { items } = (await system.get(`/v1/fulfilment-orders/${id}/changes?actor=erp:sap`)).body;
  expect(items.map(({ type, reason }: Body) => [type, reason])).toEqual([
    ['fulfilment.accepted', undefined],
    ['fulfilment.moved', 'main burns'],
  ]);
  expect(await differencesOf(system, new Set([order.id]))).toEqual([]);
});

test.each<[string, string, object, number, string]>([
  ['a negative figure', 'main/A', { onHand: -1, asOf: '2026-01-01T00:00:00Z' }, 400, 'onHand'],
  ['no time of counting', 'main/A', { onHand: 1 }, 400, 'asOf'],
  ['a count of the future', 'main/A', { onHand: 1, asOf: '2099-01-01T00:00:00Z' }, 400, 'asOf'],
  [
    'an arrival of nothing',
    'main/A',
    { onHand: 1, asOf: '2026-01-01T00:00:00Z', arrivals: [{ expectedOn: '2026-12-24', quantity: 0 }] },
    400,
    'arrivals[0].quantity',
  ],
  ['a location that is too long', `${'m'.repeat(65)}/A`, { onHand: 1, asOf: '2026-01-01T00:00:00Z' }, 400, 'location'],
  ['a product of control characters', 'main/A%00', { onHand: 1, asOf: '2026-01-01T00:00:00Z' }, 400, 'sku'],
])('%s is refused by name', async (_, path, body, status, field) => {
  const answer = await system.put(`/v1/stock/${path}`, body);
  expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([status, field]);
  if (path.length < 90 && !path.includes('%')) expect((await command('stock.set', path, body)).problem.errors[0].path).toBe(field);
});

test('the service is killed while orders, figures, rejections and cancellations come in: nothing is promised twice, and nobody is forgotten', async () => {
  const skus = [newSku(), newSku()];
  const tell = (location: string, sku: string, onHand: number) =>
    eventually(async () => (await system.put(`/v1/stock/${location}/${sku}`, { onHand, asOf: now() })).status === 200);
  for (const sku of skus) await tell('main', sku, 10);
  const orders: Body[] = [];
  const kills = (async () => {
    for (let kill = 0; kill < 3; kill += 1) {
      const placed = orders.length;
      await eventually(() => orders.length > Math.min(placed + 8, 38));
      await system.restart('shipments');
    }
  })();
  await Promise.all(
    Array.from({ length: 4 }, async (_, client) => {
      for (let index = 0; index < 10; index += 1) {
        const order = await place(skus[index % 2] as string, 1 + (index % 3));
        orders.push(order);
        if (index === 4) await tell(client % 2 === 0 ? 'main' : 'north', skus[client % 2] as string, 12);
        if (index % 4 === 3) await system.post(`/v1/orders/${order.id}/cancel`, { reason: 'no' }, { 'if-match': '*' });
        if (index % 4 === 1) {
          const { id } = await fulfilmentOrder(order.id, ({ location }) => location !== undefined);
          await system.post(`/v1/fulfilment-orders/${id}/reject`, { reason: 'no' }, { 'if-match': '*' });
        }
      }
    }),
  );
  await kills;
  expect(await differencesOf(system, new Set(orders.map(({ id }) => id)))).toEqual([]);
  for (const sku of skus) {
    for (const stock of (await system.get(`/v1/stock?sku=${sku}`)).body.items) {
      expect(stock.short).toBe(0);
      expect(stock.available === 0 || stock.backordered === 0).toBe(true);
    }
  }
}, 180_000);
