import { type AddressInfo, createServer } from 'node:net';
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
    `Port ${port}, which Kafka wants, is taken by another program.\nEnd that program, or choose another port: KAFKA_PORT=`,
  );
  await new Promise((resolve) => server.close(resolve));
  await requireFreePorts(wanted);
});

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
