import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { randomFrom } from '../random.js';
import { OrderClient } from './client.js';
import type { ClientLog } from './client-log.js';
import { CommandSender } from './command-sender.js';
import { orderAt, outsideOrderAt, readSampleOrders, SAMPLE_FILE, shelfOrderAt } from './orders.js';
import { planFor } from './plan.js';
import { Shelf } from './shelf.js';

export interface LoadOptions {
  /** Base URLs, such as `http://localhost:8080`. */
  readonly gateways: readonly string[];
  /** `host:port`, comma separated. */
  readonly kafkaBrokers: string;
  /** Orders begun per second, whatever becomes of those before. */
  readonly rate: number;
  /** Part of every key, and what each client does follows from it. */
  readonly seed: number;
  readonly log: ClientLog;
  /** Larger orders are passed over; 60 unless told. */
  readonly mostLines?: number;
  /** The sample unless told. */
  readonly file?: string;
  /** Ends all at once: nothing is insisted on. */
  readonly signal?: AbortSignal;
}

export interface Load {
  /** Orders that some client still has to do with. */
  readonly inFlight: number;
  /**
   * Begins no more orders and insists on those in flight for so many seconds at most (120 unless told); what is not answered by then
   * is noted as unanswered. Throws what went wrong in this program itself.
   */
  stop(patienceSeconds?: number): Promise<void>;
}

/** Starts a load of real orders at a constant rate of arrival. Throws when the file cannot be read, or no broker answers. */
export async function startLoad(options: LoadOptions): Promise<Load> {
  const { gateways, kafkaBrokers, rate, seed, log, mostLines = 60, file = SAMPLE_FILE, signal } = options;
  const sample = await readSampleOrders(file, mostLines);
  const random = randomFrom(seed).fork('load');
  const [stop, giveUp] = [new AbortController(), new AbortController()];
  // Every client listens to both.
  setMaxListeners(0, stop.signal, giveUp.signal);
  const dispatcher = new Agent();
  const commands = await CommandSender.connect(kafkaBrokers);
  const shared = { waiting: [], shelf: new Shelf(), commands };
  const surroundings = { gateways, dispatcher, log, ...shared, stopping: stop.signal, givingUp: giveUp.signal };
  const inFlight = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  signal?.addEventListener('abort', () => {
    stop.abort();
    giveUp.abort();
  });

  const begin = (position: number) => {
    const listed = orderAt(sample, seed, position);
    const own = random.fork(listed.key);
    const plan = planFor(own);
    const ordered = plan.outside ? outsideOrderAt(sample, seed, position) : listed;
    const order = plan.shelf ? shelfOrderAt(sample, seed, position) : ordered;
    const running = new OrderClient(order, plan, own, surroundings)
      .run()
      .catch((error) => {
        failure ??= { error };
      })
      .finally(() => inFlight.delete(running));
    inFlight.add(running);
  };
  const arriving = arrivals(rate, begin, stop.signal);
  return {
    get inFlight() {
      return inFlight.size;
    },
    async stop(patienceSeconds = 120) {
      stop.abort();
      await arriving;
      const patience = setTimeout(() => giveUp.abort(), patienceSeconds * 1_000);
      await Promise.all(inFlight);
      clearTimeout(patience);
      await Promise.all([dispatcher.destroy(), commands.close()]);
      if (failure) throw failure.error;
    },
  };
}

/** Calls `begin` with 0, 1, 2 …, each `1 / rate` seconds after the one before; what is late by a busy moment is made up for. */
async function arrivals(rate: number, begin: (position: number) => void, until: AbortSignal): Promise<void> {
  const start = performance.now();
  for (let position = 0; ; position++) {
    const due = start + (position * 1_000) / rate;
    await sleep(Math.max(0, due - performance.now()), undefined, { signal: until }).catch(() => undefined);
    if (until.aborted) return;
    begin(position);
  }
}
