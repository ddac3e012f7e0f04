import type { GatewayClient } from './gateway-client.js';
import type { QuoteKind } from './quote-kinds.js';
import { prepareOrder, type SampleOrders } from './sample-orders.js';
import { type ShippingStep, ship } from './ship.js';

export const scenarios = ['place', 'settle', 'read', 'mix', 'edit', 'pay', 'ship'] as const;
export type Scenario = (typeof scenarios)[number];

export type RequestKind =
  | 'placements'
  | 'reads'
  | 'edits'
  | 'previews'
  | 'earlier versions'
  | 'holds'
  | 'releases'
  | 'cancellations'
  | 'payments'
  | 'journeys'
  | ShippingStep
  | QuoteKind;

/** What became of one request. */
export interface Answer {
  readonly kind: RequestKind;
  /** What came instead of the wanted answer. */
  readonly failure?: string;
  /** How long parts of it took, in milliseconds. */
  readonly steps?: readonly { readonly kind: RequestKind; readonly milliseconds: number }[];
}

/** The requests of a scenario, one by its number, and what they have placed so far, not cancelled and not waited for. */
export interface Load {
  send(index: number): Promise<Answer>;
  readonly placed: readonly string[];
}

// In `mix`, one request in ten places an order.
const READS_PER_PLACEMENT = 9;
// In `edit`, so many of twenty requests, in this order. What is cancelled was placed by the same load, and what is released was held by it.
const editTurns = turnsOf({ placements: 1, edits: 12, previews: 3, 'earlier versions': 1, holds: 1, releases: 1, cancellations: 1 });

/** `round` is a name that no other load of the system has. `read`, `mix` and `edit` take the orders of `known`, which `mix` and the others do not add to. */
export function startLoad(
  scenario: Scenario,
  round: string,
  { client, sample, known }: { client: GatewayClient; sample: SampleOrders; known: readonly string[] },
): Load {
  const placed: string[] = [];
  const place = (index: number) =>
    answerOf('placements', async () => {
      placed.push(await client.place(prepareOrder(sample, round, index)));
    });
  const read = (index: number) => answerOf('reads', () => client.read(known[index % known.length] as string));
  const held: { readonly id: string; readonly holdId: string }[] = [];
  const hold = async (id: string) => {
    held.push({ id, holdId: await client.hold(id) });
  };
  // An order is read where nothing is held, or placed, yet.
  const release = (index: number) => {
    const last = held.shift();
    return last ? answerOf('releases', () => client.release(last.id, last.holdId)) : read(index);
  };
  const cancel = (index: number) => {
    const own = placed.shift();
    return own === undefined ? read(index) : answerOf('cancellations', () => client.cancel(own));
  };
  const edit = (index: number) => {
    const id = known[index % known.length] as string;
    const kind = editTurns[index % editTurns.length];
    if (kind === 'placements') return place(index);
    if (kind === 'previews') return answerOf(kind, () => client.previewEdit(id, '1.25'));
    if (kind === 'earlier versions') return answerOf(kind, () => client.read(id, 1));
    if (kind === 'holds') return answerOf(kind, () => hold(id));
    if (kind === 'releases') return release(index);
    if (kind === 'cancellations') return cancel(index);
    return answerOf('edits', () => client.edit(id, `${(index % 900) + 1}.25`));
  };
  const pay = (index: number) => answerOf('payments', () => client.pay(prepareOrder(sample, round, index, [{ gateway: 'sandbox' }])));
  const shipped = async (index: number): Promise<Answer> => {
    const steps: { kind: RequestKind; milliseconds: number }[] = [];
    const journey = ship(client, round, index, async (kind, action) => {
      const begin = performance.now();
      const result = await action();
      steps.push({ kind, milliseconds: performance.now() - begin });
      return result;
    });
    return { ...(await answerOf('journeys', () => journey)), steps };
  };
  const isRead = (index: number) => scenario === 'read' || (scenario === 'mix' && index % (READS_PER_PLACEMENT + 1) !== 0);
  const send = (index: number) => {
    if (scenario === 'edit') return edit(index);
    if (scenario === 'pay') return pay(index);
    if (scenario === 'ship') return shipped(index);
    return isRead(index) ? read(index) : place(index);
  };
  return { placed, send };
}

function turnsOf(counts: Partial<Record<RequestKind, number>>): readonly RequestKind[] {
  return Object.entries(counts).flatMap(([kind, count]) => Array.from({ length: count }, () => kind as RequestKind));
}

async function answerOf(kind: RequestKind, action: () => Promise<unknown>): Promise<Answer> {
  try {
    await action();
    return { kind };
  } catch (error) {
    return { kind, failure: (error as Error).message };
  }
}
