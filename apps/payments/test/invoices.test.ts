import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { isRefusal } from '#contracts/refusals.js';
import { topics } from '#contracts/topics.js';
import type { AggregateDefinition, Stored } from '#platform/aggregate-document.js';
import { AggregateStore, aggregateCollections } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { Database } from '#platform/database.js';
import { KafkaClient } from '#platform/kafka/kafka-client.js';
import { OutboxRelay } from '#platform/outbox-relay.js';
import { loadStores } from '#platform/stores.js';
import { type Basket, invoicedOrder } from '../../../test/invoiced-orders.js';
import { eventually } from '../../../test/support/eventually.js';
import { brokers, mongoUrl } from '../../../test/support/services-needed.js';
import type { Invoice } from '../src/domain/invoice.js';
import { InvoicesService } from '../src/invoices.service.js';
import { invoiceAggregate } from '../src/storage/invoice.schema.js';
import { paymentAggregate } from '../src/storage/payment.schema.js';

const log = pino({ level: process.env.TEST_LOG ?? 'silent' });
const stores = loadStores('config/stores.json');
const kafka = new KafkaClient({ brokers: brokers(), clientId: 'test' }, log);
const databases: Database[] = [];
afterAll(async () => {
  await kafka.close();
  await Promise.all(databases.map((database) => database.close()));
});

const basket: Basket = {
  lines: [{ price: '2.55', discount: '0', quantity: 6, fee: '0', taxRate: '0.20' }],
  ...{ shipments: [], discount: '0', fee: '0', taxRate: '0.20', currency: 'GBP' },
};

/** An order of which nothing is invoiced yet; `storeId` says its store. */
function orderNamed(id: string, storeId = 'uk') {
  return { ...invoicedOrder(basket), id, number: `CO-${id.slice(-12)}`, storeId };
}

/** The service as one process has it: its own connections, and nothing in common with others but the database. */
async function ownProcess(name: string, storeId?: string): Promise<InvoicesService> {
  const database = new Database(mongoUrl(), name, log);
  databases.push(database);
  const aggregates = [invoiceAggregate, paymentAggregate] as unknown as readonly AggregateDefinition<never, never>[];
  for (const collection of aggregates.flatMap((each) => aggregateCollections(each))) database.declare(collection);
  database.onModuleInit();
  await eventually(() => database.ping().then(() => true));
  const [invoices, payments] = aggregates.map((aggregate) => {
    const { collection, historyCollection } = aggregate;
    const relay = new OutboxRelay(
      database,
      kafka,
      { collection, historyCollection, topic: topics.payments, source: 'docket/payments' },
      log,
    );
    return new AggregateStore(database, aggregate, relay);
  });
  const orders = { find: async (id: string) => orderNamed(id, storeId) };
  return new InvoicesService(invoices as never, payments as never, stores, orders as never, database);
}

/** Several processes on a database that is theirs alone. */
async function processes(count: number): Promise<(index: number) => InvoicesService> {
  const name = `test-${uuid().slice(-12)}`;
  const all = await Promise.all(Array.from({ length: count }, () => ownProcess(name)));
  return (index) => all[index % count] as InvoicesService;
}

const anybody = (): ChangeContext => ({ actor: 'test', correlationId: uuid() });
const times = (count: number) => Array.from({ length: count }, (_, index) => index);

function done(outcome: Awaited<ReturnType<InvoicesService['draft']>>): Stored<Invoice> {
  if (isRefusal(outcome)) throw new Error(`refused with ${outcome.refused}: ${outcome.detail}`);
  return outcome;
}

const refusedAs = (outcome: object) => (outcome as { refused?: string }).refused;
const draftOf = async (service: InvoicesService, orderId = uuid()) => done(await service.draft(orderId, { from: 'order' }, anybody()));

test('a thousand that are issued at once by several processes have all numbers from the first, each once', async () => {
  const of = await processes(3);
  const drafts = await Promise.all(times(1_000).map((index) => draftOf(of(index))));
  const issued = await Promise.all(drafts.map(async ({ id }, index) => done(await of(index + 1).issue(id, {}, anybody()))));
  const sequences = issued.map(({ state }) => state.sequence ?? 0).sort((one, other) => one - other);
  expect(sequences).toEqual(times(1_000).map((index) => index + 1));
  expect(new Set(issued.map(({ state }) => state.number)).size).toBe(1_000);
  expect(issued[0]?.state.number).toMatch(/^ONLINEUK-\d{4}-\d{5}$/);
}, 180_000);

test('issued by several at once, one has one number, and the next one has the next', async () => {
  const of = await processes(2);
  const draft = await draftOf(of(0));
  const outcomes = await Promise.all(times(6).map((index) => of(index).issue(draft.id, {}, anybody())));
  expect(outcomes.map((outcome) => done(outcome).state.sequence)).toEqual([1, 1, 1, 1, 1, 1]);
  const next = await draftOf(of(1));
  expect(done(await of(0).issue(next.id, {}, anybody())).state.sequence).toBe(2);
});

test('what is refused takes no number, credit notes have a series of their own, and what is void keeps its number', async () => {
  const service = (await processes(1))(0);
  const orderId = uuid();
  const drafted = await draftOf(service, orderId);
  done(await service.void(drafted.id, 'a mistake', anybody()));
  expect(refusedAs(await service.issue(drafted.id, {}, anybody()))).toBe('invoice-void');
  const invoice = await draftOf(service, orderId);
  expect(refusedAs(await service.issue(invoice.id, {}, { ...anybody(), expectedVersion: 9 }))).toBe('version-conflict');
  expect(done(await service.issue(invoice.id, {}, anybody())).state.sequence).toBe(1);
  const credit = done(await service.draft(orderId, { from: 'invoice', invoiceId: invoice.id }, anybody()));
  expect(done(await service.issue(credit.id, {}, anybody())).state.number).toMatch(/^ONLINEUK-CN-\d{4}-00001$/);
  expect(refusedAs(await service.void(invoice.id, 'a mistake', anybody()))).toBe('invoice-credited');
  done(await service.void(credit.id, 'a mistake', anybody()));
  expect(done(await service.void(invoice.id, 'a mistake', anybody())).state).toMatchObject({ status: 'Void', sequence: 1 });
  const next = await draftOf(service, orderId);
  expect(done(await service.issue(next.id, {}, anybody())).state.sequence).toBe(2);
});

test('however many draft at once, no more pieces are invoiced than were ordered', async () => {
  const of = await processes(2);
  const orderId = uuid();
  const lines = [{ lineId: '1', quantity: 1 }];
  const outcomes = await Promise.all(times(20).map((index) => of(index).draft(orderId, { from: 'lines', lines }, anybody())));
  expect(outcomes.filter((outcome) => !isRefusal(outcome))).toHaveLength(6);
  expect(outcomes.filter((outcome) => refusedAs(outcome) === 'quantity-above-invoiceable')).toHaveLength(14);
});

test('an invoice that is voided while its credit note is drafted is either void or credited', async () => {
  const of = await processes(2);
  for (const orderId of times(10).map(() => uuid())) {
    const invoice = await draftOf(of(0), orderId);
    done(await of(0).issue(invoice.id, {}, anybody()));
    const [voided, credited] = await Promise.all([
      of(0).void(invoice.id, 'a mistake', anybody()),
      of(1).draft(orderId, { from: 'invoice', invoiceId: invoice.id }, anybody()),
    ]);
    expect([voided, credited].filter((outcome) => isRefusal(outcome))).toHaveLength(1);
  }
});

test('a draft that is repeated with its key is the first one', async () => {
  const of = await processes(2);
  const orderId = uuid();
  const keyed = () => ({ ...anybody(), idempotency: { key: 'k', fingerprint: 'f' } });
  const outcomes = await Promise.all(times(8).map(async (index) => done(await of(index).draft(orderId, { from: 'order' }, keyed()))));
  expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
  expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
});

test('a store without a legal entity has no invoices', async () => {
  const service = await ownProcess(`test-${uuid().slice(-12)}`, 'wholesale');
  expect(refusedAs(await service.draft(uuid(), { from: 'order' }, anybody()))).toBe('invoices-not-offered');
});
