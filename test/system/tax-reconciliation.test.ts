import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import { AvataxDouble } from '#tools/avatax-double/avatax-double.js';
import { avataxSettings, avataxStore } from '#tools/avatax-double/avatax-settings.js';
import { sale, TestClient } from '#tools/avatax-double/test-client.js';
import { eventually } from '../support/eventually.js';
import { differencesOf } from './differences-of.js';
import { draft, startTestSystem, type TestSystem } from './test-system.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const california = { country: 'US', line1: '2000 Main Street', city: 'Irvine', region: 'CA', postalCode: '92614' };
const stores = [
  avataxStore('compared', { beforeCommit: 'saved', commit: 'completion' }),
  avataxStore('beside', { beforeCommit: 'saved' }),
  avataxStore('sent-later', { commit: 'never' }),
  avataxStore('by-schedule', { beforeCommit: 'saved', commit: 'never', sendEvery: 1, reconcileEvery: 1 }),
];

let double: AvataxDouble;
let avalara: TestClient;
let system: TestSystem;
const orders = new Set<string>();

beforeAll(async () => {
  double = await AvataxDouble.start();
  avalara = new TestClient(double);
  const settings = await avataxSettings(double.url, double.access, mkdtempSync(path.join(tmpdir(), 'docket-stores-')), stores);
  process.env.STORES_FILE = settings.STORES_FILE;
  system = await startTestSystem(settings);
}, 120_000);
afterEach(() => double.heal());
afterAll(async () => {
  delete process.env.STORES_FILE;
  await system.stop();
  await double.close();
});

/** A document at Avalara that no order has. */
const stranger = `X-${uuid().slice(-12)}`;
const today = () => new Date().toISOString().slice(0, 10);

/** Goods for 65, in California. */
async function place(storeId: string): Promise<Body> {
  const lines = [{ sku: 'A', name: 'A thing', quantity: 2, price: '32.5' }];
  const shipments = [{ method: 'standard', price: '5', items: [{ line: 0, quantity: 2 }] }];
  const order = draft({ storeId, currency: 'USD', addresses: { shipping: { ...california, name: 'A. Buyer' } }, lines, shipments });
  const { status, body } = await system.post('/v1/orders', order, { 'idempotency-key': uuid() });
  expect([status, body]).toEqual([201, expect.anything()]);
  orders.add(body.id);
  return body;
}

async function cancel({ id }: Body): Promise<void> {
  const { status } = await system.post(`/v1/orders/${id}/cancel`, { reason: 'not wanted' }, { 'if-match': '*', 'idempotency-key': uuid() });
  expect(status).toBe(200);
}

const taxed = ({ id }: Body) => eventually(async () => (await system.get(`/v1/orders/${id}`)).body.tax.status === 'calculated');
const revisions = ({ number }: Body) => double.revisionsOf({ code: number });
const standing = (order: Body) => revisions(order).map(({ version, status }) => `${version} ${status}`);
const recorded = (order: Body, status: string) => eventually(() => revisions(order).at(-1)?.status === status);

/** What has been asked for, when it is over. */
async function over(kind: 'reconciliations' | 'submissions', asked: object, within = 30_000): Promise<Body> {
  const { status, body } = await system.post(`/v1/tax/${kind}`, asked);
  expect([status, body]).toEqual([202, expect.objectContaining({ id: expect.any(String), status: 'running' })]);
  return finished(kind, body.id, within);
}

const finished = (kind: string, id: string, within = 30_000): Promise<Body> =>
  eventually(async () => {
    const { body } = await system.get(`/v1/tax/${kind}/${id}?limit=1000`);
    return body.status !== 'running' && body;
  }, within);

const reconciled = (storeId: string) => over('reconciliations', { storeId, from: today(), to: today() });

it('lists exactly what differs from AvaTax, and mends what can be mended', async () => {
  const placed = await Promise.all(Array.from({ length: 7 }, () => place('compared')));
  const [voided, missing, altered, cancelled, completed, ...same] = placed as [Body, Body, Body, Body, Body, Body];
  const elsewhere = await place('beside');
  await Promise.all([...placed, elsewhere].map((order) => recorded(order, 'Saved')));
  await Promise.all(placed.map(taxed));
  await cancel(cancelled);
  const merge = { 'if-match': '*', 'content-type': 'application/merge-patch+json' };
  await system.patch(`/v1/orders/${completed.id}`, { status: 'Completed' }, merge);
  await recorded(cancelled, 'Cancelled');
  await recorded(completed, 'Committed');
  // AvaTax has it a moment before that is known here.
  const before = await eventually(async () => {
    const report = await reconciled('compared');
    return report.waiting === 0 && report;
  });
  expect(before).toMatchObject({ status: 'done', percent: 100, compared: 7, differences: 0, items: [] });

  await avalara.act(voided.number, 'void', { code: 'DocVoided' });
  await avalara.act(missing.number, 'void', { code: 'DocDeleted' });
  await avalara.createOrAdjust({ ...sale(altered.number, { date: today() }) });
  await avalara.create(sale(stranger, { date: today() }));
  const found = await reconciled('compared');
  const named = (order: Body) => ({ code: order.number, orderId: order.id, documentType: 'SalesInvoice' });
  expect(found.items).toHaveLength(4);
  expect(found).toMatchObject({ differences: 4, waiting: 0, from: today(), storeId: 'compared' });
  expect(found.items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        ...named(voided),
        differences: ['status-differs'],
        theirs: expect.objectContaining({ status: 'Cancelled' }),
      }),
      expect.objectContaining({
        ...named(missing),
        differences: ['missing'],
        ours: { status: 'Saved', date: today(), amount: '70.00', tax: '5.04' },
      }),
      expect.objectContaining({
        ...named(altered),
        differences: ['amount-differs'],
        theirs: expect.objectContaining({ amount: '65.00', tax: '5.04' }),
      }),
      expect.objectContaining({ code: stranger, differences: ['unknown'] }),
    ]),
  );

  const sent = await over('submissions', { storeId: 'compared', reconciliationId: found.id });
  expect(sent).toMatchObject({ status: 'done', percent: 100, done: 2, failed: 1, skipped: 0 });
  expect(sent.items).toEqual([
    expect.objectContaining({ orderId: voided.id, outcome: 'failed', reason: expect.stringContaining('voided') }),
  ]);
  expect([missing, altered, voided, ...same].map(standing)).toEqual([
    ['1 Saved'],
    ['1 Saved'],
    ['1 Cancelled'],
    ...same.map(() => ['1 Saved']),
  ]);
  const again = await reconciled('compared');
  expect(again).toMatchObject({ differences: 1, waiting: 1 });
  expect(again.items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: stranger, differences: ['unknown'] }),
      expect.objectContaining({ code: voided.number, waits: expect.stringContaining('voided') }),
    ]),
  );
  const metrics = await (await fetch(`${system.replicasOf('tax')[0]?.url}/metrics`)).text();
  expect(metrics).toContain('docket_tax_differences{store="compared"} 1');
  // Its order must not wait for good: what was voided there is given up here.
  await cancel(voided);

  const { body: exchanges } = await system.get(`/v1/orders/${altered.id}/tax/exchanges?limit=2`);
  expect(exchanges).toMatchObject({
    items: [
      { method: 'POST', status: 201 },
      { method: 'GET', status: 200 },
    ],
    next: expect.any(String),
  });
  const { body: word } = await system.get(`/v1/tax/exchanges/${exchanges.items[0].id}`);
  expect(word).toMatchObject({ orderId: altered.id, request: { code: altered.number }, answer: { code: altered.number, totalTax: 5.04 } });
  expect((await system.get(`/v1/orders/${altered.id}/tax/exchanges?cursor=${exchanges.next}`)).body.items[0]).toMatchObject({
    status: 201,
  });
}, 120_000);

it('commits each order once, though the service dies in the middle of a hundred', async () => {
  const placed: Body[] = [];
  for (let round = 0; round < 10; round++) placed.push(...(await Promise.all(Array.from({ length: 10 }, () => place('sent-later')))));
  await Promise.all(placed.map((order) => eventually(async () => (await taxed(order)) && true, 60_000)));
  expect(placed.flatMap(revisions)).toEqual([]);
  const kept = await over('submissions', { storeId: 'sent-later', since: today() });
  expect(kept).toMatchObject({ done: 0, skipped: 100, asked: 100 });
  expect(kept.items[0]).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('"commit": true') });

  double.always(({ operation }) => (operation === 'create' ? { late: 100 } : undefined));
  const key = { 'idempotency-key': uuid() };
  const asked = { storeId: 'sent-later', orderIds: [...placed.map(({ id }) => id), 'no-such-order'], commit: true };
  const { body } = await system.post('/v1/tax/submissions', asked, key);
  await eventually(() => placed.flatMap(revisions).length > 50);
  await system.restart('tax');
  expect((await system.post('/v1/tax/submissions', asked, key)).body.id).toBe(body.id);
  const sent = await finished('submissions', body.id, 120_000);
  expect(sent).toMatchObject({ status: 'done', asked: 101, done: 100, skipped: 1, failed: 0 });
  expect(sent.items).toEqual([expect.objectContaining({ orderId: 'no-such-order', outcome: 'skipped' })]);
  expect(new Set(placed.flatMap(standing))).toEqual(new Set(['1 Committed']));
  expect(placed.flatMap(({ number }) => double.effectsOf({ code: number }).map(({ kind }) => kind))).toEqual(
    placed.flatMap(() => ['recorded', 'committed']),
  );
  expect(await reconciled('sent-later')).toMatchObject({ status: 'done', differences: double.revisionsOf({ code: stranger }).length });
}, 240_000);

it('does by itself what the store wants so', async () => {
  const { body: done } = await eventually(async () => {
    const answer = await system.get('/v1/tax/submissions?storeId=by-schedule');
    return answer.body.items[0]?.status === 'done' && answer;
  });
  expect(done.items).toEqual([expect.objectContaining({ isScheduled: true, commit: true, storeId: 'by-schedule' })]);
  const { body: compared } = await system.get('/v1/tax/reconciliations?storeId=by-schedule');
  expect(compared.items).toEqual([expect.objectContaining({ isScheduled: true, to: today(), days: 31 })]);
});

it('waits while AvaTax is away, and says why', async () => {
  double.always(() => ({ fail: 503 }));
  const { body } = await system.post('/v1/tax/reconciliations', { storeId: 'beside', from: today(), to: today() });
  await eventually(async () => /AvaTax/.test((await system.get(`/v1/tax/reconciliations/${body.id}`)).body.delay));
  double.heal();
  const { delay, ...report } = await finished('reconciliations', body.id, 60_000);
  expect([report.status, delay]).toEqual(['done', undefined]);
}, 120_000);

it.each([
  ['reconciliations', { storeId: 'nowhere', from: '2026-11-01', to: '2026-11-02' }, 422, 'unknown-store', 'storeId'],
  ['reconciliations', { storeId: 'uk', from: '2026-11-01', to: '2026-11-02' }, 422, 'no-tax-provider', 'storeId'],
  ['reconciliations', { storeId: 'compared', from: '2025-01-01', to: '2026-11-02' }, 422, 'period-too-long', 'to'],
  ['reconciliations', { storeId: 'compared', from: '2026-11-02', to: '2026-11-01' }, 400, 'invalid-input', 'to'],
  ['reconciliations', { storeId: 'compared', from: '2026-11-31', to: '2026-12-01' }, 400, 'invalid-input', 'from'],
  ['submissions', { storeId: 'compared' }, 400, 'invalid-input', 'orderIds'],
  ['submissions', { storeId: 'compared', since: '2026-11-01', orderIds: ['a'] }, 400, 'invalid-input', 'orderIds'],
  ['submissions', { storeId: 'compared', reconciliationId: 'none' }, 400, 'invalid-input', 'reconciliationId'],
  ['submissions', { storeId: 'uk', since: '2026-11-01' }, 422, 'no-tax-provider', 'storeId'],
])('refuses %s of %j', async (kind, asked, status, code, field) => {
  const { status: answered, body } = await system.post(`/v1/tax/${kind}`, asked);
  expect([answered, body.type, body.errors?.[0]?.path]).toEqual([status, `urn:docket:problem:${code}`, field]);
});

it('leaves orders, tax documents and their history in agreement', async () => {
  expect(await differencesOf(system, orders)).toEqual([]);
}, 120_000);
