import { v7 as uuid } from 'uuid';
import { eventually } from '../support/eventually.js';
import { draft, startTestSystem, type TestSystem } from './test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

const settledOrder = async (change?: Record<string, unknown>) => {
  const { status, body } = await system.post('/v1/orders', draft(change), { prefer: 'wait=30', 'idempotency-key': uuid() });
  expect(status).toBe(201);
  return body;
};

test('a placed order is taxed, paid for and shipped, and shows it all', async () => {
  const order = await settledOrder();
  expect(order.totals).toMatchObject({
    subTotal: '15.30',
    discountTotal: '0.60',
    shippingSubTotal: '4.95',
    taxTotal: '3.93',
    total: '23.58',
  });
  expect(order.tax.status).toBe('calculated');
  expect(order.documents.map(({ type, status, amount }: Record<string, string>) => [type, status, amount]).sort()).toEqual([
    ['payment', 'Authorized', '23.58'],
    ['shipment', 'New', '4.95'],
    ['tax', 'Saved', '3.93'],
  ]);
});

test('without shipments and payments, the defaults of the store hold', async () => {
  const { shipments: _, payments: __, ...plain } = draft();
  const { status, body: order } = await system.post('/v1/orders', plain, { prefer: 'wait=30' });
  expect(status).toBe(201);
  expect(order.shipments).toMatchObject([{ method: 'standard', items: [{ lineId: '1', quantity: 6 }] }]);
  expect(order.payments).toMatchObject([{ gateway: 'manual', amount: order.totals.total }]);
  expect(order.documents).toHaveLength(3);
});

test('several shipments and payments each become a document, and the payments cover the total', async () => {
  const order = await settledOrder({
    lines: [
      { sku: 'A', name: 'A', quantity: 3, price: '10' },
      { sku: 'B', name: 'B', quantity: 2, price: '1.005', taxCode: 'ZERO' },
    ],
    shipments: [
      { method: 'post', price: '5', items: [{ line: 0, quantity: 2 }] },
      {
        method: 'van',
        items: [
          { line: 0, quantity: 1 },
          { line: 1, quantity: 2 },
        ],
      },
    ],
    payments: [{ gateway: 'manual', amount: '20.00' }, { gateway: 'manual' }],
  });
  expect(order.totals).toMatchObject({ subTotal: '32.01', shippingSubTotal: '5.00', taxTotal: '7.00', total: '44.01' });
  expect(order.payments.map(({ amount }: { amount: string }) => amount)).toEqual(['20.00', '24.01']);
  expect(order.documents.filter(({ type }: { type: string }) => type === 'shipment')).toHaveLength(2);
});

test('a store with its own rates takes those of the draft, in a currency without minor unit too', async () => {
  const order = await settledOrder({
    storeId: 'own-rates',
    currency: 'JPY',
    lines: [{ sku: 'A', name: 'A', quantity: 1, price: '999', taxRate: '0.08' }],
    shipments: undefined,
    payments: undefined,
  });
  expect(order.totals).toMatchObject({ subTotal: '999', taxTotal: '79', total: '1078' });
});

test('an order is read by id, by number and by the id of the ERP, with its version as ETag', async () => {
  const externalId = `${uuid()}-${'x'.repeat(91)}`;
  const order = await settledOrder({ externalId });
  for (const path of [order.id, `number/${order.number}`, `external/${externalId}`]) {
    const { status, headers, body } = await system.get(`/v1/orders/${path}`);
    expect([status, headers.get('etag'), body]).toEqual([200, `"${order.version}"`, order]);
  }
  expect((await fetch(`${system.gateway}/v1/orders/${order.id}`, { method: 'HEAD' })).status).toBe(200);
  for (const path of [uuid(), 'number/none', 'external/none']) expect((await system.get(`/v1/orders/${path}`)).status).toBe(404);
});

test('each document is read from the service that owns it', async () => {
  const order = await settledOrder();
  const read = async (path: string) => (await system.get(path)).body;
  const [payment] = (await read(`/v1/orders/${order.id}/payments`)).items;
  expect(payment).toMatchObject({ orderId: order.id, status: 'Authorized', amount: '23.58', payer: { id: 'c-17850' } });
  expect(await read(`/v1/payments/${payment.id}`)).toEqual(payment);
  expect((await read(`/v1/payments/${payment.id}/transactions`)).items).toMatchObject([
    { type: 'authorization', status: 'succeeded', amount: '23.58' },
  ]);
  const [shipment] = (await read(`/v1/orders/${order.id}/shipments`)).items;
  expect(shipment).toMatchObject({
    status: 'New',
    items: [{ orderId: order.id, lineId: '1', quantity: 6 }],
    deliveryAddress: { country: 'GB' },
  });
  expect(await read(`/v1/shipments/${shipment.id}`)).toEqual(shipment);
  const [tax] = (await read(`/v1/orders/${order.id}/tax`)).items;
  expect(tax).toMatchObject({
    orderId: order.id,
    orderVersion: 1,
    totalTax: '3.93',
    lines: [{ id: '1', taxable: '14.7', rate: '0.20', tax: '2.94' }],
  });
});

test('the correlation id of a request is answered, and goes with every event that follows from it', async () => {
  const correlationId = `corr-${uuid()}`;
  const { headers, body } = await system.post('/v1/orders', draft(), { prefer: 'wait=30', 'x-correlation-id': correlationId });
  expect(headers.get('x-correlation-id')).toBe(correlationId);
  for (const [service, history] of [
    ['orders', 'orderHistory'],
    ['tax', 'taxDocumentHistory'],
    ['payments', 'paymentHistory'],
    ['shipments', 'shipmentHistory'],
  ] as const) {
    const records = await eventually(async () => {
      const found = await system.database(service).collection(history).find({ 'event.data.orderId': body.id }).toArray();
      return found.length > 0 && found;
    });
    for (const { event } of records) expect(event.correlationId).toBe(correlationId);
  }
});

describe('an idempotency key', () => {
  test('makes a repeat answer the first result, unchanged by what happened since', async () => {
    const key = uuid();
    const first = await system.post('/v1/orders', draft(), { 'idempotency-key': key });
    await eventually(async () => (await system.get(`/v1/orders/${first.body.id}`)).body.documents.length === 3);
    const second = await system.post('/v1/orders', draft(), { 'idempotency-key': key });
    expect([second.status, second.body, second.headers.get('idempotency-replayed')]).toEqual([201, first.body, 'true']);
  });

  test('makes ten at once one order', async () => {
    const key = uuid();
    const externalId = uuid();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => system.post('/v1/orders', draft({ externalId }), { 'idempotency-key': key })),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id} ${body.number}`)).size).toBe(1);
    expect(await system.database('orders').collection('orders').countDocuments({ 'state.externalId': externalId })).toBe(1);
  });

  test('is refused with another body, whatever the order of fields in the same one', async () => {
    const key = uuid();
    await system.post('/v1/orders', draft(), { 'idempotency-key': key });
    const reordered = Object.fromEntries(Object.entries(draft()).reverse());
    expect((await system.post('/v1/orders', reordered, { 'idempotency-key': key })).status).toBe(201);
    const other = await system.post('/v1/orders', draft({ comment: 'another' }), { 'idempotency-key': key });
    expect([other.status, other.body.type]).toEqual([422, 'urn:docket:problem:idempotency-key-reused']);
  });
});

test('health, figures and the description of the API are there', async () => {
  expect((await system.get('/health/live')).status).toBe(200);
  for (const service of ['orders', 'payments', 'shipments', 'tax'] as const) {
    const [replica] = system.replicasOf(service);
    const metrics = await (await fetch(`${replica?.url}/metrics`)).text();
    for (const name of [
      'docket_messages_total',
      'docket_consumer_lag',
      'docket_outbox_oldest_seconds',
      'docket_http_request_duration_seconds',
    ])
      expect(metrics).toContain(name);
    const ready = await (await fetch(`${replica?.url}/health/ready`)).json();
    expect(Object.keys((ready as { info: object }).info).sort()).toEqual(['consumers', 'database', 'relay']);
  }
  const { body: description } = await system.get('/openapi.json');
  expect(description.components.schemas.PlaceOrder.properties.lines.items).toEqual({ $ref: '#/components/schemas/DraftLine' });
  const named = new Set(JSON.stringify(description).match(/#\/components\/schemas\/\w+/g));
  expect([...named].filter((name) => !(name.slice('#/components/schemas/'.length) in description.components.schemas))).toEqual([]);
  expect(Object.keys(description.components.schemas).filter((name) => /Config$/.test(name))).toEqual([]);
  for (const what of ['authorize', 'capture', 'refund', 'void', 'refresh']) {
    expect(Object.keys(description.paths[`/v1/payments/{id}/${what}`].post.responses)).toContain('202');
  }
  expect((await fetch(`${system.gateway}/docs`)).status).toBe(200);
});
