import { v7 as uuid } from 'uuid';
import { answerTopics, commandTopics } from '#contracts/topics.js';
import { Erp, type SentCommand } from '../support/erp.js';
import { eventually } from '../support/eventually.js';
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

/** Of orders, unless it says otherwise. */
type Command = Omit<SentCommand, 'topic'> & Partial<Pick<SentCommand, 'topic'>>;

const send = (command: Command) => erp.send({ topic: commandTopics.orders, ...command });
const answersTo = (id: string, topic = answerTopics.orders): Promise<Body[]> => erp.answersTo(id, topic);
const placed = async (): Promise<Body> => (await system.post('/v1/orders', draft(), { prefer: 'wait=30' })).body;

test('an ERP holds an order, edits it and releases the hold; each is answered, and the history says who', async () => {
  const { id } = await placed();
  const held = await send({ type: 'order.hold', subject: id, data: { type: 'stock', reason: 'not on the shelf', blocks: ['send'] } });
  const edited = await send({
    ...{ type: 'order.edit', subject: id },
    data: { reason: 'list price', operations: [{ op: 'changePrice', lineId: '1', price: '2' }] },
  });
  expect(await answersTo(held)).toEqual([{ commandId: held, commandType: 'order.hold', outcome: 'done', version: expect.any(Number) }]);
  expect(await answersTo(edited)).toMatchObject([{ outcome: 'done' }]);
  const { body: order } = await system.get(`/v1/orders/${id}`);
  expect(order.holds).toMatchObject([{ type: 'stock', placedBy: 'erp:sap' }]);
  const released = await send({ type: 'order.release-hold', subject: id, data: { holdId: order.holds[0].id, reason: 'found it' } });
  await answersTo(released);
  const { items } = (await system.get(`/v1/orders/${id}/changes?actor=erp:sap`)).body;
  expect(items.map(({ type, reason, correlationId }: Body) => [type, reason, correlationId])).toEqual([
    ['order.hold-placed', 'not on the shelf', held],
    ['order.edited', 'list price', edited],
    ['order.hold-released', 'found it', released],
  ]);
});

test('a command that comes twice is carried out once', async () => {
  const { id } = await placed();
  const command = { id: uuid(), type: 'order.hold', subject: id, data: { type: 'manual', reason: 'wait' } };
  await send(command);
  await send(command);
  const answers = await eventually(async () => {
    const found = await answersTo(command.id);
    return found.length === 2 && found;
  });
  expect(answers.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
  expect((await system.get(`/v1/orders/${id}`)).body.holds).toHaveLength(1);
});

test('what is refused is answered as a request would be, and holds up nothing', async () => {
  const { id } = await placed();
  const cases: [Omit<Command, 'subject'>, string, string | undefined][] = [
    [{ type: 'order.fold', data: {} }, 'unknown-command', undefined],
    [{ type: 'order.hold', data: { type: 'whim', reason: 'x' } }, 'invalid-input', 'type'],
    [{ type: 'order.hold', data: [] }, 'invalid-input', ''],
    [
      { type: 'order.edit', data: { operations: [{ op: 'changePrice', lineId: '9', price: '1' }] } },
      'line-not-found',
      'operations[0].lineId',
    ],
    [{ type: 'order.cancel', data: { reason: 'x' }, headers: { ce_expectedversion: '1000' } }, 'version-conflict', undefined],
    [{ type: 'order.release-hold', data: { holdId: 'none', reason: 'x' } }, 'hold-not-found', undefined],
  ];
  const ids = await Promise.all(cases.map(([command]) => send({ ...command, subject: id })));
  for (const [index, [, type, path]] of cases.entries()) {
    const [answer] = await answersTo(ids[index] as string);
    expect(answer).toMatchObject({ outcome: 'refused', problem: { type: `urn:docket:problem:${type}` } });
    if (path !== undefined) expect(answer.problem.errors[0].path).toBe(path);
  }
  const elsewhere = await send({ type: 'order.cancel', subject: uuid(), data: { reason: 'x' } });
  expect(await answersTo(elsewhere)).toMatchObject([{ problem: { type: 'urn:docket:problem:not-found' } }]);
  const nothings = await send({ topic: commandTopics.payments, type: 'payment.void', subject: 'PI-of-the-erp', data: {} });
  expect(await answersTo(nothings, answerTopics.payments)).toMatchObject([{ problem: { type: 'urn:docket:problem:not-found' } }]);
});

test('what is no command is set aside', async () => {
  const { id } = await placed();
  await send({ type: 'order.cancel', subject: id, key: 'another', data: { reason: 'x' } });
  await send({ type: 'order.cancel', subject: 'not-json', data: '{' });
  const letters = system.database('orders').collection('deadLetters');
  await eventually(async () => (await letters.countDocuments({ topic: commandTopics.orders.name })) === 2);
  await letters.deleteMany({ topic: commandTopics.orders.name });
});

test('a warehouse sends and delivers shipments, and a hold is respected', async () => {
  const { id, shipments } = await placed();
  const { topic, answers } = { topic: commandTopics.shipments, answers: answerTopics.shipments };
  const held = await send({ type: 'order.hold', subject: id, data: { type: 'fraud', reason: 'odd card', blocks: ['send'] } });
  await answersTo(held);
  const [shipment] = shipments;
  const refused = await send({ topic, type: 'shipment.send', subject: shipment.id, data: {} });
  expect(await answersTo(refused, answers)).toMatchObject([{ outcome: 'refused', problem: { type: 'urn:docket:problem:held' } }]);
  const { holds } = (await system.get(`/v1/orders/${id}`)).body;
  await answersTo(await send({ type: 'order.release-hold', subject: id, data: { holdId: holds[0].id, reason: 'seen' } }));
  const sent = await send({ topic, type: 'shipment.send', subject: shipment.id, data: { tracking: { number: 'RR1' } } });
  expect(await answersTo(sent, answers)).toMatchObject([{ outcome: 'done' }]);
  const delivered = await send({ topic, type: 'shipment.deliver', subject: shipment.id, data: {} });
  expect(await answersTo(delivered, answers)).toMatchObject([{ outcome: 'done' }]);
  await eventually(async () => (await system.get(`/v1/orders/${id}`)).body.shipmentStatus === 'Delivered');
});

test('an ERP issues an invoice, settles it and voids another', async () => {
  const order = await placed();
  const { topic, answers } = { topic: commandTopics.payments, answers: answerTopics.payments };
  const done = async (type: string, subject: string, data: object) => answersTo(await send({ topic, type, subject, data }), answers);
  const drafted = async (quantity: number): Promise<Body> =>
    (await system.post(`/v1/orders/${order.id}/invoices`, { from: 'lines', lines: [{ lineId: '1', quantity }] })).body;
  const [invoice, other] = [await drafted(2), await drafted(1)];
  const command = { topic, id: uuid(), type: 'invoice.issue', subject: invoice.id, data: { dueDate: '2030-01-31' } };
  for (const _ of [1, 2]) await send(command);
  expect((await answersTo(command.id, answers))[0]).toMatchObject({ outcome: 'done', version: 2 });
  const [payment] = (await system.get(`/v1/orders/${order.id}/payments`)).body.items;
  expect(await done('invoice.pay', invoice.id, { paymentId: payment.id })).toMatchObject([
    { problem: { type: 'urn:docket:problem:payment-exceeds-captured' } },
  ]);
  expect(await done('payment.capture', payment.id, {})).toMatchObject([{ outcome: 'done' }]);
  expect(await done('invoice.pay', invoice.id, { paymentId: payment.id })).toMatchObject([{ outcome: 'done' }]);
  expect(await done('invoice.void', other.id, {})).toMatchObject([{ problem: { errors: [{ path: 'reason' }] } }]);
  expect(await done('invoice.void', other.id, { reason: 'a mistake' })).toMatchObject([{ outcome: 'done' }]);
  expect((await system.get(`/v1/invoices/${invoice.id}`)).body).toMatchObject({ status: 'Paid', dueDate: '2030-01-31' });
  expect((await system.get(`/v1/invoices/${other.id}`)).body).toMatchObject({ status: 'Void', voidReason: 'a mistake' });
  const { items } = (await system.get(`/v1/invoices/${invoice.id}/changes?actor=erp:sap`)).body;
  expect(items.map(({ type }: Body) => type)).toEqual(['invoice.issued', 'invoice.paid']);
});
