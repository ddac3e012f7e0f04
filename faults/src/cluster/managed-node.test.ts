import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDaemon } from '#infra/daemon.js';
import { freePorts } from '#infra/ports.js';
import { DisturbedNetwork } from './disturbed-network.js';
import { ManagedNode } from './managed-node.js';
import { NodeProxy } from './node-proxy.js';

const directory = mkdtempSync(path.join(tmpdir(), 'docket-node-'));
afterAll(() => rmSync(directory, { recursive: true }));

let node: ManagedNode;
let viaProxy: string;
beforeEach(async () => {
  const [own, port] = (await freePorts(2)) as [number, number];
  const network = new DisturbedNetwork();
  viaProxy = `http://127.0.0.1:${port}`;
  const script = `require('node:http').createServer((_, response) => response.end()).listen(${own}, '127.0.0.1')`;
  const isReady = () => answers(`http://127.0.0.1:${own}`);
  node = new ManagedNode({
    name: 'orders-1',
    kind: 'service',
    launch: () =>
      startDaemon(directory, { name: 'orders-1', role: 'service', command: process.execPath, args: ['-e', script], graceMs: 0 }),
    listens: isReady,
    isReady,
    proxies: [new NodeProxy({ to: 'orders-1', port, targetPort: own, protocol: null }, network, async () => 'clients')],
    clock: null,
  });
});
afterEach(() => node.kill());

async function answers(url: string): Promise<boolean> {
  try {
    const headers = { connection: 'close' };
    return (await fetch(url, { headers, signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

const codeOfFetch = () => fetch(viaProxy).catch((error) => error.cause.code);

test('a node that is killed refuses connections, and starts again where it was', async () => {
  await node.start();
  expect(await answers(viaProxy)).toBe(true);
  await node.kill();
  expect([await node.isReady(), node.pid, await codeOfFetch()]).toEqual([false, null, 'ECONNREFUSED']);
  await node.kill();
  await node.stop();
  await node.start();
  expect(await answers(viaProxy)).toBe(true);
});

test('a running node is left alone by a start, however many ask', async () => {
  await Promise.all([node.start(), node.start(), node.start()]);
  const { pid } = node;
  await node.start();
  expect(node.pid).toBe(pid);
});

test('a frozen node does not answer until it is thawed', async () => {
  await node.start();
  node.freeze();
  expect(await node.isReady()).toBe(false);
  node.thaw();
  expect(await node.isReady()).toBe(true);
});

test('a frozen node can be killed, and what is told to a dead one does nothing', async () => {
  await node.start();
  node.freeze();
  await node.kill();
  node.freeze();
  node.thaw();
  expect(node.pid).toBeNull();
});

test('killed while it starts, it says so, and may be started again', async () => {
  const starting = node.start();
  await new Promise((resolve) => setImmediate(resolve));
  await node.kill();
  await expect(starting).rejects.toThrow('ended while starting');
  await node.start();
  expect(await node.isReady()).toBe(true);
});
