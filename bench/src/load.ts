import type { GatewayClient } from './gateway-client.js';
import { prepareOrder, type SampleOrders } from './sample-orders.js';

export const scenarios = ['place', 'settle', 'read', 'mix'] as const;
export type Scenario = (typeof scenarios)[number];

export type RequestKind = 'placements' | 'reads';

/** What became of one request. */
export interface Answer {
  readonly kind: RequestKind;
  /** What came instead of the wanted answer. */
  readonly failure?: string;
}

/** The requests of a scenario, one by its number, and what they have placed so far. */
export interface Load {
  send(index: number): Promise<Answer>;
  readonly placed: readonly string[];
}

// In `mix`, one request in ten places an order.
const READS_PER_PLACEMENT = 9;

/** `round` is a name that no other load of the system has. `read` and `mix` read the orders of `known`, which `mix` and the others do not add to. */
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
  const isRead = (index: number) => scenario === 'read' || (scenario === 'mix' && index % (READS_PER_PLACEMENT + 1) !== 0);
  return { placed, send: (index) => (isRead(index) ? read(index) : place(index)) };
}

async function answerOf(kind: RequestKind, action: () => Promise<unknown>): Promise<Answer> {
  try {
    await action();
    return { kind };
  } catch (error) {
    return { kind, failure: (error as Error).message };
  }
}
