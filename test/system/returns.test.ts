import { v7 as uuid } from 'uuid';
import { commandTopics } from '#contracts/topics.js';
import { Erp } from '../support/erp.js';
import { eventually } from '../support/eventually.js';
import { differencesOf } from './differences-of.js';
import { type Answer, draft, startTestSystem, type TestSystem } from './test-system.js';

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

const any = { 'if-match': '*' };
const orders = new Set<string>();
const problemOf = ({ status, body }: Answer) => [status, body.type.split(':').at(-1), body.errors?.[0]?.path];

/** Six hearts for 23.58, paid and sent. */
async function sent(change: Record<string, unknown> = {}): Promise<Body> {
  const { body } = await system.post('/v1/orders', draft(change), { prefer: 'wait=30' });
  orders.add(body.id);
  const [payment] = (await system.get(`/v1/orders/${body.id}/payments`)).body.items;
  expect((await system.post(`/v1/payments/${payment.id}/capture`, {}, any)).status).toBe(200);
  expect((await system.post(`/v1/shipments/${body.shipments[0].id}/send`, {}, any)).status).toBe(200);
  return until(body.id, ({ balance, shipmentStatus }) => balance.captured === '23.58' && shipmentStatus === 'Sent');
}
const until = (id: string, seen: (order: Body) => boolean): Promise<Body> =>
  eventually(async () => {
    const { body } = await system.get(`/v1/orders/${id}`);
    expect(seen(body)).toBe(true);
    return body;
  });
const item = (quantity: number) => ({ lineId: '1', quantity, reasonCode: 'no-longer-wanted' });
const ask = ({ id }: Body, quantity: number, more: object = {}, headers: Record<string, string> = {}) =>
  system.post(`/v1/orders/${id}/returns`, { items: [item(quantity)], ...more }, headers);
const act = (id: string, what: string, body: object = {}, headers: Record<string, string> = any) =>
  system.post(`/v1/returns/${id}/${what}`, body, headers);
const came = (quantity: number, condition = 'new') => ({ lineId: '1', quantity, condition, restock: condition === 'new' });
/** Asked for and approved. */
async function approved(order: Body, quantity: number, more: object = {}): Promise<Body> {
  const { status, body } = await ask(order, quantity, more);
  expect(status).toBe(201);
  expect((await act(body.id, 'approve')).body.status).toBe('Approved');
  return body;
}

test('a part of a line comes back for a restocking fee: totals, tax and refund follow to the cent, once', async () => {
  const order = await sent();
  const requested = await ask(order, 3, { restockingFee: '1.00', refund: 'original', externalId: 'RMA-1', comment: 'by post' });
  expect([requested.status, requested.body]).toMatchObject([
    201,
    { number: expect.stringMatching(/^RE\d{6}-\d{5}$/), status: 'Requested', orderNumber: order.number, currency: 'GBP' },
  ]);
  const { id } = requested.body;
  expect(requested.body.items).toEqual([{ ...item(3), sku: '85123A', name: 'Hanging heart holder' }]);
  expect(problemOf(await act(id, 'receive', { items: [came(2)] }))).toEqual([409, 'return-not-approved', undefined]);
  expect((await act(id, 'approve', {}, { 'if-match': '"1"' })).body).toMatchObject({ status: 'Approved', version: 2 });
  expect(problemOf(await act(id, 'refuse', { reason: 'no' }))).toEqual([409, 'return-closed', undefined]);

  const key = { ...any, 'idempotency-key': uuid() };
  const received = await act(id, 'receive', { items: [came(1), came(1, 'damaged')] }, key);
  expect([received.status, received.body]).toMatchObject([
    200,
    { status: 'Received', receipt: { items: [came(1), came(1, 'damaged')], restockingFee: '1.00', refund: 'original' } },
  ]);
  expect((await act(id, 'receive', { items: [came(1), came(1, 'damaged')] }, key)).body).toEqual(received.body);
  expect((await act(id, 'receive', { items: [came(1), came(1, 'damaged')] })).body).toEqual(received.body);
  expect(problemOf(await act(id, 'receive', { items: [came(3)] }))).toEqual([409, 'return-closed', undefined]);
  expect(problemOf(await act(id, 'cancel'))).toEqual([409, 'return-closed', undefined]);

  const after = await until(order.id, ({ balance }) => balance.captured === '18.70');
  expect(after.lines[0]).toMatchObject({ quantity: 4, returnedQuantity: 2, extendedPrice: '9.8', taxTotal: '1.96' });
  expect(after.totals).toMatchObject({ feeTotal: '1.00', taxTotal: '2.95', total: '18.70' });
  expect(after.balance).toMatchObject({ due: '18.70', difference: '0.00' });
  expect(after.documents.find(({ type }: Body) => type === 'return')).toMatchObject({ id, status: 'Received', amount: '1' });
  const [payment] = (await system.get(`/v1/orders/${order.id}/payments`)).body.items;
  expect(payment.refunds).toMatchObject([{ amount: '4.88', status: 'Processed' }]);
  const edits = (await system.get(`/v1/orders/${order.id}/changes?field=lines`)).body.items;
  expect(edits.filter(({ type }: Body) => type === 'order.edited')).toHaveLength(1);
  const shipment = (await system.get(`/v1/shipments/${order.shipments[0].id}`)).body;
  expect(shipment.items[0].quantity).toBe(6);
  const { items } = (await system.get(`/v1/returns/${id}/changes`)).body;
  expect(items.map(({ type }: Body) => type)).toEqual(['return.requested', 'return.approved', 'return.received']);
  expect((await system.get(`/v1/returns?externalId=RMA-1&orderId=${order.id}&status=Received&count=true`)).body).toMatchObject({
    total: 1,
    items: [{ id, orderNumber: order.number }],
  });
  expect((await system.get(`/v1/orders/${order.id}/returns`)).body.items).toEqual([received.body]);
});

test('what was refunded by lines before it came back is not refunded again, and what is kept still can be', async () => {
  const order = await sent();
  const [payment] = (await system.get(`/v1/orders/${order.id}/payments`)).body.items;
  const refund = (quantity: number) =>
    system.post(`/v1/payments/${payment.id}/refund`, { lines: [{ lineId: '1', quantity }], reasonCode: 'other' }, any);
  expect((await refund(2)).body.refundedAmount).toBe('5.88');
  const { id } = await approved(order, 2, { refund: 'original' });
  expect((await act(id, 'receive', { items: [came(2)] })).status).toBe(200);
  const after = await until(order.id, ({ lines, tax }) => lines[0].returnedQuantity === 2 && tax.status === 'calculated');
  expect(after.balance).toMatchObject({ due: '17.70', captured: '17.70' });
  expect(problemOf(await refund(5))).toEqual([422, 'quantity-above-refundable', 'lines[0].quantity']);
  expect((await refund(4)).body.refundedAmount).toBe('17.64');
});

test('an exchange is one edit with one net amount: to give back, or to pay', async () => {
  const heart = (price: string) => ({ lines: [{ sku: 'BIG', name: 'Big heart', quantity: 1, price }], method: 'express' });
  const [cheaper, dearer] = await Promise.all([sent(), sent()]);
  const preview = await system.post(`/v1/orders/${cheaper.id}/returns?preview=true`, {
    ...{ items: [item(2)], refund: 'original', exchange: heart('4.00') },
  });
  expect([preview.status, preview.body.settlement.after.difference, preview.body.settlement.byItself.refunds[0].amount]).toEqual([
    200,
    '-1.08',
    '1.08',
  ]);
  expect((await system.get(`/v1/orders/${cheaper.id}/returns`)).body.items).toEqual([]);

  for (const [order, price] of [
    [cheaper, '4.00'],
    [dearer, '6.00'],
  ] as const) {
    const { id } = await approved(order, 2, { refund: 'original', exchange: heart(price) });
    expect((await act(id, 'receive', { items: [came(2)] })).status).toBe(200);
  }
  const back = await until(cheaper.id, ({ balance }) => balance.captured === '22.50');
  expect(back.totals.total).toBe('22.50');
  expect(back.shipments[1]).toMatchObject({ method: 'express', price: '0', items: [{ lineId: '2', quantity: 1 }] });
  const more = await until(dearer.id, ({ tax, lines }) => lines.length === 2 && tax.status === 'calculated');
  expect(more.balance).toMatchObject({ due: '24.90', captured: '23.58', difference: '1.32' });
  const { items } = (await system.get(`/v1/orders/${dearer.id}/changes?field=lines`)).body;
  expect(items.filter(({ type }: Body) => type === 'order.edited')).toHaveLength(1);
  const [, opened] = await eventually(async () => {
    const shipments = (await system.get(`/v1/orders/${dearer.id}/shipments`)).body.items;
    return shipments.length === 2 && shipments;
  });
  expect(opened).toMatchObject({ status: 'New', items: [{ sku: 'BIG', quantity: 1 }] });
});

test('where the store refunds by rule, and the return asks for it too, it goes back once', async () => {
  const lines = [{ sku: 'A', name: 'One', quantity: 3, price: '10' }];
  const placing = draft({ storeId: 'sandbox', lines, shipments: undefined, payments: undefined });
  const order = (await system.post('/v1/orders', placing, { prefer: 'wait=30' })).body;
  orders.add(order.id);
  expect((await system.post(`/v1/shipments/${order.shipments[0].id}/send`, {}, any)).status).toBe(200);
  await until(order.id, ({ balance }) => balance.captured === '30.00');
  const { id } = await approved(order, 1, { refund: 'credit' });
  expect((await act(id, 'receive', { items: [came(1)] })).status).toBe(200);
  await until(order.id, ({ balance }) => balance.captured === '20.00');
  const [payment] = (await system.get(`/v1/orders/${order.id}/payments`)).body.items;
  expect(payment.refunds).toMatchObject([{ amount: '10.00', destination: 'credit', status: 'Processed' }]);
});

test('what was lost on its way is sent once more at no cost', async () => {
  const order = await sent();
  const operation = { op: 'replaceSent', lineId: '1', quantity: 2 };
  const edited = await system.post(`/v1/orders/${order.id}/edits`, { reason: 'lost by the carrier', operations: [operation] }, any);
  expect(edited.body.lines[1]).toMatchObject({ sku: '85123A', quantity: 2, price: '0', replacementOf: '1' });
  const shipmentId = edited.body.shipments[1].id;
  await eventually(async () => (await system.post(`/v1/shipments/${shipmentId}/send`, {}, any)).status === 200);
  const after = await until(order.id, ({ tax, shipmentStatus }) => tax.status === 'calculated' && shipmentStatus === 'Sent');
  expect(after.balance).toMatchObject({ due: '23.58', difference: '0.00' });
  const tooMany = await system.post(`/v1/orders/${order.id}/edits`, { operations: [{ ...operation, quantity: 5 }] }, any);
  expect(problemOf(tooMany)).toEqual([422, 'quantity-above-sent', 'operations[0].quantity']);
});

test('of returns at the same time, one has the last piece', async () => {
  const order = await sent();
  await approved(order, 5);
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(order, 1)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const refused = answers.find(({ status }) => status === 422) as Answer;
  expect(problemOf(refused)).toEqual([422, 'quantity-above-sent', 'items[0].quantity']);
  expect(refused.body).toMatchObject({ lineId: '1', sent: 6, returned: 6, left: 0, asked: 1 });
});

test('what is refused or cancelled is free for others, also when both are asked at once with receiving it', async () => {
  const order = await sent();
  const { body: first } = await ask(order, 6);
  expect((await act(first.id, 'refuse', { reason: 'after 30 days' })).body).toMatchObject({
    status: 'Refused',
    released: { reason: 'after 30 days' },
  });
  const second = await approved(order, 6);
  expect((await act(second.id, 'cancel')).body.status).toBe('Cancelled');
  expect((await act(second.id, 'cancel')).status).toBe(200);
  const third = await approved(order, 6);
  const [received, cancelled] = await Promise.all([act(third.id, 'receive', { items: [came(6)] }), act(third.id, 'cancel')]);
  expect([received.status, cancelled.status].sort()).toEqual([200, 409]);
  const { status } = (await system.get(`/v1/returns/${third.id}`)).body;
  expect(status).toBe(received.status === 200 ? 'Received' : 'Cancelled');
});

test('a request with a key is one return, and another one with the key is refused', async () => {
  const order = await sent();
  const headers = { 'idempotency-key': uuid() };
  const [first, second] = await Promise.all([ask(order, 4, {}, headers), ask(order, 4, {}, headers)]);
  expect([first.status, second.status, first.body.id]).toEqual([201, 201, second.body.id]);
  expect((await ask(order, 4, {}, headers)).headers.get('idempotency-replayed')).toBe('true');
  expect(problemOf(await ask(order, 2, {}, headers))[1]).toBe('idempotency-key-reused');
  expect((await system.get(`/v1/orders/${order.id}/returns`)).body.items).toHaveLength(1);
});

test('an ERP does all of it by command', async () => {
  const order = await sent();
  const command = (type: string, subject: string, data: object, id = uuid()) =>
    erp.send({ topic: commandTopics.shipments, id, type, subject, data });
  const request = { items: [item(2)], externalId: `RMA-${order.id}` };
  const commandId = uuid();
  for (const _ of [1, 2]) await command('return.request', order.id, request, commandId);
  const found = () => system.get(`/v1/returns?externalId=RMA-${order.id}`);
  const [{ id }] = await eventually(async () => {
    const { items } = (await found()).body;
    return items.length > 0 && items;
  });
  await command('return.approve', id, {});
  await command('return.receive', id, { items: [came(2, 'opened')] });
  await until(order.id, ({ lines, tax }) => lines[0].returnedQuantity === 2 && tax.status === 'calculated');
  await eventually(async () => (await found()).body.items[0].status === 'Received');
  expect((await found()).body.items).toHaveLength(1);
  await command('return.request', order.id, { ...request, externalId: `B-${order.id}` });
  const [other] = await eventually(async () => {
    const { items } = (await system.get(`/v1/returns?externalId=B-${order.id}`)).body;
    return items.length > 0 && items;
  });
  await command('return.refuse', other.id, { reason: 'used' });
  await eventually(async () => (await system.get(`/v1/returns/${other.id}`)).body.status === 'Refused');
});

test('where the shipments service dies between the order and its own document, what the order has stored opens and closes it', async () => {
  const order = await sent();
  const [replica] = system.replicasOf('orders');
  const said = async (path: string, body: object) => {
    const address = `${replica?.url}/v1/orders/${order.id}/return-claims${path}`;
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    for (const _ of [1, 2]) expect((await fetch(address, init)).status).toBe(200);
  };
  const becomes = (id: string, status: string) =>
    eventually(async () => {
      const { body } = await system.get(`/v1/returns/${id}`);
      return body.status === status && body;
    });
  const [received, refused] = [uuid(), uuid()];
  await said('', { id: received, items: [item(2)], externalId: 'lost' });
  expect(await becomes(received, 'Requested')).toMatchObject({ externalId: 'lost', items: [{ sku: '85123A', quantity: 2 }] });
  expect((await act(received, 'approve')).status).toBe(200);
  await said(`/${received}/receive`, { items: [came(1, 'opened')], restockingFee: '0.50' });
  expect(await becomes(received, 'Received')).toMatchObject({ restockingFee: '0.50', receipt: { items: [came(1, 'opened')] } });
  expect((await act(received, 'receive', { items: [came(1, 'opened')] })).status).toBe(200);
  await said('', { id: refused, items: [item(5)] });
  await becomes(refused, 'Requested');
  await said(`/${refused}/release`, { outcome: 'Refused', reason: 'worn' });
  expect(await becomes(refused, 'Refused')).toMatchObject({ released: { reason: 'worn' } });
  const { returns } = await until(order.id, ({ documents }) => documents.filter(({ status }: Body) => status === 'Refused').length === 1);
  expect(returns).toHaveLength(2);
});

test('bad input names the field and changes nothing', async () => {
  const order = await sent();
  const cases: [object, number, string, string | undefined][] = [
    [{ items: [] }, 400, 'invalid-input', 'items'],
    [{ items: [{ ...item(1), reasonCode: 'bored' }] }, 400, 'invalid-input', 'items[0].reasonCode'],
    [{ items: [{ ...item(1), quantity: 0 }] }, 400, 'invalid-input', 'items[0].quantity'],
    [{ items: [{ ...item(1), lineId: '9' }] }, 422, 'line-not-found', 'items[0].lineId'],
    [{ items: [item(1)], restockingFee: '-1' }, 400, 'invalid-input', 'restockingFee'],
    [
      { items: [item(1)], exchange: { lines: [{ sku: 'A', name: 'A', quantity: 1, price: '1', discount: '2' }] } },
      422,
      'discount-exceeds-price',
      'exchange.lines[0]',
    ],
  ];
  for (const [body, status, code, path] of cases)
    expect(problemOf(await system.post(`/v1/orders/${order.id}/returns`, body))).toEqual([status, code, path]);
  expect(problemOf(await system.post('/v1/orders/none/returns', { items: [item(1)] }))).toEqual([404, 'not-found', undefined]);
  expect(problemOf(await act('none', 'approve'))).toEqual([404, 'not-found', undefined]);
  const operation = { op: 'returnItems', returnId: 'r', items: [came(1)] };
  expect((await system.post(`/v1/orders/${order.id}/edits`, { operations: [operation] }, any)).status).toBe(400);
  const { id } = await approved(order, 1);
  expect(problemOf(await act(id, 'receive', { items: [came(2)] }))).toEqual([422, 'quantity-above-sent', 'items[0].quantity']);
  expect(problemOf(await act(id, 'receive', { items: [{ ...came(1), condition: 'shiny' }] }))).toEqual([
    400,
    'invalid-input',
    'items[0].condition',
  ]);
  expect(problemOf(await act(id, 'receive', { items: [came(1)] }, {}))).toEqual([428, 'version-required', undefined]);
  expect((await system.get(`/v1/orders/${order.id}`)).body.lines[0].quantity).toBe(6);
});

test('a verification finds orders, returns, histories and topics in agreement', async () => {
  expect(await differencesOf(system, orders)).toEqual([]);
});
