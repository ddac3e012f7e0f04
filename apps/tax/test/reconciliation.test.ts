import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import type { TaxStage } from '#contracts/events/tax-transaction.js';
import { aggregateCollections } from '#platform/aggregate-store.js';
import { Database } from '#platform/database.js';
import { DatabaseClock } from '#platform/database-clock.js';
import { AvataxDouble } from '#tools/avatax-double/avatax-double.js';
import { sale as saleAtAvatax, TestClient } from '#tools/avatax-double/test-client.js';
import { eventually } from '../../../test/support/eventually.js';
import { mongoUrl } from '../../../test/support/services-needed.js';
import { ReconciliationSteps } from '../src/jobs/reconciliation-steps.js';
import type { JobOf, TaxJob, TaxJobRequest } from '../src/jobs/tax-job.js';
import { avataxProvider } from '../src/providers/avatax/avatax.provider.js';
import { AvataxClient } from '../src/providers/avatax/avatax-client.js';
import { OwnDocuments } from '../src/storage/own-documents.js';
import { taxDocumentAggregate } from '../src/storage/tax-document.schema.js';
import { TaxJobsStore } from '../src/storage/tax-jobs.store.js';
import { taxTransactionAggregate } from '../src/storage/tax-transaction.schema.js';
import { taxDocumentOf, taxTransactionOf } from '../src/tax-ids.js';

const shipFrom = { country: 'US', line1: '2000 Main Street', city: 'Irvine', region: 'CA', postalCode: '92614' };
const log = pino({ level: 'silent' });
const [day, next] = ['2026-11-20', '2026-11-21'];

let double: AvataxDouble;
let avalara: TestClient;
let database: Database;
let jobs: TaxJobsStore;
let steps: ReconciliationSteps;

beforeAll(async () => {
  double = await AvataxDouble.start();
  avalara = new TestClient(double);
  database = new Database(mongoUrl(), `test-${uuid().slice(-12)}`, log);
  for (const each of [taxDocumentAggregate, taxTransactionAggregate]) {
    for (const collection of aggregateCollections(each as never)) database.declare(collection);
  }
  jobs = new TaxJobsStore(database, new DatabaseClock(database), { AVATAX_LOG_DAYS: 1 } as never);
  database.onModuleInit();
  await eventually(() => database.ping().then(() => true));
  const client = new AvataxClient({ url: double.url, ...double.access, deadline: 10_000 });
  const provider = avataxProvider(client, { shipFrom }, { companyCode: 'DEFAULT', lineLimit: 1_000 });
  steps = new ReconciliationSteps(new OwnDocuments(database), { of: () => provider } as never, new Map([['us', { id: 'us' }]]) as never);
});
afterAll(async () => {
  await database.close();
  await double.close();
});

interface Kept {
  readonly code: string;
  readonly returns?: readonly object[];
  readonly date?: string;
  readonly stage?: TaxStage;
  readonly storeId?: string;
  readonly delay?: string;
}

/** As the tax service has them: sales of 65, taxed with 5.04. */
async function keep(kept: readonly Kept[]): Promise<void> {
  const ids = kept.map(() => uuid());
  const transactions = kept.map(({ code, date = day, stage = 'committed', storeId = 'us', delay, returns }, index) => {
    const known = delay === undefined ? { settled: { orderVersion: 1, stage } } : { delay, dueAt: day };
    const state = {
      orderId: ids[index],
      orderNumber: code,
      storeId,
      orderVersion: 1,
      stage,
      sale: { date },
      ...(returns && { returns }),
      ...known,
    };
    return { _id: taxTransactionOf(ids[index] as string), state };
  });
  const documents = kept.map(({ code }, index) => ({
    _id: taxDocumentOf(ids[index] as string),
    state: { orderId: ids[index], number: code, totalTax: '5.04', lines: [{ taxable: '65' }], shipments: [], payments: [] },
  }));
  await database.collection<{ _id: string }>('taxTransactions').insertMany(transactions);
  await database.collection<{ _id: string }>('taxDocuments').insertMany(documents);
}

/** All steps, as one that is never interrupted does them. */
async function reconcile(from: string, to: string): Promise<{ job: TaxJob; entries: Awaited<ReturnType<TaxJobsStore['entries']>> }> {
  await jobs.add(uuid(), { kind: 'reconciliation', storeId: 'us', asked: { from, to, days: 2 } });
  let job = await jobs.take();
  while (job?.status === 'running') {
    job = await jobs.advance(job, await steps.step(job as JobOf<'reconciliation'>, new AbortController().signal));
  }
  return { job: job as TaxJob, entries: await jobs.entries((job as TaxJob)._id, 1_000) };
}

it('finds what differs among thousands, by pages, whatever revisions there are', async () => {
  const codes = Array.from({ length: 2_400 }, (_, index) => `SO-${index}`);
  await keep(codes.map((code) => ({ code })));
  for (let from = 0; from < codes.length; from += 50) {
    await Promise.all(codes.slice(from, from + 50).map((code) => avalara.create({ ...saleAtAvatax(code), commit: true })));
  }
  // Adjusted and put right again, moved to another day, not adjusted to what we have; voided; never told.
  const other = { lines: [{ number: '1', amount: 66 }] };
  for (const code of codes.slice(0, 60)) await avalara.createOrAdjust({ ...saleAtAvatax(code, other), commit: true });
  for (const code of codes.slice(0, 50)) await avalara.createOrAdjust({ ...saleAtAvatax(code), commit: true });
  for (const code of codes.slice(100, 105)) await avalara.createOrAdjust({ ...saleAtAvatax(code, { date: next }), commit: true });
  for (const code of codes.slice(200, 203)) await avalara.act(code, 'void', { code: 'DocVoided' });
  await keep([
    { code: 'LOST-1' },
    { code: 'WAITS-1', delay: 'AvaTax is away' },
    { code: 'ASKED-1', stage: 'estimated' },
    { code: 'VOID-1', stage: 'voided' },
    { code: 'ELSEWHERE-1', storeId: 'other' },
    { code: 'EARLIER-1', date: '2026-11-01' },
  ]);
  for (const code of ['ELSEWHERE-1', 'EARLIER-1', 'STRANGER 1']) await avalara.create({ ...saleAtAvatax(code), commit: true });
  await avalara.reach('VOID-1', 'Cancelled');
  expect(double.revisionsOf().length).toBeGreaterThan(2_500);

  const { job, entries } = await reconcile(day, next);
  const named = entries.map(({ code, differences, waits }) => [code, differences ?? waits]).sort();
  expect(named).toEqual(
    [
      ...codes.slice(50, 60).map((code) => [code, ['amount-differs', 'tax-differs']]),
      ...codes.slice(100, 105).map((code) => [code, ['date-differs']]),
      ...codes.slice(200, 203).map((code) => [code, ['status-differs']]),
      ['EARLIER-1', ['date-differs']],
      ['LOST-1', ['missing']],
      ['STRANGER 1', ['unknown']],
      ['WAITS-1', 'AvaTax is away'],
    ].sort(),
  );
  // What was moved is looked at on both days.
  expect(job).toMatchObject({ status: 'done', counts: { days: 2, compared: 2_404 + 2 + 5, differences: 21, waiting: 1 } });
}, 120_000);

it('compares returns by their own days and codes, one of which may be that of its sale', async () => {
  const [sold, back] = ['2026-09-01', '2026-09-10'];
  const parts = [{ kind: 'lines', id: '1', net: '65', tax: '5.04' }];
  const returned = (code: string, change: object = {}) => ({
    ...{ id: uuid(), number: `T-${code}`, code, cause: 'refund', date: back, parts, isCharged: true, known: 'recorded' },
    ...change,
  });
  await keep([
    { code: 'R-1', date: sold, returns: [returned('R-1'), returned('RF-2'), returned('RF-3')] },
    { code: 'R-2', date: sold, returns: [returned('RF-4', { known: 'voided', isRevoked: true }), returned('RF-5', { known: undefined })] },
    { code: 'R-3', date: sold, returns: [returned('RF-6', { date: '2026-09-11' })], storeId: 'other' },
  ]);
  const create = (code: string, date: string, type: string, amount: number) =>
    avalara.create({ ...saleAtAvatax(code, { date, type, lines: [{ number: '1', amount }] }), commit: true });
  for (const code of ['R-1', 'R-2', 'R-3']) await create(code, sold, 'SalesInvoice', 65);
  await create('R-1', back, 'ReturnInvoice', -65);
  await create('RF-2', back, 'ReturnInvoice', -60);
  for (const code of ['RF-4', 'RF-6', 'RF-X']) await create(code, back, 'ReturnInvoice', -65);
  expect((await reconcile(sold, sold)).entries).toEqual([]);
  const { job, entries } = await reconcile(back, back);
  expect(entries.map(({ code, documentType, differences, waits }) => [documentType, code, differences ?? waits]).sort()).toEqual([
    ['ReturnInvoice', 'RF-2', ['amount-differs', 'tax-differs']],
    ['ReturnInvoice', 'RF-3', ['missing']],
    ['ReturnInvoice', 'RF-4', ['status-differs']],
    ['ReturnInvoice', 'RF-5', 'it is being told'],
    ['ReturnInvoice', 'RF-X', ['unknown']],
  ]);
  expect(job.counts).toMatchObject({ compared: 6, differences: 4, waiting: 1 });
  expect(entries.find(({ code }) => code === 'RF-3')?.ours).toEqual({ status: 'Committed', date: back, amount: '-65.00', tax: '-5.04' });
  const plan = await database
    .collection('taxTransactions')
    .find({ 'state.returns.code': { $in: ['RF-2'] }, 'state.storeId': { $ne: 'us' } } as object)
    .explain('queryPlanner');
  expect(JSON.stringify(plan.queryPlanner.winningPlan)).toContain('state.returns.code_1');
});

it('a day that is done again leaves what it finds then, once', async () => {
  await keep([{ code: 'AGAIN-1', date: '2026-10-01' }]);
  await keep([{ code: 'AGAIN-2', date: '2026-10-01' }]);
  const asked = { from: '2026-10-01', to: '2026-10-01', days: 1 };
  const { _id } = await jobs.add(uuid(), { kind: 'reconciliation', storeId: 'us', asked });
  const first = (await jobs.take()) as JobOf<'reconciliation'>;
  const step = await steps.step(first, new AbortController().signal);
  expect(step.entries).toHaveLength(2);
  // Whoever held it has written its entries and died: another takes it up, and the first, waking up, counts for nothing.
  await jobs.giveBack(first, 0);
  await avalara.create({ ...saleAtAvatax('AGAIN-1', { date: '2026-10-01' }), commit: true });
  const second = (await jobs.take()) as JobOf<'reconciliation'>;
  expect(second._id).toBe(_id);
  expect(await jobs.advance(first, step)).toBeNull();
  await jobs.advance(second, await steps.step(second, new AbortController().signal));
  expect((await jobs.entries(_id, 10)).map(({ code }) => code)).toEqual(['AGAIN-2']);
  expect(await jobs.find(_id)).toMatchObject({ status: 'done', counts: { compared: 2, differences: 1 } });
  expect(await jobs.take()).toBeNull();
});

it('a job that is asked for twice is one, and whose holder is silent is taken up', async () => {
  const id = uuid();
  const request: TaxJobRequest = { kind: 'submission', storeId: 'us', asked: { orderIds: ['a'], orders: 1 } };
  const added = await Promise.all(Array.from({ length: 5 }, () => jobs.add(id, request)));
  expect(new Set(added.map(({ createdAt }) => createdAt.getTime())).size).toBe(1);
  const held = (await jobs.take()) as TaxJob;
  expect(await jobs.take()).toBeNull();
  expect(await jobs.hold(held)).toBe(true);
  await database.collection<{ _id: string }>('taxJobs').updateOne({ _id: id }, { $set: { dueAt: new Date(0) } });
  const taken = (await jobs.take()) as TaxJob;
  expect(taken._id).toBe(id);
  expect(await jobs.hold(held)).toBe(false);
  await jobs.giveBack(held, 60_000, 'too late');
  await jobs.fail(taken, 'no');
  expect(await jobs.find(id)).toMatchObject({ status: 'failed', failure: 'no', tries: 0 });
});
