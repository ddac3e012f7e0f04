import type { GatewayClient } from './gateway-client.js';
import { prepareOrder, type SampleOrders } from './sample-orders.js';

export const scenarios = ['place', 'settle', 'read', 'mix', 'edit', 'pay'] as const;
export type Scenario = (typeof scenarios)[number];

export type RequestKind = 'placements' | 'reads' | 'edits' | 'previews' | 'earlier versions' | 'payments';

/** What became of one request. */
export interface Answer {
  readonly kind: RequestKind;
  /** What came instead of the wanted answer. */
  readonly failure?: string;
}

/** The requests of a scenario, one by its number, and what they have placed so far without waiting for it. */
export interface Load {
  send(index: number): Promise<Answer>;
  readonly placed: readonly string[];
}

// In `mix`, one request in ten places an order.
const READS_PER_PLACEMENT = 9;
// In `edit`, of ten requests so many change a price, two ask what that would come to, and one reads an order as it was placed.
const EDITS_OF_TEN = 7;

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
  const edit = (index: number) => {
    const id = known[index % known.length] as string;
    const turn = index % 10;
    if (turn < EDITS_OF_TEN) return answerOf('edits', () => client.edit(id, `${(index % 900) + 1}.25`));
    if (turn < 9) return answerOf('previews', () => client.previewEdit(id, '1.25'));
    return answerOf('earlier versions', () => client.read(id, 1));
  };
  const pay = (index: number) => answerOf('payments', () => client.pay(prepareOrder(sample, round, index, [{ gateway: 'sandbox' }])));
  const isRead = (index: number) => scenario === 'read' || (scenario === 'mix' && index % (READS_PER_PLACEMENT + 1) !== 0);
  const send = (index: number) => {
    if (scenario === 'edit') return edit(index);
    if (scenario === 'pay') return pay(index);
    return isRead(index) ? read(index) : place(index);
  };
  return { placed, send };
}

async function answerOf(kind: RequestKind, action: () => Promise<unknown>): Promise<Answer> {
  try {
    await action();
    return { kind };
  } catch (error) {
    return { kind, failure: (error as Error).message };
  }
}
