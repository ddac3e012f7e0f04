import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { ask } from './ask.js';

const dispatcher = new Agent();
const server = createServer((request, response) => response.end(decodeURIComponent((request.url ?? '').slice(1))));
let gateway: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gateway = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await dispatcher.destroy();
  server.close();
});

const answerTo = (body: object) =>
  ask(gateway, dispatcher, { method: 'GET', path: `/${encodeURIComponent(JSON.stringify(body))}` }, AbortSignal.timeout(5_000));

test('an order is told with its payment that is authorized, and settled when all of it is', async () => {
  const order = {
    ...{ id: 'o1', number: 'CO1', tax: { status: 'calculated' }, payments: [{ id: 'p1' }], shipments: [{ id: 's1' }] },
    documents: [
      { id: 'p1', status: 'Authorized' },
      { id: 's1', status: 'New' },
    ],
  };
  const told = { status: 200, orderId: 'o1', number: 'CO1', shipmentId: 's1', authorizedId: 'p1' };
  expect(await answerTo(order)).toMatchObject({ ...told, settled: true });
  const { settled, ...early } = await answerTo({ ...order, documents: [{ id: 'p1', status: 'Authorized' }] });
  expect([settled, early]).toEqual([undefined, expect.objectContaining(told)]);
});

test('a preview is an answer, whose documents are those to come', async () => {
  const preview = { id: 'o1', number: 'CO1', tax: { status: 'calculated' }, documents: { changed: [] } };
  expect(await answerTo(preview)).toMatchObject({ status: 200, orderId: 'o1', number: 'CO1' });
});
