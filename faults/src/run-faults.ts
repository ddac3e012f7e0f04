import { mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { withMongo } from '#infra/mongo/client.js';
import type { Run } from '#infra/run.js';
import { checkRun } from './check/check-run.js';
import { avataxDifferences } from './check/compare-avatax.js';
import { gatewayDifferences } from './check/compare-gateway-calls.js';
import type { Findings } from './check/findings.js';
import { type Profile, REPLICAS } from './cluster/cluster.js';
import { startCluster } from './cluster/start-cluster.js';
import { carrierSecrets } from './load/carrier.js';
import { ClientLog, type LoadCounts } from './load/client-log.js';
import { startLoad } from './load/load.js';
import type { Fault, Stage } from './nemesis/fault.js';
import { Intruder } from './nemesis/intruder.js';
import { type Injection, runNemesis } from './nemesis/nemesis.js';
import { Operator } from './nemesis/operator.js';
import { Recovery } from './nemesis/recovery.js';
import type { PlantedBug } from './planted/planted-bugs.js';
import { StripeStandIn } from './providers/stripe-stand-in.js';
import { TaxStandIn } from './providers/tax-stand-in.js';
import { randomFrom } from './random.js';
import { type FaultRow, faultRows } from './report/fault-rows.js';

// Seconds; programs that have just begun are slow.
const START_PATIENCE = 120;

export interface FaultRunOptions {
  readonly profile: Profile;
  readonly seed: number;
  readonly minutes: number;
  /** Orders that arrive per second. */
  readonly rate: number;
  readonly faults: readonly Fault[];
  /** Seconds after which what has not recovered is taken for broken. */
  readonly patience: number;
  readonly planted?: PlantedBug | undefined;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
}

export interface FaultRun {
  readonly rows: readonly FaultRow[];
  readonly counts: LoadCounts;
  readonly findings: Findings;
}

/** Starts the whole system, lets clients place orders while faults come and go, and then looks for whatever does not agree. */
export async function runFaults(run: Run, options: FaultRunOptions): Promise<FaultRun> {
  const { profile, planted, signal, note } = options;
  const stripe = await StripeStandIn.start(run, randomFrom(options.seed).fork('stripe'));
  const tax = await TaxStandIn.start(run, randomFrom(options.seed).fork('tax'), stripe.settings.STORES_FILE);
  // The checker reads the stores, too.
  process.env.STORES_FILE = tax.settings.STORES_FILE;
  const providers = { tax, payments: stripe };
  const cluster = await startCluster(run, profile, {
    onStep: note,
    serviceEnv: { DOCKET_FAULTS_TAX: tax.url, CARRIER_WEBHOOK_SECRETS: carrierSecrets, ...stripe.settings, ...tax.settings },
    nodeOptions: [...preloaded('providers/asking-tax'), ...(planted ? preloaded(`planted/${planted}`) : [])],
  });
  const directory = path.join(run.directory, 'clients');
  mkdirSync(directory, { recursive: true });
  const log = new ClientLog(path.join(directory, 'log.jsonl'));
  try {
    return await withMongo(cluster.mongoUrl, 20_000, async (mongo) => {
      const operator = new Operator(cluster, mongo);
      const recovery = new Recovery(cluster, log, mongo, operator, options.patience);
      const webhooks = stripe.tell(cluster.gateways);
      const injections = await disturb({ cluster, mongo, providers }, log, recovery, options);
      await webhooks.stop();
      await recovery.wait(signal, 'have ended');
      note('Checking');
      const beside = [...(await gatewayDifferences(mongo, stripe.effects)), ...(await avataxDifferences(mongo, tax.documents))];
      const found = await checkRun({ ...cluster, log, replicas: REPLICAS, settleSeconds: recovery.patience, beside, onNote: note });
      const findings = { ...found, other: [...recovery.failures, ...operator.unhandled, ...webhooks.refused, ...found.other] };
      return { rows: faultRows(log, injections, findings), counts: log.counts, findings };
    });
  } finally {
    log.close();
  }
}

/** The load and the faults, from the first order until no client waits any longer. */
async function disturb(
  surroundings: Pick<Stage, 'cluster' | 'mongo' | 'providers'>,
  log: ClientLog,
  recovery: Recovery,
  { seed, rate, minutes, faults, signal, note }: FaultRunOptions,
): Promise<Injection[]> {
  const { cluster } = surroundings;
  const intruder = await Intruder.connect(cluster.kafkaBrokers);
  const load = await startLoad({ gateways: cluster.gateways, kafkaBrokers: cluster.kafkaBrokers, rate, seed, log, signal });
  try {
    if (!(await recovery.wait(signal, 'come in', START_PATIENCE))) return [];
    note('The first orders have come through');
    return await runNemesis(
      { ...surroundings, intruder, random: randomFrom(seed).fork('nemesis') },
      { faults, until: Date.now() + minutes * 60_000, recovered: () => recovery.wait(signal), signal, note },
    );
  } finally {
    await load.stop(recovery.patience);
    await intruder.close();
  }
}

/** Arguments that make Node load one of our modules before a service's own code. */
function preloaded(module: string): string[] {
  return ['--import', path.resolve(`dist/faults/src/${module}.js`)];
}
