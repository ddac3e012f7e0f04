import process from 'node:process';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { OrderClaims } from '../../../apps/shipments/src/order-claims.js';
import { OrdersClient } from '../../../apps/shipments/src/orders-client.js';

// Loaded into the shipments service before its own code. `DOCKET_DIES_AT` names a step of combining, sending or delivering and how often it must
// have been taken: `joined:2` ends the process, as if it lost its power, when a second shipment has joined a consignment.
const [step, times] = (process.env.DOCKET_DIES_AT ?? '').split(':');
let taken = 0;

/** Only what a client asked for counts: an event of earlier consignments may come again before that. */
function reach(reached: string | undefined, { actor }: ChangeContext): Promise<unknown> | undefined {
  if (reached !== step || actor.startsWith('service:')) return undefined;
  taken += 1;
  if (taken < Number(times)) return undefined;
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

interface AnyState {
  readonly shipmentId?: string;
  readonly consignmentId?: string;
  readonly status?: string;
}

/** What a document has just become: `planned`, `joined`, `part-Sent` of a shipment, or `Sent` and so on of a consignment. */
function stepOf({ shipmentId, consignmentId, status }: AnyState): string | undefined {
  if (shipmentId === undefined) return consignmentId === undefined ? 'planned' : status;
  if (consignmentId === undefined) return undefined;
  return status === 'Sent' || status === 'Delivered' ? `part-${status}` : 'joined';
}

const { change } = AggregateStore.prototype;
const { claim, release } = OrderClaims.prototype;
const { allotPrice } = OrdersClient.prototype;
if (step) {
  AggregateStore.prototype.change = async function (...asked) {
    const outcome = await change.apply(this, asked);
    if ('state' in outcome) await reach(stepOf(outcome.state as AnyState), asked[2]);
    return outcome;
  };
  OrderClaims.prototype.claim = async function (...asked) {
    const claimed = await claim.apply(this, asked);
    await reach('claimed', asked[2]);
    return claimed;
  };
  OrderClaims.prototype.release = async function (...asked) {
    await release.apply(this, asked);
    await reach('released', asked[2]);
  };
  OrdersClient.prototype.allotPrice = async function (...asked) {
    await allotPrice.apply(this, asked);
    await reach('priced', asked[2]);
  };
}
