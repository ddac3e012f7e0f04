import { type WriteCounters, writesPerOrder } from './write-counts.js';

const before: WriteCounters = {
  documents: 40,
  events: 90,
  inserts: 1_000,
  insertCommands: 500,
  updates: 2_000,
  updateCommands: 900,
  topics: { batches: 30, records: 90, bytes: 50_000 },
};

test('what grew is spread over the orders and over the commands', () => {
  const after: WriteCounters = {
    documents: 80,
    events: 180,
    inserts: 1_130,
    insertCommands: 526,
    updates: 2_150,
    updateCommands: 950,
    topics: { batches: 60, records: 181, bytes: 150_000 },
  };
  expect(writesPerOrder(before, after, 10)).toEqual({
    documentInserts: 4,
    historyInserts: 9,
    updates: 15,
    insertsPerCommand: 5,
    updatesPerCommand: 3,
    records: 9.1,
    recordsPerSend: 91 / 30,
    topicBytes: 10_000,
  });
});

test('without the files of a broker, each event counts as one record, and sends are not known', () => {
  const after = { ...before, events: 190, topics: undefined };
  expect(writesPerOrder(before, after, 10)).toMatchObject({ records: 10, recordsPerSend: undefined, topicBytes: undefined });
});

test('where nothing was written, nothing is divided by zero', () => {
  expect(writesPerOrder(before, before, 10)).toMatchObject({ updates: 0, updatesPerCommand: 1, insertsPerCommand: 1, recordsPerSend: 1 });
});
