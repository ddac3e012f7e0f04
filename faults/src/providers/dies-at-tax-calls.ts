import process from 'node:process';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { TaxTurns } from '../../../apps/tax/src/tax-turns.js';

// Loaded into the tax service before its own code. `DOCKET_DIES_AT` names a point after a call to AvaTax, and for how many orders it must be
// reached: `before-write:16` (AvaTax has answered, and nothing of it is stored) or `after-write:16` (the tax document is stored, and its
// transaction does not know). Turns stop there, and when so many have, the process ends as if it lost its power.
const [point, times] = (process.env.DOCKET_DIES_AT ?? '').split(':');
const reached = new Set<string>();
/** The orders of turns in which AvaTax has answered, by that with which the turn writes. */
const answered = new WeakMap<ChangeContext, string>();

function reach(orderId: string): Promise<never> {
  reached.add(orderId);
  if (reached.size === Number(times)) process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

const { tell } = TaxTurns.prototype;
const { change } = AggregateStore.prototype;
if (point) {
  TaxTurns.prototype.tell = function (provider, transaction, callId, by) {
    const { orderId } = transaction;
    const stopping =
      <Asked extends unknown[], Answer>(ask: (...asked: Asked) => Promise<Answer>) =>
      async (...asked: Asked): Promise<Answer> => {
        const answer = await ask(...asked);
        if (point === 'before-write') return reach(orderId);
        answered.set(by, orderId);
        return answer;
      };
    const { quote, record, recordReturn } = provider;
    const calls = { quote: stopping(quote), record: stopping(record), recordReturn: stopping(recordReturn), void: stopping(provider.void) };
    return tell.call(this, { ...provider, ...calls }, transaction, callId, by);
  };
  AggregateStore.prototype.change = async function (...asked) {
    const outcome = await change.apply(this, asked);
    const orderId = answered.get(asked[2]);
    return orderId === undefined ? outcome : reach(orderId);
  };
}
