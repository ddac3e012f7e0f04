import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { SocketOwners } from './socket-owner.js';

const server = createServer();
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

const port = () => (server.address() as AddressInfo).port;
const nextSocket = async () => (await once(server, 'connection'))[0] as Socket;

test.each(['127.0.0.1', '::ffff:127.0.0.1'])('a connection from %s is of the process that opened it', async (address) => {
  const script = `require('node:net').connect(${port()}, '${address}'); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['-e', script]);
  const accepted = await nextSocket();
  const nodes = [
    { name: 'other-1', pid: process.ppid },
    { name: 'orders-1', pid: child.pid as number },
    { name: 'ended-1', pid: 2 ** 22 + 1 },
  ];
  expect(await new SocketOwners(() => nodes).ownerOf(accepted)).toBe('orders-1');
  expect(await new SocketOwners(() => nodes.slice(0, 1)).ownerOf(accepted)).toBe('clients');
  child.kill('SIGKILL');
  accepted.on('error', () => undefined).destroy();
  await once(child, 'exit');
});

test('nobody has a connection whose opener is gone', async () => {
  const opened = connect(port(), '127.0.0.1');
  const accepted = await nextSocket();
  const owners = new SocketOwners(() => []);
  expect(await owners.ownerOf(accepted)).toBe('clients');
  accepted.resume();
  opened.destroy();
  await once(accepted, 'close');
  expect(await owners.ownerOf(accepted)).toBeNull();
});
