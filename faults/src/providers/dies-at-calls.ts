import process from 'node:process';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { Payment } from '../../../apps/payments/src/domain/payment.js';
import { GatewayCalls } from '../../../apps/payments/src/gateway-calls.js';

// Loaded into the payments service before its own code. `DOCKET_DIES_AT` names a point of a call to a gateway: `before-call` (it is stored, and
// the gateway has not heard of it), `before-write` (the gateway has answered, and nothing of it is stored) or `after-write` (it is stored, and
// nobody has been told). Calls stop there, and when one of each type has, the process ends as if it lost its power.
const point = process.env.DOCKET_DIES_AT;
const TYPES = 4;
const reached = new Set<string>();
// What an earlier process left open is none of its own.
const started = new Date().toISOString();

function reach(type: string): Promise<never> {
  reached.add(type);
  if (reached.size === TYPES) process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

const { follow } = GatewayCalls.prototype;
GatewayCalls.prototype.follow = function (payment, origin) {
  const [call] = payment.state.openCalls ?? [];
  if (point === 'before-call' && call?.attempts === 0 && call.requestedAt > started) void reach(call.type);
  else follow.call(this, payment, origin);
};

type Change = AggregateStore<Payment, never>['change'];
const { change } = AggregateStore.prototype as unknown as { change: Change };
async function stoppingChange(this: AggregateStore<Payment, never>, ...[id, decide, context]: Parameters<Change>): ReturnType<Change> {
  const before = await this.find(id);
  const call = before?.state.openCalls?.[0];
  const settles = call !== undefined && call.requestedAt > started && context.idempotency === undefined && context.cause === undefined;
  if (settles && point === 'before-write') return reach(call.type);
  const outcome = await change.call(this, id, decide, context);
  return settles && point === 'after-write' ? reach(call.type) : outcome;
}
if (point) Object.assign(AggregateStore.prototype, { change: stoppingChange });
