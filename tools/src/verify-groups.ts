import { setTimeout as sleep } from 'node:timers/promises';
import type { GroupState } from './verify-group-state.js';
import { allServices, groupOf } from './verify-services.js';
import type { KafkaReader } from './verify-topics.js';

/** What a group must be. */
export interface ExpectedGroup {
  readonly topic: string;
  readonly partitions: number;
  /** Undefined: any number but none. */
  readonly members?: number | undefined;
}

/** Why messages of a topic may stay unhandled though nothing is in their way, a sentence each. */
export function* groupDifferences({ group, state, members }: GroupState, expected: ExpectedGroup): Generator<string> {
  const { topic, partitions } = expected;
  if (state !== 'Stable') {
    yield `group ${group} is ${state}, not Stable: ${topic} is not followed`;
    return;
  }
  if (expected.members !== undefined && members.length !== expected.members) {
    yield `group ${group} has ${members.length} members, expected ${expected.members}`;
  }
  const holders = Array.from({ length: partitions }, () => 0);
  for (const member of members) {
    for (const partition of member.partitions[topic] ?? []) holders[partition] = (holders[partition] ?? 0) + 1;
  }
  for (const [partition, count] of holders.entries()) {
    if (count !== 1) yield `group ${group}: partition ${partition} of ${topic} is that of ${count} members`;
  }
}

/** The same of all groups. Waits so many seconds at most until there is none, since a process that was just started joins late. */
export async function* allGroupDifferences(kafka: KafkaReader, replicas: number | undefined, seconds: number): AsyncGenerator<string> {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const differences = await groupDifferencesNow(kafka, replicas);
    if (differences.length === 0) return;
    if (Date.now() >= deadline) return yield* differences;
    await sleep(500);
  }
}

async function groupDifferencesNow(kafka: KafkaReader, replicas: number | undefined): Promise<string[]> {
  const reads = allServices.flatMap((reader) => reader.follows.map((topic) => ({ reader, topic, group: groupOf(reader, topic) })));
  const states = new Map((await kafka.groups(reads.map(({ group }) => group))).map((state) => [state.group, state]));
  const differences: string[] = [];
  for (const { reader, topic, group } of reads) {
    const state = states.get(group) ?? { group, state: 'unknown', members: [] };
    const expected = { topic, partitions: await kafka.partitionCount(topic), members: replicas };
    for (const text of groupDifferences(state, expected)) differences.push(`${reader.name}: ${text}`);
  }
  return differences;
}
