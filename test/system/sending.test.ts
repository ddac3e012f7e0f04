import { eventually } from '../support/eventually.js';
import { type Answer, draft, startTestSystem, type TestSystem } from './test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const any = { 'if-match': '*' };
const line = (sku: string, quantity: number) => ({ sku, name: sku, quantity, price: '2.50' });

/** An order of two shipments: four of the first line in one; two of it, and all of the second line, in the other. */
const placed = async (change?: Record<string, unknown>): Promise<Body> => {
  const shipments = [
    { method: 'standard', items: [{ line: 0, quantity: 4 }] },
    {
      method: 'express',
      items: [
        { line: 0, quantity: 2 },
        { line: 1, quantity: 3 },
      ],
    },
  ];
  const order = draft({ lines: [line('A', 6), line('B', 3)], shipments, ...change });
  const { status, body } = await system.post('/v1/orders', order, { prefer: 'wait=30' });
  expect(status).toBe(201);
  return body;
};
const send = (id: string, body: object = {}, headers: Record<string, string> = any) =>
  system.post(`/v1/shipments/${id}/send`, body, headers);
const edit = (id: string, ...operations: object[]) => system.post(`/v1/orders/${id}/edits`, { operations }, any);
const problemOf = ({ status, body }: Answer) => [status, body.type.split(':').at(-1), body.errors?.[0]?.path];
const until = (id: string, seen: (order: Body) => boolean) =>
  eventually(async () => {
    const { body } = await system.get(`/v1/orders/${id}`);
    expect(seen(body)).toBe(true);
    return body;
  });

test('a shipment is sent and delivered, once, and the order follows', async () => {
  const order = await placed();
  const [first, second] = order.shipments;
  const tracking = { carrier: 'post', number: 'RR123', url: 'https://example.org/RR123' };
  const headers = { 'if-match': '"1"', 'idempotency-key': `send-${first.id}` };
  const sent = await send(first.id, { tracking }, headers);
  expect([sent.status, sent.body]).toEqual([200, expect.objectContaining({ status: 'Sent', tracking, sentAt: expect.any(String) })]);
  const repeated = await send(first.id, { tracking }, headers);
  expect([repeated.status, repeated.body]).toEqual([200, sent.body]);
  expect(problemOf(await send(first.id))).toEqual([409, 'already-shipped', undefined]);
  const partly = await until(order.id, ({ shipmentStatus }) => shipmentStatus === 'PartiallySent');
  expect(partly.claims).toEqual([{ id: first.id, items: [{ lineId: '1', quantity: 4 }], tracking, claimedAt: sent.body.sentAt }]);

  expect(problemOf(await system.post(`/v1/shipments/${second.id}/deliver`, {}, any))).toEqual([409, 'not-sent', undefined]);
  expect((await send(second.id)).status).toBe(200);
  for (const { id } of [first, second]) expect((await system.post(`/v1/shipments/${id}/deliver`, {}, any)).body.status).toBe('Delivered');
  await until(order.id, ({ shipmentStatus }) => shipmentStatus === 'Delivered');
  const { items } = (await system.get(`/v1/shipments/${first.id}/changes?field=status`)).body;
  expect(items.map(({ type }: Body) => type)).toEqual(['shipment.sent', 'shipment.delivered']);
});

test('an order is not edited below what has left the house, nor cancelled, and says so with the numbers', async () => {
  const order = await placed();
  expect((await send(order.shipments[0].id)).status).toBe(200);
  const refused = await edit(order.id, { op: 'changeQuantity', lineId: '1', quantity: 3 });
  expect(problemOf(refused)).toEqual([409, 'already-shipped', 'operations[0].quantity']);
  expect(refused.body).toMatchObject({ lineId: '1', ordered: 6, shipped: 4, asked: 3 });
  for (const operation of [
    { op: 'removeItem', lineId: '1' },
    { op: 'cancelItem', lineId: '1' },
    { op: 'replaceProduct', lineId: '1', sku: 'C', name: 'C' },
    { op: 'addItem', ...line('C', 1), shipmentId: order.shipments[0].id },
  ]) {
    expect(problemOf(await edit(order.id, operation)).slice(0, 2)).toEqual([409, 'already-shipped']);
  }
  expect(problemOf(await system.post(`/v1/orders/${order.id}/cancel`, { reason: 'too late' }, any))).toEqual([
    409,
    'already-shipped',
    undefined,
  ]);
  const { status, body } = await edit(
    order.id,
    { op: 'changeQuantity', lineId: '1', quantity: 4 },
    { op: 'changePrice', lineId: '1', price: '2' },
  );
  expect([status, body.lines[0].quantity]).toEqual([200, 4]);
  expect(body.shipments.map((shipment: Body) => shipment.items)).toEqual([[{ lineId: '1', quantity: 4 }], [{ lineId: '2', quantity: 3 }]]);
});

test('what is added when all has been sent goes with a shipment of its own', async () => {
  const order = await placed({ shipments: undefined });
  expect((await send(order.shipments[0].id)).status).toBe(200);
  const { body } = await edit(order.id, { op: 'addItem', ...line('GIFT', 1), price: '0', isGift: true });
  expect(body.shipments[1]).toMatchObject({ method: order.shipments[0].method, price: '0', items: [{ lineId: '3', quantity: 1 }] });
  const settled = await until(order.id, ({ documents }) => documents.some(({ id }: Body) => id === body.shipments[1].id));
  expect(settled.shipmentStatus).toBe('PartiallySent');
  await eventually(async () => (await send(body.shipments[1].id)).status === 200);
  await until(order.id, ({ shipmentStatus }) => shipmentStatus === 'Sent');
});

test('a hold that blocks sending is respected, on the order and on its lines', async () => {
  const order = await placed();
  const [first, second] = order.shipments;
  const hold = async (body: object) => {
    const { holds } = (await system.post(`/v1/orders/${order.id}/holds`, { type: 'fraud', reason: 'odd card', ...body }, any)).body;
    return holds.at(-1).id;
  };
  const onLine = await hold({ blocks: ['send'], lineId: '2' });
  expect((await send(second.id)).body).toMatchObject({
    status: 409,
    type: 'urn:docket:problem:held',
    holds: [{ id: onLine, type: 'fraud' }],
  });
  expect((await send(first.id)).status).toBe(200);
  expect((await system.post(`/v1/orders/${order.id}/holds/${onLine}/release`, { reason: 'seen' }, any)).status).toBe(200);
  const onOrder = await hold({ blocks: ['send'] });
  expect(problemOf(await send(second.id))).toEqual([409, 'held', undefined]);
  expect((await system.post(`/v1/orders/${order.id}/holds/${onOrder}/release`, { reason: 'seen' }, any)).status).toBe(200);
  expect((await send(second.id)).status).toBe(200);
});

test('sendings and edits at the same time never leave less ordered than what was sent', async () => {
  const orders = await Promise.all(Array.from({ length: 12 }, () => placed()));
  await Promise.all(
    orders.map(async (order) => {
      const [sent, edited] = await Promise.all([
        send(order.shipments[1].id),
        edit(order.id, { op: 'changeQuantity', lineId: '2', quantity: 1 }),
      ]);
      const after = (await system.get(`/v1/orders/${order.id}`)).body;
      const claimed = after.claims?.[0]?.items.find(({ lineId }: Body) => lineId === '2')?.quantity ?? 0;
      const ordered = after.lines[1].quantity;
      expect(ordered).toBeGreaterThanOrEqual(claimed);
      if (sent.status === 200 && claimed === 3) expect(problemOf(edited)[1]).toBe('already-shipped');
      if (sent.status !== 200) expect(problemOf(sent)[1]).toBe('shipment-outdated');
    }),
  );
});

test('an order that is cancelled sends nothing', async () => {
  const order = await placed();
  expect((await system.post(`/v1/orders/${order.id}/cancel`, { reason: 'changed my mind' }, any)).status).toBe(200);
  const [, type] = problemOf(await send(order.shipments[0].id));
  expect(['order-cancelled', 'shipment-cancelled']).toContain(type);
});
