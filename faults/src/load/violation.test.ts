import type { Answer, Attempt, OrderRecord, Purpose } from './client-record.js';
import { violationOf } from './violation.js';

const placed: Answer = { at: 2, status: 201, orderId: 'o1', number: 'CO1' };
const attempt = (purpose: Purpose, id = 2): Attempt => ({ id, key: 'k1', purpose, gateway: 'http://a', at: 1 });
const order = (first: Answer | null = placed): OrderRecord => ({
  key: 'k1',
  invoiceNo: '536365',
  externalId: '536365-0',
  storeId: 'uk',
  beganAt: 1,
  edits: [],
  attempts: first ? [{ ...attempt('place', 1), answer: first }] : [],
  ...(first && { acknowledged: { at: 2, orderId: 'o1', number: 'CO1' } }),
});

test.each<[string, Purpose, Answer]>([
  ['the same order, said to be a repeat', 'repeat', { ...placed, replayed: true }],
  ['the same order to the twin of the first request', 'place', { ...placed, replayed: true }],
  ['the order that is read', 'read', { ...placed, status: 200 }],
  ['a service that is away', 'read', { at: 2, status: 503 }],
  ['an invoice that waits for the tax', 'invoice', { at: 2, status: 409, problem: 'tax-not-calculated' }],
  ['an invoice', 'invoice', { at: 2, status: 201, orderId: 'i1', number: 'CO1-D1' }],
  ['no answer', 'repeat', { at: 2, detail: 'other side closed' }],
  ['the refusal of another body', 'other-body', { at: 2, status: 422, problem: 'idempotency-key-reused' }],
])('%s is well', (_, purpose, answer) => {
  expect(violationOf(order(), attempt(purpose), answer)).toBeUndefined();
});

test('an invoice that is issued again is the same', () => {
  const issued = { ...order(), issued: { id: 'i1', number: 'A-1' } };
  const answer = (orderId: string, number: string) => violationOf(issued, attempt('issue'), { at: 3, status: 200, orderId, number });
  expect(answer('i1', 'A-1')).toBeUndefined();
  expect(answer('i1', 'A-2')).toBe('issue was answered with invoice A-2 (i1), and before with A-1 (i1)');
});

test('the first answer is well', () => {
  expect(violationOf(order(null), attempt('place'), placed)).toBeUndefined();
});

test.each<[string, Purpose, Answer, string]>([
  [
    'another order',
    'repeat',
    { ...placed, orderId: 'o2', replayed: true },
    'repeat was answered with order CO1 (o2), and before with CO1 (o1)',
  ],
  ['another number', 'read', { ...placed, status: 200, number: 'CO2' }, 'read was answered with order CO2 (o1), and before with CO1 (o1)'],
  ['a repeat as if it were new', 'repeat', placed, 'repeat was answered as if it were the first'],
  ['both of two as new', 'place', placed, 'two requests were each answered as the first'],
  ['404 after the acknowledgement', 'read', { at: 2, status: 404, problem: 'not-found' }, 'read was answered with 404 not-found'],
  ['a refusal', 'place', { at: 2, status: 400, problem: 'invalid-input' }, 'place was answered with 400 invalid-input'],
  ['success without an order', 'place', { at: 2, status: 201 }, 'place was answered with 201 and no order'],
  ['nothing issued', 'issue', { at: 2, status: 200 }, 'issue was answered without an invoice'],
  ['another body taken', 'other-body', placed, 'idempotency-key-reused was to be said, and was answered with 201 order o1'],
  [
    'another body refused for another reason',
    'other-body',
    { at: 2, status: 400, problem: 'invalid-input' },
    'idempotency-key-reused was to be said, and was answered with 400 invalid-input',
  ],
])('%s is not', (_, purpose, answer, text) => {
  expect(violationOf(order(), attempt(purpose), answer)).toBe(text);
});
