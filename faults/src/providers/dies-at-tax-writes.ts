import process from 'node:process';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';

// Loaded into the tax service before its own code. `DOCKET_DIES_AT` names a point at which AvaTax has answered, and for how many tax documents it
// must be reached: `before-write:16` (nothing of the answer is stored) or `after-write:16` (the tax document is stored, and its transaction does
// not know). Turns stop there, and when so many have, the process ends as if it lost its power.
const [point, times] = (process.env.DOCKET_DIES_AT ?? '').split(':');
const reached = new Set<string>();

function reach(id: string): Promise<never> {
  reached.add(id);
  if (reached.size === Number(times)) process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

/** What a turn writes that nobody outside has asked for; an event or a client has a cause or a key. */
function isOfTurn(state: object | undefined, { cause, idempotency, actor }: ChangeContext): boolean {
  const isTransaction = state !== undefined && 'taxTransactionId' in state;
  return actor === 'service:tax' && cause === undefined && idempotency === undefined && !isTransaction;
}

const { change } = AggregateStore.prototype;
if (point) {
  AggregateStore.prototype.change = async function (...asked) {
    const [id, , context] = asked;
    const stops = isOfTurn((await this.find(id))?.state, context);
    if (stops && point === 'before-write') return reach(id);
    const outcome = await change.apply(this, asked);
    return stops && point === 'after-write' ? reach(id) : outcome;
  };
}
