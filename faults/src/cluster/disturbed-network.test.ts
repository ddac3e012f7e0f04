import { eventually } from '../../../test/support/eventually.js';
import { ProxiedServer } from '../../test/proxied-server.js';
import type { Disturbance } from './network.js';

let at: ProxiedServer;
beforeEach(async () => {
  at = await ProxiedServer.start();
});
afterEach(() => at.stop());

const flow = { from: 'orders-1', to: 'kafka-1' };
const silence: Disturbance = { kind: 'silence' };
const cut: Disturbance = { kind: 'cut' };
/** What no buffer on the way can hold. */
const big = Buffer.alloc(32 * 1024 * 1024, 'x');

describe('undisturbed', () => {
  test('each end says its end by itself', async () => {
    const { client, server } = await at.connect('orders-1');
    client.socket.end('question');
    await server.receives('question');
    await eventually(() => server.ended);
    server.socket.end('late answer');
    await client.receives('late answer');
    await eventually(() => client.closed && server.closed);
    expect([client.error, server.error]).toEqual([undefined, undefined]);
  });

  test('a reset is passed on, either way', async () => {
    const one = await at.connect('orders-1');
    one.client.socket.resetAndDestroy();
    await one.server.fails('ECONNRESET');
    const two = await at.connect('orders-1');
    two.server.socket.resetAndDestroy();
    await two.client.fails('ECONNRESET');
  });

  test('a slow reader slows the writer, and gets all in the end', async () => {
    const { client, server } = await at.connect('orders-1');
    server.socket.pause();
    client.socket.end(big);
    await at.othersPass();
    expect(client.socket.writableLength).toBeGreaterThan(0);
    server.socket.resume();
    await eventually(() => server.ended);
    expect(server.received.equals(big)).toBe(true);
  });

  test('a closed proxy refuses, and takes connections again when it is opened', async () => {
    const before = await at.connect('orders-1');
    at.proxy.close();
    await at.dial('orders-1').fails('ECONNREFUSED');
    before.client.socket.write('still there');
    await before.server.receives('still there');
    await at.proxy.open();
    await at.connect('orders-1');
  });

  test('where the server does not listen, a connection is reset', async () => {
    at.goAway();
    await at.dial('orders-1').fails('ECONNRESET');
  });
});

describe('cut', () => {
  test('connections are reset, new ones too, those of other flows are not', async () => {
    const { client, server } = await at.connect('orders-1');
    const end = at.network.disturb(flow, cut);
    await client.fails('ECONNRESET');
    await server.fails('ECONNRESET');
    await at.dial('orders-1').fails('ECONNRESET');
    await at.othersPass();
    end();
    await at.connect('orders-1');
  });

  test('anybody is everybody else: what a node says to itself passes', async () => {
    const own = await at.connect('kafka-1');
    const end = at.network.disturb({ from: '*', to: 'kafka-1' }, cut);
    await at.dial('orders-1').fails('ECONNRESET');
    own.client.socket.write('to myself');
    await own.server.receives('to myself');
    end();
  });
});

describe('silence', () => {
  test('holds what is sent either way, and lets it pass afterwards', async () => {
    const { client, server } = await at.connect('orders-1');
    const end = at.network.disturb(flow, silence);
    client.socket.end('question');
    server.socket.end('answer');
    await at.othersPass();
    expect([client.received.length, client.ended, server.received.length, server.ended]).toEqual([0, false, 0, false]);
    end();
    await server.receives('question');
    await client.receives('answer');
    await eventually(() => client.ended && server.ended);
  });

  test('does not tell of a reset until it is over', async () => {
    const { client, server } = await at.connect('orders-1');
    const end = at.network.disturb(flow, silence);
    client.socket.resetAndDestroy();
    await at.othersPass();
    expect(server.closed).toBe(false);
    end();
    await server.fails('ECONNRESET');
  });

  test('a new connection is accepted and stays silent', async () => {
    const end = at.network.disturb(flow, silence);
    const { client, server } = await at.connect('orders-1');
    client.socket.write('hello');
    await at.othersPass();
    expect(server.received).toHaveLength(0);
    end();
    await server.receives('hello');
  });

  test('holds only so much: the sender cannot go on', async () => {
    const { client, server } = await at.connect('orders-1');
    const end = at.network.disturb(flow, silence);
    client.socket.end(big);
    await at.othersPass();
    expect(client.socket.writableLength).toBeGreaterThan(0);
    end();
    await eventually(() => server.ended);
    expect(server.received.equals(big)).toBe(true);
  });

  test('lasts until all that overlap are over', async () => {
    const { client, server } = await at.connect('orders-1');
    const ends = [at.network.disturb(flow, silence), at.network.disturb({ from: '*', to: '*' }, silence)];
    client.socket.write('hello');
    ends[1]?.();
    await at.othersPass();
    expect(server.received).toHaveLength(0);
    ends[0]?.();
    await server.receives('hello');
  });
});

test('half-close: the client reads the end, and is still heard', async () => {
  const { client, server } = await at.connect('orders-1');
  server.socket.write('before');
  await client.receives('before');
  at.network.disturb(flow, { kind: 'half-close' });
  await eventually(() => client.ended);
  server.socket.write('unheard');
  client.socket.write('heard');
  await server.receives('heard');
  await at.othersPass();
  expect(client.received.toString()).toBe('before');
  expect(client.closed).toBe(false);
});

test('delay: nothing comes early, and all in order', async () => {
  const { client, server } = await at.connect('orders-1');
  at.network.disturb(flow, { kind: 'delay', milliseconds: 200, jitter: 100 });
  const sent = performance.now();
  const first = new Promise<number>((resolve) => server.socket.once('data', () => resolve(performance.now())));
  const numbers = Array.from({ length: 100 }, (_, index) => `${index} `);
  for (const number of numbers) {
    client.socket.write(number);
    await new Promise((resolve) => setImmediate(resolve)); // so that they come one by one
  }
  client.socket.end();
  await eventually(() => server.ended);
  expect(server.received.toString()).toBe(numbers.join(''));
  expect((await first) - sent).toBeGreaterThanOrEqual(199);
});

test('throttle: no more than so many bytes a second, either way, and all of them', async () => {
  const { client, server } = await at.connect('orders-1');
  const end = at.network.disturb(flow, { kind: 'throttle', bytesPerSecond: 200_000 });
  const sent = performance.now();
  const bytes = Buffer.from('0123456789'.repeat(10_000));
  client.socket.write(bytes);
  server.socket.write(bytes);
  await eventually(() => client.received.length === bytes.length && server.received.length === bytes.length);
  expect(performance.now() - sent).toBeGreaterThanOrEqual(400);
  expect(client.received.equals(bytes) && server.received.equals(bytes)).toBe(true);
  end();
});
