import type { DocumentFacts } from './verify-databases.js';
import { acknowledgementDifferences } from './verify-orders.js';
import { type ServiceTraces, traceDifferences, watermarkDifferences } from './verify-service.js';
import { verifiedServices } from './verify-services.js';

const facts = (fields: Partial<DocumentFacts> = {}): DocumentFacts => ({
  number: 'CO1',
  version: 1,
  pending: 0,
  pendingSince: undefined,
  watermarks: {},
  idempotencyKey: 'k1',
  ...fields,
});
const one = [{ version: 1, eventId: 'e1' }];

function traces(changes: {
  documents?: [string, DocumentFacts][];
  histories?: ServiceTraces['histories'];
  byKey?: ServiceTraces['topic']['byKey'];
  misplaced?: string[];
}): ServiceTraces {
  return {
    documents: new Map(changes.documents ?? [['o1', facts()]]),
    histories: changes.histories ?? new Map([['o1', one]]),
    topic: { messages: 1, byKey: changes.byKey ?? new Map([['o1', one]]), misplaced: changes.misplaced ?? [] },
  };
}

describe("a service's traces", () => {
  test('that agree have no difference', () => {
    expect([...traceDifferences(verifiedServices.orders, traces({}))]).toEqual([]);
  });

  const both = (other: Partial<DocumentFacts>) => ({
    documents: [
      ['o1', facts()],
      ['o2', facts(other)],
    ] as [string, DocumentFacts][],
    histories: new Map([
      ['o1', one],
      ['o2', one],
    ]),
    byKey: new Map([
      ['o1', one],
      ['o2', one],
    ]),
  });

  test.each<[string, Parameters<typeof traces>[0], string]>([
    ['events not published', { documents: [['o1', facts({ pending: 2 })]] }, 'orders CO1 (o1): 2 events are not published'],
    [
      'a mark that was left',
      { documents: [['o1', facts({ pendingSince: new Date() })]] },
      'orders CO1 (o1): pendingSince is set and its outbox is empty',
    ],
    ['a history cut off', { documents: [['o1', facts({ version: 2 })]] }, 'orders CO1 (o1): is at version 2 and has 1 history records'],
    ['an event lost', { byKey: new Map() }, 'orders CO1 (o1): its topic lacks version 1'],
    [
      'a history of nothing',
      {
        histories: new Map([
          ['o1', one],
          ['o9', one],
        ]),
      },
      'orders: there is a history and no document o9',
    ],
    [
      'events of nothing',
      {
        byKey: new Map([
          ['o1', one],
          ['o9', one],
        ]),
      },
      'docket.orders.events: there are events and no document o9',
    ],
    ['a message out of place', { misplaced: ['message 0/1 lacks its key'] }, 'docket.orders.events: message 0/1 lacks its key'],
    ['a number twice', both({ idempotencyKey: 'k2' }), 'orders: number CO1 is that of o1 and of o2'],
    ['a key twice', both({ number: 'CO2' }), 'orders: idempotency key k1 is that of o1 and of o2'],
  ])('show %s', (_, changes, difference) => {
    expect([...traceDifferences(verifiedServices.orders, traces(changes))]).toContain(difference);
  });
});

test('a document that has handled more of another than there is shows', () => {
  const withWatermark = (handled: number) =>
    new Map([
      ['orders', traces({ documents: [['o1', facts({ watermarks: { p1: handled } })]] })],
      ['payments', traces({ documents: [['p1', facts({ number: 'PI1', version: 2 })]] })],
    ]);
  expect([...watermarkDifferences(withWatermark(2))]).toEqual([]);
  expect([...watermarkDifferences(withWatermark(3))]).toEqual(['orders CO1 (o1): has handled version 3 of p1, which is at 2']);
});

describe('what was acknowledged', () => {
  const orders = new Map([['o1', { number: 'CO1', key: 'k1' }]]);
  const check = (...acknowledged: { key: string; orderId: string; number: string }[]) => [
    ...acknowledgementDifferences(orders, acknowledged),
  ];

  test('and is there, once or more often, has no difference', () => {
    expect(check({ key: 'k1', orderId: 'o1', number: 'CO1' }, { key: 'k1', orderId: 'o1', number: 'CO1' })).toEqual([]);
  });

  test('and is lost, changed or doubled shows', () => {
    expect(check({ key: 'k2', orderId: 'o2', number: 'CO2' })).toEqual(['order CO2 (o2) was acknowledged for k2 and does not exist']);
    expect(check({ key: 'k1', orderId: 'o1', number: 'CO9' })).toEqual(['order o1 was acknowledged as CO9 and is CO1']);
    expect(check({ key: 'k9', orderId: 'o1', number: 'CO1' })).toEqual(['order CO1 was acknowledged for k9 and has the key k1']);
    expect(check({ key: 'k1', orderId: 'o1', number: 'CO1' }, { key: 'k1', orderId: 'o2', number: 'CO2' })).toContain(
      'k1 was answered with order o1 and with o2',
    );
  });
});
