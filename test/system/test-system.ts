import mongoose from 'mongoose';
import { joinRun, type Run } from '#infra/run.js';
import {
  freeServicePorts,
  type Replica,
  type ReplicaSpec,
  replicaSpecs,
  type ServiceName,
  serviceEnvironment,
  startReplica,
} from '#tools/services.js';
import { brokers, mongoUrl } from '../support/services-needed.js';

/** The five services as processes of their own, on the broker and the database of the test run. */
export interface TestSystem {
  /** Base URL of the gateway. */
  readonly gateway: string;
  replicasOf(service: ServiceName): readonly Replica[];
  /** A database of one service, read with the plain driver. */
  database(service: Exclude<ServiceName, 'gateway'>): mongoose.mongo.Db;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  /** Starts a replica of a service anew, the first unless told, with these settings over its own; one that runs still is killed first. */
  restart(service: ServiceName, change?: Pick<Partial<ReplicaSpec>, 'env' | 'nodeOptions' | 'number'>): Promise<void>;
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly body: any;
}

/** Started with these settings over those that all services share; `counts`: of the services that are to have several replicas. */
export async function startTestSystem(
  settings: Readonly<Record<string, string>> = {},
  counts: Partial<Record<ServiceName, number>> = {},
): Promise<TestSystem> {
  const run: Run = joinRun(process.env.DOCKET_RUN ?? '.docket/by-hand');
  const infrastructure = { kafkaBrokers: brokers().join(), mongoUrl: mongoUrl(), description: '', processes: [] };
  const ports = await freeServicePorts(counts);
  const specs = replicaSpecs(ports, { ...serviceEnvironment(infrastructure, ports), ...settings });
  const replicas = await Promise.all(specs.map((spec) => startReplica(run, spec)));
  const mongo = await new mongoose.mongo.MongoClient(mongoUrl()).connect();
  const gateway = `http://127.0.0.1:${ports.gateway[0]}`;

  const ask = async (path: string, init?: RequestInit): Promise<Answer> => {
    const response = await fetch(`${gateway}${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  const write = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    ask(path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    gateway,
    replicasOf: (service) => replicas.filter((replica) => replica.service === service),
    database: (service) => mongo.db(`docket-${service}`),
    post: (path, body, headers) => write('POST', path, body, headers),
    patch: (path, body, headers) => write('PATCH', path, body, headers),
    put: (path, body, headers) => write('PUT', path, body, headers),
    get: (path) => ask(path),
    async restart(service, change = {}) {
      const index = replicas.findIndex((replica) => replica.service === service && replica.number === (change.number ?? 1));
      const { process: old, env, ...spec } = replicas[index] as Replica;
      await old.kill();
      replicas[index] = await startReplica(run, { ...spec, ...change, env: { ...env, ...change.env } });
    },
    async stop() {
      await mongo.close();
      await run.close();
    },
  };
}

/** A small order, as a client would send it. */
export function draft(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    storeId: 'uk',
    currency: 'GBP',
    customer: { id: 'c-17850', name: 'A. Buyer', email: 'a@example.org', phone: '+44 20 7946 0000' },
    addresses: { shipping: { name: 'A. Buyer', line1: '1 High Street', city: 'Leeds', postalCode: 'LS1 4AP', country: 'GB' } },
    lines: [{ sku: '85123A', name: 'Hanging heart holder', quantity: 6, price: '2.55', discount: '0.10' }],
    shipments: [{ method: 'standard', price: '4.95', items: [{ line: 0, quantity: 6 }] }],
    payments: [{ gateway: 'manual' }],
    ...change,
  };
}
