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
  /** Its carrier says that what was sent has arrived, and later, that it is under way. */
  readonly report: boolean;
  /** Of what was sent, a piece comes back. */
  readonly comeBack: boolean;
  /** In the end, its shipment goes with that of another such order. */
  readonly combine: boolean;
  /** A piece of it goes with a shipment of its own. */
  readonly split: boolean;
  /** What was split goes together again. */
  readonly merge: boolean;
  /** It is placed in the store that reserves stock, for one of few products. */
  readonly shelf: boolean;
  /** It is placed in the store whose tax a company outside computes. */
  readonly outside: boolean;
  /** How a count of that product is told, first of all. */
  readonly tell: 'call' | 'command';
  /** So long after it was counted. */
  readonly tellAfter: number;
  /** By what it is paid. */
  readonly payment: { readonly gateway: 'manual' } | { readonly gateway: 'stripe'; readonly token: string };
  /** In the end, captures its payment; or two pennies of it, and gives the rest up. A penny goes back. */
  readonly pay: 'whole' | 'part' | undefined;
}

/** Most orders are simply placed; every other thing is done with some, in any combination. */
export function planFor(random: Random): OrderPlan {
  const cancel = random.chance(0.05);
  const shelf = random.fork('shelf').chance(0.25);
  const outside = !shelf && random.fork('outside').chance(0.3);
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
    invoice: !cancel && !outside && random.fork('invoice').chance(0.3),
    draft: random.chance(0.05),
    hold: !cancel && random.chance(0.1),
    send: !cancel && random.chance(0.2),
    report: random.fork('report').chance(0.6),
    comeBack: random.fork('return').chance(0.5),
    split: random.fork('split').chance(0.25),
    merge: random.fork('merge').chance(0.5),
    shelf,
    outside,
    tell: random.fork('tell').pick(['call', 'call', 'command']),
    tellAfter: random.fork('late').chance(0.3) ? random.fork('later').integer(0, 8_000) : 0,
    pay: !cancel && random.chance(0.3) ? random.pick(['whole', 'whole', 'part']) : undefined,
    payment: paymentFor(random),
  };
  if (shelf) return { ...plan, ...onShelf(plan, random) };
  // Likewise before orders went together.
  return { ...plan, combine: !cancel && !outside && !plan.hold && !plan.send && random.fork('combine').chance(0.25) };
}

/** Which of its lines its first shipment holds is the store's choice, so that neither what must not be taken back nor what may come back is known. It has no invoices. */
function onShelf({ cancel, send }: Pick<OrderPlan, 'cancel' | 'send'>, random: Random) {
  return { send: send || (!cancel && random.fork('leave').chance(0.4)), hold: false, invoice: false, comeBack: false, combine: false };
}

function paymentFor(random: Random): OrderPlan['payment'] {
  if (random.chance(0.2)) return { gateway: 'manual' };
  const others = { pm_processing: 0.15, pm_card_chargeDeclined: 0.05 };
  const token = Object.entries(others).find(([, chance]) => random.chance(chance))?.[0] ?? 'pm_card_visa';
  return { gateway: 'stripe', token };
}
