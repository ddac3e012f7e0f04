import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ClientLog } from './client-log.js';

let directory: string;
let log: ClientLog;
const file = () => path.join(directory, 'clients.jsonl');

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'docket-clients-'));
  log = new ClientLog(file());
});
afterEach(() => {
  log.close();
  rmSync(directory, { recursive: true });
});

const orderOf = (key: string, at: number) => log.begin({ key, invoiceNo: '536365', externalId: `${key}-0`, storeId: 'uk' }, at);
const place = { purpose: 'place', gateway: 'http://a' } as const;

test('an order is acknowledged by the first answer that holds it, and settled by the first that shows that', () => {
  const order = orderOf('k1', 1);
  const first = log.asked(order, place, 1);
  const second = log.asked(order, place, 3);
  log.answered(order, second, { at: 5, status: 201, orderId: 'o1', number: 'CO1', replayed: true });
  log.answered(order, first, { at: 6, status: 201, orderId: 'o1', number: 'CO1', settled: true });
  expect(log.orders.get('k1')).toMatchObject({ beganAt: 1, acknowledged: { at: 5, orderId: 'o1', number: 'CO1' }, settledAt: 6 });
  expect(log.counts).toEqual({
    begun: 1,
    acknowledged: 1,
    settled: 1,
    unanswered: 0,
    requests: 2,
    violations: 0,
    answers: { '201': 2 },
  });
});

test('what another body is answered with acknowledges nothing, and is a violation', () => {
  const order = orderOf('k1', 1);
  const attempt = log.asked(order, { purpose: 'other-body', gateway: 'http://a' }, 1);
  log.answered(order, attempt, { at: 2, status: 201, orderId: 'o2', number: 'CO2' });
  expect(order.acknowledged).toBeUndefined();
  expect(log.violations).toEqual([{ key: 'k1', at: 2, text: 'idempotency-key-reused was to be said, and was answered with 201 order o2' }]);
});

test('the first answer to issuing says which invoice is issued, and acknowledges no order', () => {
  const order = orderOf('k1', 1);
  const issue = () => log.asked(order, { purpose: 'issue', gateway: 'http://a' }, 1);
  const [first, second] = [issue(), issue()];
  log.answered(order, second, { at: 2, status: 200, orderId: 'i1', number: 'A-1', replayed: true });
  log.answered(order, first, { at: 3, status: 200, orderId: 'i1', number: 'A-2' });
  expect(order).toMatchObject({ issued: { id: 'i1', number: 'A-1' } });
  expect(order.acknowledged).toBeUndefined();
  expect(log.violations).toHaveLength(1);
});

test('an order that nobody insists on any longer is unanswered, unless it was acknowledged', () => {
  const [answered, given] = [orderOf('k1', 1), orderOf('k2', 1)];
  log.answered(answered, log.asked(answered, place, 1), { at: 2, status: 201, orderId: 'o1', number: 'CO1' });
  log.answered(given, log.asked(given, place, 1), { at: 2, detail: 'connect ECONNREFUSED' });
  log.gaveUp(answered);
  log.gaveUp(given);
  log.gaveUp(given);
  expect(log.counts).toMatchObject({ unanswered: 1, answers: { '201': 1, none: 1 } });
  expect([answered.unanswered, given.unanswered]).toEqual([undefined, true]);
});

test('counts what fell between two moments', () => {
  const [early, late] = [orderOf('k1', 10), orderOf('k2', 20)];
  log.answered(early, log.asked(early, place, 10), { at: 20, status: 201, orderId: 'o1', number: 'CO1' });
  log.asked(late, place, 20);
  log.asked(late, place, 30);
  expect(log.countsBetween(10, 20)).toEqual({ orders: 1, requests: 1, acknowledged: 0 });
  expect(log.countsBetween(20, 30)).toEqual({ orders: 1, requests: 1, acknowledged: 1 });
});

test('each entry is in the file at once, a JSON line', () => {
  const order = orderOf('k1', 1);
  const attempt = log.asked(order, { ...place, wait: 5 }, 2);
  log.answered(order, attempt, { at: 3, status: 503, problem: 'unavailable' });
  log.gaveUp(order, 4);
  const entries = readFileSync(file(), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(entries).toEqual([
    { entry: 'order', at: 1, key: 'k1', invoiceNo: '536365', externalId: 'k1-0', storeId: 'uk' },
    { entry: 'asked', id: 1, key: 'k1', at: 2, purpose: 'place', gateway: 'http://a', wait: 5 },
    { entry: 'answered', id: 1, key: 'k1', at: 3, status: 503, problem: 'unavailable' },
    { entry: 'unanswered', at: 4, key: 'k1' },
  ]);
});

test('a key begins once', () => {
  orderOf('k1', 1);
  expect(() => orderOf('k1', 2)).toThrow('k1 was begun before');
});
