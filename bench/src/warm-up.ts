import type { BenchContext } from './bench-context.js';
import { placingBurst } from './burst.js';
import { type CapturedWrites, captureWrites } from './captured-writes.js';
import { closedLoop } from './closed-loop.js';
import { startLoad } from './load.js';
import { openLoop } from './open-loop.js';
import { resetPeaks } from './process-usage.js';
import { waitUntilSettled } from './settlement.js';
import { countStored, untilPublished } from './stored-documents.js';

/** What the warm-up leaves for what is measured. */
export interface WarmedUp {
  /** Ids of orders, to be read. */
  readonly known: readonly string[];
  /** What the services wrote for some of them. */
  readonly captured: CapturedWrites;
  /** Mean size of an order that is read. */
  readonly readBytes: number;
}

const CAPTURED_PER_SECOND = 100;
const CAPTURE_SECONDS = 2;
// The compilers of Node and of the broker's Java need about so much before the figures stand still.
const WARM_UP_BURSTS = 2;

/** Lets every part do its work for a while, and keeps what it writes for 200 orders. Nothing of it is measured. */
export async function warmUp(context: BenchContext, round: string): Promise<WarmedUp> {
  const { system, database, client, clients, seconds, signal } = context;
  const known: string[] = [];
  for (let burst = 1; burst <= WARM_UP_BURSTS; burst++) known.push(...(await placingBurst(context, `${round}-warm-${burst}`)).placed);
  let readBytes = 0;
  const reading = await closedLoop(seconds / 2, clients, signal, async (index) => {
    readBytes += await client.read(known[index % known.length] as string);
  });
  const captured = await captureOrders(context, `${round}-captured`);
  await untilPublished(database, signal);
  resetPeaks(system.processes);
  return { known, captured, readBytes: readBytes / reading.count };
}

async function captureOrders(context: BenchContext, round: string): Promise<CapturedWrites> {
  const { database, signal } = context;
  const before = await countStored(database);
  const captured = await captureWrites(database);
  const load = startLoad('place', round, context);
  const beganAt = Date.now();
  await openLoop(CAPTURED_PER_SECOND, CAPTURE_SECONDS, signal, load.send);
  await waitUntilSettled(database, load.placed, beganAt, signal);
  await untilPublished(database, signal);
  const after = await countStored(database);
  return captured({ documents: after.documents - before.documents, events: after.events - before.events });
}
