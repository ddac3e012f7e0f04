import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Daemon } from '../daemon.js';
import { runProgram } from '../programs.js';
import type { Run } from '../run.js';
import { waitForDaemon } from '../wait-for-daemon.js';
import { kafkaAnswers } from './answers.js';

/** One node of a KRaft cluster, broker and controller in one process. */
export interface BrokerSpec {
  readonly nodeId: number;
  readonly port: number;
  readonly controllerPort: number;
  /** Where clients and other brokers find it, when that is not `port`: something in between. */
  readonly advertisedPort?: number;
  /** All nodes of the cluster, this one among them, with the ports under which they find each other. */
  readonly voters: readonly { readonly nodeId: number; readonly controllerPort: number }[];
}

/** Starts a broker from its jars and waits until it answers. */
export async function startBroker(run: Run, jars: string, spec: BrokerSpec): Promise<Daemon> {
  const broker = await launchBroker(run, jars, spec);
  await waitForDaemon(broker, () => kafkaAnswers('127.0.0.1', spec.port, 1_000), 60_000);
  return broker;
}

/** Starts a broker and does not wait: alone it may not get ready. Its data is kept in the run's directory, in `kafka-<nodeId>`. */
export async function launchBroker(run: Run, jars: string, spec: BrokerSpec): Promise<Daemon> {
  const folder = path.join(run.directory, `kafka-${spec.nodeId}`);
  const properties = path.join(folder, 'server.properties');
  mkdirSync(folder, { recursive: true });
  writeFileSync(properties, serverProperties(spec, folder));
  await formatOnce(jars, properties, folder);

  return run.start({
    name: `kafka-${spec.nodeId}`,
    role: 'infrastructure',
    command: 'java',
    args: [...javaOptions, '-Xms256m', '-Xmx512m', '-cp', path.join(jars, '*'), 'kafka.Kafka', properties],
    graceMs: run.fresh ? 0 : 15_000,
  });
}

async function formatOnce(jars: string, properties: string, folder: string): Promise<void> {
  const formatted = path.join(folder, 'formatted'); // ours: an interrupted format leaves files that Kafka takes for a whole one
  if (existsSync(formatted)) return;
  rmSync(path.join(folder, 'data'), { recursive: true, force: true });
  const tool = ['-XX:TieredStopAtLevel=1', '-cp', path.join(jars, '*'), 'kafka.tools.StorageTool', 'format'];
  await runProgram(
    'java',
    [...tool, '--cluster-id', clusterId, '--config', properties],
    "format Kafka's data directory",
    'Check that there is room on the disk.',
  );
  writeFileSync(formatted, '');
}

/** Any 16 bytes will do, as long as all nodes of a cluster have the same. */
const clusterId = Buffer.from('docket-local-dev').toString('base64url');

const javaOptions = [
  '-Djava.awt.headless=true',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
];

/** A small broker: few threads, small internal topics. Nothing waits for a second member of a group that a lone service starts. */
function serverProperties({ nodeId, port, controllerPort, advertisedPort = port, voters }: BrokerSpec, folder: string): string {
  const advertisedController = voters.find((voter) => voter.nodeId === nodeId)?.controllerPort ?? controllerPort;
  const replicas = Math.min(3, voters.length);
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': nodeId,
    'controller.quorum.voters': voters.map((voter) => `${voter.nodeId}@127.0.0.1:${voter.controllerPort}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertisedPort},CONTROLLER://127.0.0.1:${advertisedController}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': path.join(folder, 'data'),
    'auto.create.topics.enable': false,
    'default.replication.factor': replicas,
    'min.insync.replicas': Math.min(2, replicas),
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': Math.min(2, replicas),
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': Math.min(2, replicas),
    'share.coordinator.state.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'log.cleaner.dedupe.buffer.size': 32 * 1024 * 1024,
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
