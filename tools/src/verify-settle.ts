import { setTimeout as sleep } from 'node:timers/promises';
import { countPending, type Db } from './verify-databases.js';
import { allServices, groupOf } from './verify-services.js';
import type { KafkaReader } from './verify-topics.js';

/** What is on its way at one moment. `ends` is taken before `lag`: what it counts has been handled if the lag is zero. */
interface OnItsWay {
  readonly pending: number;
  readonly ends: number;
  readonly lag: number;
}

/**
 * Waits until nothing is on its way: no event unpublished, none unread. True when that came within the seconds given.
 * Work moves between outbox and topic, so one look at each could miss it: all is settled if everything published
 * had been handled, then the outboxes were empty, and up to then nothing more was published.
 */
export async function settled(databases: ReadonlyMap<string, Db>, kafka: KafkaReader, seconds: number): Promise<boolean> {
  const deadline = Date.now() + seconds * 1_000;
  for (let before: OnItsWay | undefined; ; ) {
    const now = await onItsWay(databases, kafka);
    if (before?.lag === 0 && now.pending === 0 && now.ends === before.ends) return true;
    if (Date.now() >= deadline) return false;
    before = now;
    await sleep(500);
  }
}

async function onItsWay(databases: ReadonlyMap<string, Db>, kafka: KafkaReader): Promise<OnItsWay> {
  const pending = await Promise.all(allServices.map((service) => countPending(databases.get(service.name) as Db, service)));
  const ends = await Promise.all(allServices.map(({ topic }) => kafka.end(topic)));
  const reads = allServices.flatMap((reader) => reader.follows.map((topic) => ({ group: groupOf(reader, topic), topic })));
  const lags = await Promise.all(reads.map(({ group, topic }) => kafka.lag(group, topic)));
  return { pending: sum(pending), ends: sum(ends), lag: sum(lags) };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
