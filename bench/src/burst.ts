import type { BenchContext } from './bench-context.js';
import { closedLoop } from './closed-loop.js';
import { type Load, startLoad } from './load.js';
import { type MachineUsage, measureMachine } from './machine-usage.js';
import { measureUsage, type ProcessUsage } from './process-usage.js';
import { type Settlement, waitUntilSettled } from './settlement.js';
import { untilPublished, writeCheckpoint } from './stored-documents.js';
import { readWriteCounters, type WritesPerOrder, writesPerOrder } from './write-counts.js';

/** As many orders as a number of clients can place, and what they caused. */
export interface PlacingBurst {
  readonly acceptedPerSecond: number;
  readonly settling: Settlement;
  readonly usage: readonly ProcessUsage[];
  readonly machine: MachineUsage;
  readonly writes: WritesPerOrder;
  readonly placed: readonly string[];
}

/** Places orders in a closed loop and waits until all have settled and nothing is left to be published. */
export async function placingBurst(context: BenchContext, round: string): Promise<PlacingBurst> {
  const { system, database, signal } = context;
  const before = await readWriteCounters(database, system.brokerDirectory);
  await writeCheckpoint(database);
  const usageOf = measureUsage(system.processes);
  const machineOf = measureMachine();
  const beganAt = Date.now();
  const load = startLoad('place', round, context);
  const { seconds } = await runClosed(load, context, context.seconds);
  const settling = await waitUntilSettled(database, load.placed, beganAt, signal);
  if (settling.unsettled > 0) throw new Error(`${settling.unsettled} of ${load.placed.length} orders did not settle within two minutes`);
  await untilPublished(database, signal);
  await writeCheckpoint(database);
  const usage = usageOf();
  const machine = machineOf(usage);
  const after = await readWriteCounters(database, system.brokerDirectory);
  const { placed } = load;
  const writes = writesPerOrder(before, after, placed.length);
  return { acceptedPerSecond: placed.length / seconds, settling, usage, machine, writes, placed };
}

/** Requests per second that a number of clients get answered at most. What `mix` places has settled when this resolves. */
export async function burstRate(context: BenchContext, scenario: 'read' | 'mix' | 'edit' | 'pay' | 'ship', round: string): Promise<number> {
  const load = startLoad(scenario, round, context);
  const beganAt = Date.now();
  const { perSecond } = await runClosed(load, context, context.seconds / 2);
  await waitUntilSettled(context.database, load.placed, beganAt, context.signal);
  await untilPublished(context.database, context.signal);
  return perSecond;
}

/** Throws on the first request that fails: a maximum that counts refusals would be none. */
function runClosed(load: Load, { clients, signal }: BenchContext, seconds: number) {
  return closedLoop(seconds, clients, signal, async (index) => {
    const { kind, failure } = await load.send(index);
    if (failure !== undefined) throw new Error(`${kind} failed while the maximum was sought: ${failure}`);
  });
}
