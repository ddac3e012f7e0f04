import type { AggregateDocument, HistoryRecord } from '#platform/aggregate-document.js';
import type { StoredEvent } from '#platform/kafka/cloud-event.js';
import { verifiedServices } from '#tools/verify-services.js';
import type { CapturedWrites } from './captured-writes.js';
import { type Command, planSettleFloor } from './settle-floor-plan.js';

const { orders, payments } = verifiedServices;
const stored = (version: number) =>
  ({ id: `e${version}`, type: 'order.placed', version, time: new Date(0).toISOString(), data: {} }) as StoredEvent;
const document = (id: string, inserted: number) =>
  ({
    _id: id,
    version: inserted,
    outbox: Array.from({ length: inserted }, (_, index) => stored(index + 1)),
  }) as unknown as AggregateDocument<object>;
const record = (id: string, version: number): HistoryRecord => ({
  _id: `${id}:${version}`,
  documentId: id,
  version,
  event: stored(version),
});

// Each order has an order of three versions, inserted with the first, and a payment of three, inserted with two.
const captured: CapturedWrites = {
  orders: 2,
  documents: ['a', 'b'].flatMap((id) => [
    { service: orders, content: document(`order-${id}`, 1) },
    { service: payments, content: document(`payment-${id}`, 2) },
  ]),
  history: ['a', 'b'].flatMap((id) =>
    [1, 2, 3].flatMap((version) => [
      { service: orders, content: record(`order-${id}`, version) },
      { service: payments, content: record(`payment-${id}`, version) },
    ]),
  ),
};
const writes = {
  documentInserts: 2,
  historyInserts: 6,
  updates: 7, // 3 changes of state and 4 of an outbox
  insertsPerCommand: 2,
  updatesPerCommand: 2,
  records: 6,
  recordsPerSend: 3,
  topicBytes: 1,
};

const plan = planSettleFloor(captured, writes, 3);
const commands = plan.stages.flat();
const updatesOf = (list: readonly Command[]) => list.flatMap((command) => ('updates' in command ? command.updates : []));

test('documents and histories are inserted, each once', () => {
  const insertsInto = (into: string) =>
    commands.flatMap((command) => ('inserts' in command && command.into === into ? command.inserts.map(({ _id }) => _id) : []));
  expect(insertsInto('documents').sort()).toEqual(['order-a', 'order-b', 'payment-a', 'payment-b']);
  expect(insertsInto('history').sort()).toEqual(captured.history.map(({ content }) => content._id).sort());
});

test('there are as many updates as the services made, those of a state with the event that it pushes', () => {
  const updates = updatesOf(commands);
  expect(updates).toHaveLength(7 * 2);
  expect(updates.filter(({ event }) => event)).toHaveLength(3 * 2);
});

test('a document is inserted in a stage before its updates, and no command of a stage changes a state twice', () => {
  expect(updatesOf(plan.stages[0] ?? [])).toEqual([]);
  for (const stage of plan.stages) {
    const changed = updatesOf(stage).filter(({ event }) => event);
    expect(new Set(changed.map(({ id }) => id)).size).toBe(changed.length);
  }
});

test('commands and sends are as large as those of the services', () => {
  const sizes = commands.map((command) => ('updates' in command ? command.updates.length : command.inserts.length));
  expect(Math.max(...sizes)).toBe(2);
  expect(plan.sends.get(orders)?.map(({ length }) => length)).toEqual([3, 3]);
  expect(
    plan.sends
      .get(payments)
      ?.flat()
      .map(({ key }) => key),
  ).toContain('payment-b');
});
