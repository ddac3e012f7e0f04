import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReplayOptions, type ReplayProgress, replay } from './replay-orders.js';

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const sale = (invoiceNo: string) => `${invoiceNo},22423,CAKESTAND,2,2010-12-01 08:26:00,12.75,17850.0,France`;
const rows = [header, sale('1'), sale('2'), 'C3,22423,CAKESTAND,-1,2010-12-01 08:26:00,12.75,,France', sale('4'), sale('5')];

type Answer = (response: ServerResponse, key: string, attempt: number) => void;

let folder: string;
let file: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docket-replay-'));
  file = join(folder, 'invoices.csv');
  await writeFile(file, rows.join('\n'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

const json = (response: ServerResponse, status: number, body: object, headers = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

/** A server that keeps one order per key as the gateway does, and answers by `answer` instead where that does so. */
async function gatewayStub(
  answer: Answer = () => {},
): Promise<{ url: string; placed: Map<string, string>; attempts: Map<string, number> }> {
  const placed = new Map<string, string>();
  const attempts = new Map<string, number>();
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    request.resume().on('end', () => {
      const key = String(request.headers['idempotency-key']);
      const attempt = (attempts.get(key) ?? 0) + 1;
      attempts.set(key, attempt);
      answer(response, key, attempt);
      if (response.writableEnded || response.destroyed) return;
      const repeated = placed.has(key);
      placed.set(key, placed.get(key) ?? `order-${placed.size}`);
      json(response, repeated ? 200 : 201, { id: placed.get(key), number: 'CO1' }, repeated ? { 'idempotency-replayed': 'true' } : {});
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, placed, attempts };
}

const run = (gateway: string, options: Partial<ReplayOptions> = {}) => replay({ file, gateway, ...options });

test('places every order once; a second run finds them there', async () => {
  const { url, placed } = await gatewayStub();
  const acknowledged = join(folder, 'acknowledged.jsonl');
  const seen: ReplayProgress[] = [];
  const first = await run(url, { acknowledged, onProgress: (progress) => seen.push(progress) });
  expect(first).toMatchObject({
    read: { rows: 5, invoices: 5, sum: '89.25' },
    placedNow: { orders: 4, sum: '102.00' },
    alreadyThere: { orders: 0, sum: '0.00' },
    failed: { orders: 0, sum: '0.00' },
    leftOut: [{ reason: 'credit note', invoices: 1, rows: 1, sum: '-12.75' }],
    balanced: true,
    failures: [],
  });
  expect([...placed.keys()].sort()).toEqual(['1', '2', '4', '5'].map((number) => `online-retail-${number}`));
  expect(seen.at(-1)).toEqual({ total: 4, placedNow: 4, alreadyThere: 0, failed: 0 });
  const lines = (await readFile(acknowledged, 'utf8')).trim().split('\n');
  expect(new Map(lines.map((line) => JSON.parse(line)).map(({ key, orderId }) => [key, orderId]))).toEqual(placed);

  expect(await run(url)).toMatchObject({ placedNow: { orders: 0 }, alreadyThere: { orders: 4, sum: '102.00' }, balanced: true });
});

test('insists when the connection breaks, the gateway is down, busy or broken, and no order is lost or doubled', async () => {
  const faults: Answer[] = [
    (response) => response.destroy(),
    (response) => json(response, 503, { title: 'down' }),
    (response) => json(response, 429, { title: 'busy' }, { 'retry-after': '0' }),
    (response) => response.writeHead(201).end('{"id":'),
    (response) => response.writeHead(502).end('<html>Bad gateway</html>'),
  ];
  const { url, placed } = await gatewayStub((response, _key, attempt) => faults[attempt - 1]?.(response, '', attempt));
  const report = await run(url);
  expect(report).toMatchObject({ placedNow: { orders: 4 }, failed: { orders: 0 }, repeatedRequests: 20 });
  expect(placed.size).toBe(4);
}, 30_000);

test('takes an answer that was lost as placed before', async () => {
  const lost: { placed?: Map<string, string> } = {};
  const stub = await gatewayStub((response, key, attempt) => {
    if (attempt > 1) return;
    lost.placed?.set(key, `order-${key}`);
    response.destroy();
  });
  lost.placed = stub.placed;
  expect(await run(stub.url)).toMatchObject({ placedNow: { orders: 0 }, alreadyThere: { orders: 4 } });
});

test('reports a refusal with its detail and errors, asks once only, and goes on', async () => {
  const errors = [{ path: 'lines[0].price', message: 'must be an amount' }];
  const { url, attempts } = await gatewayStub((response, key) => {
    if (key === 'online-retail-2') json(response, 400, { detail: 'the body is not valid', errors });
  });
  const report = await run(url);
  expect(report).toMatchObject({ placedNow: { orders: 3 }, failed: { orders: 1, sum: '25.50' }, balanced: true });
  expect(report.failures).toEqual([
    { invoiceNo: '2', idempotencyKey: 'online-retail-2', sum: '25.50', status: 400, detail: '400 the body is not valid', errors },
  ]);
  expect(attempts.get('online-retail-2')).toBe(1);
});

test('gives up after its patience, on one order or on all', async () => {
  const one = await gatewayStub((response, key) => {
    if (key === 'online-retail-1') json(response, 500, { title: 'broken' });
  });
  expect(await run(one.url, { patience: 0.3 })).toMatchObject({
    placedNow: { orders: 3 },
    failed: { orders: 1 },
    failures: [{ invoiceNo: '1', detail: 'no answer: 500 broken' }],
    balanced: true,
  });
  server?.close();
  const all = await gatewayStub((response) => json(response, 503, { title: 'down' }));
  const report = await run(all.url, { patience: 0.3, concurrency: 1 });
  expect(report).toMatchObject({ failed: { orders: 1 }, endedEarly: 'no order was answered for 0.3 seconds', balanced: true });
});

test('ends when asked to, and says so', async () => {
  const stop = new AbortController();
  const { url } = await gatewayStub((response) => response.destroy());
  const ended = run(url, { concurrency: 1, signal: stop.signal });
  setTimeout(() => stop.abort(), 100);
  expect(await ended).toMatchObject({ failed: { orders: 1 }, endedEarly: 'ended by request', balanced: true });
});

test('keeps to the limit and the rate', async () => {
  const { url } = await gatewayStub();
  const report = await run(url, { limit: 3, rate: 20 });
  expect(report).toMatchObject({ read: { invoices: 4 }, placedNow: { orders: 3 }, balanced: true });
  // Orders 1, 2 and 3 begin at 0, 50 and 100 ms.
  expect(report.seconds).toBeGreaterThan(0.09);
});

test('sends nothing from a file that cannot be read to its end', async () => {
  await writeFile(file, [...rows, sale('6').replace('12.75', 'free')].join('\n'));
  const { url, placed } = await gatewayStub();
  await expect(run(url)).rejects.toThrow('row 6 of the file, UnitPrice');
  expect(placed.size).toBe(0);
});
