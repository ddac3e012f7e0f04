import { v7 as uuid } from 'uuid';
import { draft, startTestSystem, type TestSystem } from './test-system.js';

const ORDERS = 20;
const LINES = 50;
const REPLICAS = 3;

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem({}, { payments: REPLICAS });
}, 120_000);
afterAll(() => system.stop());

/** An order with a draft of an invoice for each of its lines: their ids. */
async function drafted(): Promise<string[]> {
  const lines = Array.from({ length: LINES }, (_, index) => ({ sku: `S${index}`, name: 'One', quantity: 1, price: '1' }));
  const order = await system.post('/v1/orders', draft({ lines, shipments: undefined }), { prefer: 'wait=30' });
  const ids: string[] = [];
  for (const { id } of order.body.lines) {
    const made = await system.post(`/v1/orders/${order.body.id}/invoices`, { from: 'lines', lines: [{ lineId: id, quantity: 1 }] });
    expect(made.status).toBe(201);
    ids.push(made.body.id);
  }
  return ids;
}

/** The number that it has, asked for by one key until somebody answers. */
async function issued(id: string, onIssued: () => void): Promise<string> {
  const headers = { 'if-match': '*', 'idempotency-key': uuid() };
  for (;;) {
    const { status, body } = await system.post(`/v1/invoices/${id}/issue`, {}, headers);
    if (status === 200) {
      onIssued();
      return body.number;
    }
    expect([502, 503, 504]).toContain(status);
  }
}

test('a thousand invoices are issued at once by several replicas, of which two are killed: numbers without repeat and without gap', async () => {
  const ids = (await Promise.all(Array.from({ length: ORDERS }, drafted))).flat();
  let count = 0;
  const restarts: Promise<void>[] = [];
  const onIssued = () => {
    count += 1;
    if (count === 100) restarts.push(system.restart('payments', { number: 1 }));
    if (count === 400) restarts.push(system.restart('payments', { number: 2 }));
  };
  const numbers = await Promise.all(ids.map((id) => issued(id, onIssued)));
  await Promise.all(restarts);
  const sequences = numbers.map((number) => Number(number.split('-').at(-1))).sort((one, other) => one - other);
  const first = sequences[0] as number;
  expect(sequences).toEqual(Array.from({ length: ORDERS * LINES }, (_, index) => first + index));
}, 300_000);
