import type { Daemon } from './daemon.js';
import { dockerAnswers, runningContainers, startContainers } from './docker/compose.js';
import { givenKafka, givenMongo } from './given-addresses.js';
import { startBroker } from './kafka/broker.js';
import { kafkaJars } from './kafka/jars.js';
import { mongodBinary } from './mongo/binary.js';
import { startMember } from './mongo/member.js';
import { formReplicaSet } from './mongo/replica-set.js';
import { freePorts, type WantedPort } from './ports.js';
import type { Run } from './run.js';
import { SetupError } from './setup-error.js';
import { portOf, wantedPort } from './system-ports.js';

export interface Infrastructure {
  /** `host:port`, comma separated. */
  readonly kafkaBrokers: string;
  /** Without the name of a database. */
  readonly mongoUrl: string;
  /** Where they run, for people. */
  readonly description: string;
  /** Those that were started here as local processes. */
  readonly processes: readonly Daemon[];
}

/**
 * Gives a Kafka broker and a MongoDB, each one from the first of these that there is: the address in `KAFKA_BROKERS` or `MONGO_URL`;
 * a container, if a Docker engine answers; a local process, whose program is downloaded once.
 * What is started here ends with the run. `dev` has fixed ports (`KAFKA_PORT`, `MONGO_PORT`), other runs take free ones.
 */
export async function startInfrastructure(run: Run, onStep: (what: string) => void = () => {}): Promise<Infrastructure> {
  const [kafka, mongo] = await Promise.all([givenKafka(), givenMongo()]);
  if (kafka && mongo) return { kafkaBrokers: kafka, mongoUrl: mongo, description: 'given by KAFKA_BROKERS and MONGO_URL', processes: [] };

  const inDocker = await dockerAnswers();
  const ports = await choosePorts(run);
  let processes: Daemon[] = [];
  if (inDocker) {
    onStep('Starting containers');
    await startContainers(run, [...(kafka ? [] : ['kafka']), ...(mongo ? [] : ['mongo'])], ports);
  } else {
    processes = await allOrEveryReason([
      ...(kafka ? [] : [startLocalKafka(run, ports, onStep)]),
      ...(mongo ? [] : [startLocalMongo(run, ports.mongo, onStep)]),
    ]);
  }
  return {
    kafkaBrokers: kafka ?? `127.0.0.1:${ports.kafka}`,
    mongoUrl: mongo ?? `mongodb://127.0.0.1:${ports.mongo}/?directConnection=true`,
    description: inDocker ? 'containers' : 'local processes',
    processes,
  };
}

/** The fixed ports that must be free for `dev`: none where an address is given, nor where a container of an earlier start still runs. */
export async function fixedPorts(): Promise<WantedPort[]> {
  const running = await runningContainers('dev');
  return [
    ...(process.env.KAFKA_BROKERS || running.includes('kafka') ? [] : [wantedPort('kafka')]),
    ...(process.env.MONGO_URL || running.includes('mongo') ? [] : [wantedPort('mongo')]),
  ];
}

interface Ports {
  readonly kafka: number;
  readonly kafkaController: number;
  readonly mongo: number;
}

async function choosePorts(run: Run): Promise<Ports> {
  const [kafka, kafkaController, mongo] = (await freePorts(3)) as [number, number, number];
  if (run.name !== 'dev') return { kafka, kafkaController, mongo };
  return { kafka: portOf('kafka'), kafkaController, mongo: portOf('mongo') };
}

/** What is missing for the one and for the other is told at once, and what to do instead. */
async function allOrEveryReason(starts: readonly Promise<Daemon>[]): Promise<Daemon[]> {
  const results = await Promise.allSettled(starts);
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  const otherReason = reasons.find((reason) => !(reason instanceof SetupError));
  if (otherReason) throw otherReason;
  if (reasons.length === 0) return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  throw new SetupError(
    reasons.map((reason) => reason.message).join('\n'),
    'Instead you can run a Docker engine, or name what runs elsewhere: KAFKA_BROKERS=host:9092 MONGO_URL=mongodb://host:27017/',
  );
}

async function startLocalKafka(run: Run, ports: Ports, onStep: (what: string) => void): Promise<Daemon> {
  const jars = await kafkaJars(onStep);
  onStep('Starting Kafka');
  const node = { nodeId: 1, port: ports.kafka, controllerPort: ports.kafkaController };
  return startBroker(run, jars, { ...node, voters: [node] });
}

async function startLocalMongo(run: Run, port: number, onStep: (what: string) => void): Promise<Daemon> {
  const binary = await mongodBinary(onStep);
  onStep('Starting MongoDB');
  const member = await startMember(run, binary, { memberId: 1, port, replicaSet: 'docket' });
  await formReplicaSet('docket', [port]);
  return member;
}
