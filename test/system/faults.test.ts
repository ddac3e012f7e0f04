import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { replay } from '#tools/replay-orders.js';
import { verifySystem } from '#tools/verify-system.js';
import { brokers, mongoUrl } from '../support/services-needed.js';
import { startTestSystem, type TestSystem } from './test-system.js';

const file = 'samples/online-retail-2010-12--2011-02.csv.gz';
const services = ['orders', 'tax', 'payments', 'shipments'] as const;

let system: TestSystem;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'docket-faults-'));
  system = await startTestSystem(2);
});
afterAll(async () => {
  await system.stop();
  await rm(directory, { recursive: true });
});

/** Places real orders while `disturb` runs, then lists all that does not agree. */
async function differencesAfter(disturb: () => Promise<void>): Promise<{ acknowledged: number; differences: string[] }> {
  const acknowledged = path.join(directory, 'acknowledged.jsonl');
  const disturbed = new AbortController();
  const load = replay({ file, gateway: system.gateway, acknowledged, signal: disturbed.signal });
  try {
    await disturb();
  } finally {
    disturbed.abort();
  }
  const report = await load;
  expect(report.failures.filter(({ status }) => status !== undefined)).toEqual([]);
  const differences: string[] = [];
  for await (const difference of verifySystem({ mongoUrl: mongoUrl(), kafkaBrokers: brokers(), file, acknowledged, settle: 240 }))
    differences.push(difference);
  return { acknowledged: report.placedNow.orders + report.alreadyThere.orders, differences };
}

test('one replica of each service killed in turn while orders come in: none is lost, none is doubled', async () => {
  const { acknowledged, differences } = await differencesAfter(async () => {
    for (const service of services) await system.killAndRestart(system.replicasOf(service)[0] as never);
  });
  expect(differences).toEqual([]);
  expect(acknowledged).toBeGreaterThan(0);
}, 400_000);

test('every replica of each service killed at once, and the gateway too: none is lost, none is doubled', async () => {
  const { acknowledged, differences } = await differencesAfter(async () => {
    for (const service of services) await Promise.all(system.replicasOf(service).map((replica) => system.killAndRestart(replica)));
    await system.killAndRestart(system.replicasOf('gateway')[0] as never);
  });
  expect(differences).toEqual([]);
  expect(acknowledged).toBeGreaterThan(0);
}, 400_000);
