import { type Refusal, refuse } from './refusals.js';

/** The statuses that a store has, the first one for what is new, and which may follow which; without a map, any may follow any. */
export interface StatusPolicy {
  readonly statuses: readonly string[];
  readonly transitions?: Readonly<Record<string, readonly string[]>>;
}

/** What stands against a status following another: the store does not have it, or does not let it follow. */
export function transitionObstacle(from: string, to: string, policy: StatusPolicy, path: string): Refusal | undefined {
  if (!policy.statuses.includes(to)) return refuse('unknown-status', `the store has ${policy.statuses.join(', ')}`, path);
  const next = policy.transitions && (policy.transitions[from] ?? []);
  if (!next || next.includes(to)) return undefined;
  return refuse('transition-not-allowed', `after ${from} comes ${next.length === 0 ? 'nothing' : next.join(', ')}`, path);
}
