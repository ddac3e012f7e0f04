import type { Random } from '../random.js';

/** What a client does about its order, beside insisting until it is answered. Times in milliseconds. */
export interface OrderPlan {
  /** Milliseconds after which an attempt is given up and made anew. */
  readonly attemptTimeout: number;
  /** `Prefer: wait`, in seconds. */
  readonly wait: number | undefined;
  /** Places it by two requests at the same moment, at two gateways. */
  readonly twice: boolean;
  /** Reads it as soon as it is acknowledged. */
  readonly read: boolean;
  /** So long after the acknowledgement, places it again; undefined: never. */
  readonly repeatAfter: number | undefined;
  /** So long after the acknowledgement, uses its key for another body; undefined: never. */
  readonly otherBodyAfter: number | undefined;
  /** Looks at it until it is settled. */
  readonly poll: boolean;
  /** So many edits, one after the other, each of which adds a line. */
  readonly edits: number;
  /** Asks before each what it would come to. */
  readonly preview: boolean;
  /** Reads it as it was placed, when all else is done. */
  readonly past: boolean;
  /** Cancels it in the end. */
  readonly cancel: boolean;
  /** Drafts an invoice of it in the end, and issues that; by two requests at the same moment where it is placed `twice`. */
  readonly invoice: boolean;
  /** Makes a draft of it first, which is then placed. */
  readonly draft: boolean;
  /** Holds it in the end, so that it is not sent. */
  readonly hold: boolean;
  /** Sends its shipment in the end, and tries to take back what was sent. */
  readonly send: boolean;
  /** Of what was sent, a piece comes back. */
  readonly comeBack: boolean;
  /** In the end, its shipment goes with that of another such order. */
  readonly combine: boolean;
  /** By what it is paid. */
  readonly payment: { readonly gateway: 'manual' } | { readonly gateway: 'stripe'; readonly token: string };
  /** In the end, captures its payment; or two pennies of it, and gives the rest up. A penny goes back. */
  readonly pay: 'whole' | 'part' | undefined;
}

/** Most orders are simply placed; every other thing is done with some, in any combination. */
export function planFor(random: Random): OrderPlan {
  const cancel = random.chance(0.05);
  const plan: Omit<OrderPlan, 'combine'> = {
    attemptTimeout: random.integer(5_000, 10_000),
    wait: random.chance(0.15) ? random.integer(1, 10) : undefined,
    twice: random.chance(0.15),
    read: random.chance(0.5),
    repeatAfter: random.chance(0.15) ? random.integer(0, 15_000) : undefined,
    otherBodyAfter: random.chance(0.08) ? random.integer(0, 5_000) : undefined,
    poll: random.chance(0.25),
    edits: random.chance(0.25) ? random.integer(1, 3) : 0,
    preview: random.chance(0.3),
    past: random.chance(0.1),
    cancel,
    // A stream of its own leaves to each seed what it chose before there were invoices.
    invoice: !cancel && random.fork('invoice').chance(0.3),
    draft: random.chance(0.05),
    hold: !cancel && random.chance(0.1),
    send: !cancel && random.chance(0.2),
    comeBack: random.fork('return').chance(0.5),
    pay: !cancel && random.chance(0.3) ? random.pick(['whole', 'whole', 'part']) : undefined,
    payment: paymentFor(random),
  };
  // Likewise before orders went together.
  return { ...plan, combine: !cancel && !plan.hold && !plan.send && random.fork('combine').chance(0.25) };
}

function paymentFor(random: Random): OrderPlan['payment'] {
  if (random.chance(0.2)) return { gateway: 'manual' };
  const others = { pm_processing: 0.15, pm_card_chargeDeclined: 0.05 };
  const token = Object.entries(others).find(([, chance]) => random.chance(chance))?.[0] ?? 'pm_card_visa';
  return { gateway: 'stripe', token };
}
