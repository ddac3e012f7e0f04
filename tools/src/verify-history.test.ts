import { historyDifferences, topicDifferences, type VersionedEvent } from './verify-history.js';

const events = (...versions: number[]): VersionedEvent[] => versions.map((version) => ({ version, eventId: `e${version}` }));

describe('a history', () => {
  test('of all versions in any order is well', () => {
    expect([...historyDifferences(3, events(2, 1, 3))]).toEqual([]);
  });

  test.each<[string, number, VersionedEvent[], string[]]>([
    ['a gap', 3, events(1, 3), ['is at version 3 and has 2 history records', 'its history goes from version 1 to 3']],
    ['a version twice', 2, events(1, 1), ['its history has version 1 more than once']],
    ['too few', 2, events(1), ['is at version 2 and has 1 history records']],
    ['none', 1, [], ['is at version 1 and has 0 history records']],
    ['more than the document has', 1, events(1, 2), ['is at version 1 and has 2 history records']],
  ])('with %s is not', (_, version, history, differences) => {
    expect([...historyDifferences(version, history)]).toEqual(differences);
  });
});

describe('a topic', () => {
  test('that repeats what a reader has had is well', () => {
    expect([...topicDifferences(events(1, 2, 1, 2, 3, 2), events(1, 2, 3))]).toEqual([]);
  });

  test.each<[string, VersionedEvent[], VersionedEvent[], string[]]>([
    ['lacks the last', events(1), events(1, 2), ['its topic lacks version 2']],
    ['lacks all', [], events(1), ['its topic lacks version 1']],
    ['has them in the wrong order', events(1, 3, 2), events(1, 2, 3), ['its topic goes from version 1 to 3']],
    ['begins late', events(2), events(1, 2), ['its topic goes from version 0 to 2']],
    ['has what the history has not', events(1, 2), events(1), ['its topic has event e2 for version 2, its history none']],
    [
      'has another event than the history',
      [{ version: 1, eventId: 'other' }],
      events(1),
      ['its topic has event other for version 1, its history e1'],
    ],
    [
      'has two events for one version',
      [...events(1), { version: 1, eventId: 'other' }],
      events(1),
      ['its topic has two events for version 1: e1 and other'],
    ],
  ])('that %s is not', (_, messages, history, differences) => {
    expect([...topicDifferences(messages, history)]).toEqual(differences);
  });
});
