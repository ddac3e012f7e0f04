import { Webhook } from 'standardwebhooks';
import { v7 as uuid } from 'uuid';
import { eventually } from '../support/eventually.js';
import { type Answer, draft, startTestSystem, type TestSystem } from './test-system.js';

const secret = `whsec_${Buffer.from('a secret of the carrier').toString('base64')}`;
const older = `whsec_${Buffer.from('its secret of last year').toString('base64')}`;
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem({ CARRIER_WEBHOOK_SECRETS: `post=${secret},post=${older},other=${older}` });
});
afterAll(() => system.stop());

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const any = { 'if-match': '*' };
const problemOf = ({ status, body }: Answer) => [status, body.type.split(':').at(-1), body.errors?.[0]?.path];

/** An order whose shipment has two parcels, of the carrier `post`. */
async function packed(): Promise<{ order: Body; id: string; numbers: [string, string] }> {
  const order = (await system.post('/v1/orders', draft(), { prefer: 'wait=30' })).body;
  const [{ id }] = order.shipments;
  const numbers: [string, string] = [`A-${id}`, `B-${id}`];
  const packages = numbers.map((number) => ({ items: [{ lineId: '1', quantity: 3 }], tracking: { carrier: 'post', number } }));
  expect((await system.post(`/v1/shipments/${id}/packages`, { packages }, any)).status).toBe(200);
  return { order, id, numbers };
}

function signed(body: string, { id = `msg_${uuid()}`, by = secret, at = new Date() } = {}): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': new Webhook(by).sign(id, at, body) };
}
const told = (trackingNumber: string, status: string, more: object = {}) =>
  JSON.stringify({ trackingNumber, status, occurredAt: new Date().toISOString(), ...more });
const tell = (body: string, headers = signed(body), carrier = 'post') => system.post(`/v1/webhooks/carriers/${carrier}`, body, headers);

test('the carrier tells of each parcel, late and twice, and the order is delivered with the last', async () => {
  const { order, id, numbers } = await packed();
  const [first, second] = numbers;
  const delivered = told(first, 'Delivered', { place: 'Leeds' });
  expect(problemOf(await tell(delivered))).toEqual([404, 'not-found', undefined]);
  expect((await system.post(`/v1/shipments/${id}/send`, {}, any)).status).toBe(200);
  const headers = signed(delivered);
  for (const answer of [await tell(delivered, headers), await tell(delivered, headers)]) expect(answer.status).toBe(204);
  expect((await tell(told(second, 'Exception', { description: 'nobody at home' }))).status).toBe(204);
  const { body } = await system.get(`/v1/shipments/${id}`);
  expect([body.status, body.reports.map(({ status }: Body) => status)]).toEqual(['Sent', ['Delivered', 'Exception']]);
  const last = told(second, 'Delivered');
  expect((await tell(last, signed(last, { by: older }))).status).toBe(204);
  await eventually(async () => (await system.get(`/v1/orders/${order.id}`)).body.shipmentStatus === 'Delivered');
  const { items } = (await system.get(`/v1/shipments/${id}/changes?actor=carrier:post`)).body;
  expect(items.map(({ type }: Body) => type)).toEqual(['shipment.tracked', 'shipment.tracked', 'shipment.tracked', 'shipment.delivered']);
});

test('what is not signed by this carrier, or is no report, changes nothing', async () => {
  const { id, numbers } = await packed();
  expect((await system.post(`/v1/shipments/${id}/send`, {}, any)).status).toBe(200);
  const [number] = numbers;
  const body = told(number, 'Delivered');
  const refused = [400, 'webhook-refused', undefined];
  expect(problemOf(await tell(body, {}))).toEqual(refused);
  expect(problemOf(await tell(body, signed(`${body} `)))).toEqual(refused);
  expect(problemOf(await tell(body, signed(body, { at: new Date(Date.now() - 600_000) })))).toEqual(refused);
  expect(problemOf(await tell(body, signed(body), 'other'))).toEqual(refused);
  expect(problemOf(await tell(body, signed(body), 'nobody'))).toEqual(refused);
  expect(problemOf(await tell('{', signed('{')))).toEqual(refused);
  for (const wrong of ['null', '[]', '"x"']) expect(problemOf(await tell(wrong))[1]).toBe('invalid-input');
  expect(problemOf(await tell(told(number, 'Lost')))).toEqual([400, 'invalid-input', 'status']);
  expect(problemOf(await tell(told(number, 'Delivered', { occurredAt: '2999-01-01T00:00:00Z' })))).toEqual([
    400,
    'invalid-input',
    'occurredAt',
  ]);
  // Of another carrier that numbers its parcels alike.
  expect(problemOf(await tell(body, signed(body, { by: older }), 'other'))[0]).toBe(404);
  const { status, reports } = (await system.get(`/v1/shipments/${id}`)).body;
  expect([status, reports]).toEqual(['Sent', undefined]);
});
