import { eventually } from '../../../test/support/eventually.js';
import { type End, ProxiedServer } from '../../test/proxied-server.js';
import { kafkaProtocol } from './protocol.js';

let at: ProxiedServer;
beforeEach(async () => {
  at = await ProxiedServer.start(kafkaProtocol);
});
afterEach(() => at.stop());

const flow = { from: 'orders-1', to: 'kafka-1' };
const PRODUCE = 0;
const FETCH = 1;

function ask(client: End, apiKey: number, id: number): void {
  const request = Buffer.alloc(20);
  request.writeInt32BE(16, 0);
  request.writeInt16BE(apiKey, 4);
  request.writeInt32BE(id, 8);
  client.socket.write(request);
}

/** Answers each of so many requests, in one piece. */
async function answer(server: End, ids: readonly number[]): Promise<void> {
  await eventually(() => server.received.length === 20 * ids.length);
  server.clear();
  const replies = ids.map((id) => {
    const reply = Buffer.alloc(12);
    reply.writeInt32BE(8, 0);
    reply.writeInt32BE(id, 4);
    return reply;
  });
  server.socket.write(Buffer.concat(replies));
}

const answered = ({ received }: End) => Array.from({ length: received.length / 12 }, (_, index) => received.readInt32BE(12 * index + 4));

test('the next reply of the sort is lost, the others arrive', async () => {
  const { client, server } = await at.connect('orders-1');
  const end = at.network.disturb(flow, { kind: 'lose-replies', to: 'produce', count: 1, connection: 'kept' });
  ask(client, FETCH, 1);
  ask(client, PRODUCE, 2);
  ask(client, PRODUCE, 3);
  await answer(server, [1, 2, 3]);
  await eventually(() => client.received.length === 24);
  expect(answered(client)).toEqual([1, 3]);
  expect(at.network.lostReplies).toBe(1);
  end();
  ask(client, PRODUCE, 4);
  await answer(server, [4]);
  await eventually(() => client.received.length === 36);
});

test('also to a request that was under way before', async () => {
  const { client, server } = await at.connect('orders-1');
  ask(client, PRODUCE, 1);
  ask(client, FETCH, 2);
  await eventually(() => server.received.length === 40);
  at.network.disturb(flow, { kind: 'lose-replies', to: 'produce', count: 5, connection: 'kept' });
  await answer(server, [1, 2]);
  await eventually(() => client.received.length === 12);
  expect(answered(client)).toEqual([2]);
});

test('the connection is cut instead', async () => {
  const { client, server } = await at.connect('orders-1');
  at.network.disturb(flow, { kind: 'lose-replies', to: 'produce', count: 1, connection: 'cut' });
  ask(client, PRODUCE, 1);
  await answer(server, [1]);
  await client.fails('ECONNRESET');
  await server.fails('ECONNRESET');
  expect(client.received).toHaveLength(0);
  expect(at.network.lostReplies).toBe(1);
});

test('the count is for the whole flow, and for no other', async () => {
  const one = await at.connect('orders-1');
  const two = await at.connect('orders-1');
  const other = await at.connect('orders-2');
  at.network.disturb(flow, { kind: 'lose-replies', to: 'produce', count: 1, connection: 'kept' });
  for (const { client, server } of [other, one, two]) {
    ask(client, PRODUCE, 1);
    await answer(server, [1]);
  }
  await eventually(() => other.client.received.length === 12 && two.client.received.length === 12);
  expect(one.client.received).toHaveLength(0);
});
