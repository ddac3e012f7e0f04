import { type Refusal, refuse } from '#contracts/refusals.js';

/** The statuses that a store has, the first one for what is new, and which may follow which; without a map, any may follow any. */
export interface StatusPolicy {
  readonly statuses: readonly string[];
  readonly transitions?: Readonly<Record<string, readonly string[]>>;
}

/** What stands against setting a status by hand. */
export function statusObstacle(from: string, to: string, policy: StatusPolicy, path: string): Refusal | undefined {
  if (from === to) return undefined;
  if (to === 'Cancelled') return refuse('unknown-status', 'what is no longer wanted is cancelled, which is more than a status', path);
  if (!policy.statuses.includes(to)) return refuse('unknown-status', `the store has ${policy.statuses.join(', ')}`, path);
  const next = policy.transitions && (policy.transitions[from] ?? []);
  if (next && !next.includes(to)) {
    return refuse('transition-not-allowed', `after ${from} comes ${next.length === 0 ? 'nothing' : next.join(', ')}`, path);
  }
  return undefined;
}
