import { type AddressInfo, createServer, type Server } from 'node:net';
import { freePorts, portFromEnvironment, requireFreePorts } from './ports.js';

test('a taken port is named, with who wants it and how to choose another', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve)); // on all addresses, ours among them
  const { port } = server.address() as AddressInfo;
  const [free] = (await freePorts(1)) as [number];
  const wanted = [
    { port: free, program: 'MongoDB', variable: 'MONGO_PORT' },
    { port, program: 'Kafka', variable: 'KAFKA_PORT' },
  ];
  await expect(requireFreePorts(wanted)).rejects.toThrow(
    `Port ${port}, which Kafka wants, is taken by another program.\nEnd that program, or choose another port:\n  KAFKA_PORT=`,
  );
  await new Promise((resolve) => server.close(resolve));
  await requireFreePorts(wanted);
});

test('the ports of the command to copy are free, and variables that are set stay in it', async () => {
  const [first] = (await freePorts(1)) as [number];
  const [taken, alsoTaken, kept] = [first, first + 10_000, first + 10_001];
  const servers = await Promise.all([taken, alsoTaken].map(listen));
  process.env.DOCKET_TEST_PORT = String(kept);
  const wanted = [
    { port: taken, program: 'Kafka', variable: 'KAFKA_PORT' },
    { port: kept, program: 'MongoDB', variable: 'DOCKET_TEST_PORT' },
  ];
  const message = await requireFreePorts(wanted).catch((error: Error) => error.message);
  delete process.env.DOCKET_TEST_PORT;
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  expect(message).toMatch(new RegExp(`^  KAFKA_PORT=(\\d+) DOCKET_TEST_PORT=${kept} npm start$`, 'm'));
  expect([taken, alsoTaken, kept]).not.toContain(Number(/KAFKA_PORT=(\d+)/.exec(String(message))?.[1]));
});

async function listen(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

test('free ports differ from each other', async () => {
  expect(new Set(await freePorts(20)).size).toBe(20);
});

test('a port in the environment has to be one', () => {
  process.env.DOCKET_TEST_PORT = '80800';
  expect(() => portFromEnvironment('DOCKET_TEST_PORT', 1)).toThrow('DOCKET_TEST_PORT=80800 is not a port.');
  process.env.DOCKET_TEST_PORT = '8080';
  expect(portFromEnvironment('DOCKET_TEST_PORT', 1)).toBe(8080);
  delete process.env.DOCKET_TEST_PORT;
  expect(portFromEnvironment('DOCKET_TEST_PORT', 1)).toBe(1);
});
