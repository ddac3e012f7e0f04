import kafkajs, { ConfigResourceTypes, Kafka } from 'kafkajs';
import { v7 as uuid } from 'uuid';
import { type Topic, topics } from '#contracts/topics.js';
import { eventually } from '../support/eventually.js';
import { brokers } from '../support/services-needed.js';
import { differencesOf } from './differences-of.js';
import { draft, startTestSystem, type TestSystem } from './test-system.js';

const admin = new Kafka({ clientId: 'late-events', brokers: brokers(), logLevel: kafkajs.logLevel.NOTHING }).admin();
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
  await admin.connect();
});
afterEach(async () => {
  for (const topic of [topics.orders, topics.shipments]) await holdBack(topic, false);
});
afterAll(async () => {
  await admin.disconnect();
  await system.stop();
});

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const any = { 'if-match': '*' };

/** A broker takes no message for a topic whose messages may have a byte at most: events wait in the databases until it does. */
async function holdBack({ name }: Topic, isHeldBack: boolean): Promise<void> {
  const [limit, resource] = ['max.message.bytes', { type: ConfigResourceTypes.TOPIC, name }];
  const entries = async () =>
    (await admin.describeConfigs({ resources: [resource], includeSynonyms: false })).resources[0]?.configEntries ?? [];
  const isLimit = ({ configName }: { configName: string }) => configName === limit;
  // Whatever is not named goes back to the broker's default.
  const kept = (await entries()).filter((entry) => !entry.isDefault && !isLimit(entry));
  const configEntries = kept.map(({ configName, configValue }) => ({ name: configName, value: configValue }));
  if (isHeldBack) configEntries.push({ name: limit, value: '1' });
  await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries }] });
  await eventually(async () => ((await entries()).find(isLimit)?.configValue === '1') === isHeldBack);
}

const placed = async (): Promise<Body> => (await system.post('/v1/orders', draft(), { prefer: 'wait=30' })).body;
const orderOf = async ({ id }: Body): Promise<Body> => (await system.get(`/v1/orders/${id}`)).body;
const setQuantity = ({ id }: Body, quantity: number) =>
  system.post(`/v1/orders/${id}/edits`, { operations: [{ op: 'changeQuantity', lineId: '1', quantity }] }, any);
const send = ({ shipments: [{ id }] }: Body) => system.post(`/v1/shipments/${id}/send`, {}, any);
const problemOf = ({ status, body }: { status: number; body: Body }) => [status, body.type];

test('an order is not edited below what was sent, nor cancelled, while the event of the sending is on its way', async () => {
  const order = await placed();
  await holdBack(topics.shipments, true);
  expect((await send(order)).body.status).toBe('Sent');
  const refused = await setQuantity(order, 5);
  expect(problemOf(refused)).toEqual([409, 'urn:docket:problem:already-shipped']);
  expect(problemOf(await system.post(`/v1/orders/${order.id}/cancel`, { reason: 'too late' }, any))).toEqual(problemOf(refused));
  const shipments = system.database('shipments').collection<{ outbox: Body[] }>('shipments');
  const sent = await shipments.findOne({ 'state.orderId': order.id });
  expect(sent?.outbox.map(({ type }) => type)).toEqual(['shipment.sent']);
  expect(await orderOf(order)).toMatchObject({ shipmentStatus: 'NotSent', lines: [{ quantity: 6, sentQuantity: 0 }] });
  await holdBack(topics.shipments, false);
  await eventually(async () => (await orderOf(order)).shipmentStatus === 'Sent');
  expect(await differencesOf(system, new Set([order.id]))).toEqual([]);
}, 120_000);

test('a shipment is not sent with what an edit took out of it while the event of the edit is on its way', async () => {
  const order = await placed();
  await holdBack(topics.orders, true);
  expect((await setQuantity(order, 5)).status).toBe(200);
  expect(problemOf(await send(order))).toEqual([409, 'urn:docket:problem:shipment-outdated']);
  await holdBack(topics.orders, false);
  await eventually(async () => (await send(order)).status === 200);
  await eventually(async () => (await orderOf(order)).lines[0].sentQuantity === 5);
  expect(await differencesOf(system, new Set([order.id]))).toEqual([]);
}, 120_000);

test('a shipment that is sent while the event of its opening is on its way leaves from where there is stock, and takes nothing that is promised', async () => {
  const line = { sku: `LATE-${uuid().slice(-8)}`, name: 'A late thing', quantity: 2, price: '1' };
  await system.put(`/v1/stock/north/${line.sku}`, { onHand: 2, asOf: new Date().toISOString() });
  await holdBack(topics.shipments, true);
  const [first, second] = await Promise.all(
    [1, 2].map(
      async () =>
        (
          await system.post(
            '/v1/orders',
            draft({ storeId: 'warehouse', lines: [line], shipments: [{ method: 'standard', price: '4.95' }] }),
          )
        ).body,
    ),
  );
  const shipmentOf = ({ id }: Body) => eventually(async () => (await system.get(`/v1/orders/${id}/shipments`)).body.items[0]);
  const sendIt = async (order: Body) => system.post(`/v1/shipments/${(await shipmentOf(order)).id}/send`, {}, any);
  expect((await sendIt(first)).body).toMatchObject({ status: 'Sent', fulfilmentCentre: 'north' });
  expect(problemOf(await sendIt(second))).toEqual([409, 'urn:docket:problem:backordered']);
  await holdBack(topics.shipments, false);
  await eventually(async () => (await orderOf(first)).shipmentStatus === 'Sent');
  await eventually(async () => (await system.get(`/v1/stock/north/${line.sku}`)).body.sent === 2);
  expect(await differencesOf(system, new Set([first.id, second.id]))).toEqual([]);
}, 120_000);
