import { type Refusal, refuse } from '#contracts/refusals.js';
import { type StatusPolicy, transitionObstacle } from '#contracts/statuses.js';

export type { StatusPolicy };

/** What stands against setting a status by hand. */
export function statusObstacle(from: string, to: string, policy: StatusPolicy, path: string): Refusal | undefined {
  if (from === to) return undefined;
  if (to === 'Cancelled') return refuse('unknown-status', 'what is no longer wanted is cancelled, which is more than a status', path);
  return transitionObstacle(from, to, policy, path);
}
