import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import pLimit from 'p-limit';
import { v7 as newId } from 'uuid';
import { isRefusal } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { LOG } from '#platform/chassis.module.js';
import { DatabaseClock } from '#platform/database-clock.js';
import type { Log } from '#platform/log.js';
import { Unavailable } from '#platform/outage.js';
import { attemptCall } from './attempt-call.js';
import { type ClosingHeads, settleAndClose } from './domain/close-payment.js';
import type { CallHead } from './domain/gateway-calls.js';
import type { OpenCall, Payment, PaymentEvent } from './domain/payment.js';
import { PROVIDERS, type Providers, providerOf, providerOfCall } from './providers/providers.js';
import { DueCalls } from './storage/due-calls.js';

const AT_ONCE = 32;
/** More than these wait for nobody: they are made when they are due. */
const MOST_WAITING = 1_000;
const LOOK_EVERY = 1_000;
/** Who stores a call makes it; after so long, anybody does. Longer than any call takes. */
const IN_HAND = 30_000;

/** Whom a change in the wake of another is for. */
type Origin = Pick<ChangeContext, 'correlationId' | 'traceparent'>;

interface InHand {
  readonly paymentId: string;
  readonly made: Promise<void>;
  /** The question that follows. */
  next?: Promise<void>;
}

/**
 * Makes the calls to gateways that were stored before, and stores what comes of them: those of this process at once, and those that
 * nobody has settled when they are due, whoever stored them. No consumer and no request holds its place while a gateway thinks.
 */
@Injectable()
export class GatewayCalls implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #limit = pLimit(AT_ONCE);
  readonly #inHand = new Map<string, InHand>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #closing = false;

  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<Payment, PaymentEvent>,
    @Inject(PROVIDERS) private readonly providers: Providers,
    private readonly due: DueCalls,
    private readonly clock: DatabaseClock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#timer);
    while (this.#inHand.size > 0) await Promise.all([...this.#inHand.values()].map(({ made }) => made));
  }

  /** Makes those calls of a payment that nobody has made yet; its caller need not wait. */
  follow({ state }: Stored<Payment>, origin: Origin): void {
    for (const call of state.openCalls ?? []) if (call.attempts === 0) this.#take(state, call, origin);
  }

  /**
   * Asks now what became of those calls of a payment that were made, whenever they are due; only what is decided by now is stored. Throws
   * Unavailable when the gateway has not answered after so many milliseconds, or has said nothing.
   */
  async hurry({ state }: Stored<Payment>, origin: Origin, limit: number): Promise<void> {
    const made = (state.openCalls ?? []).filter(({ attempts }) => attempts > 0);
    const asked = Promise.all(made.map((call) => this.#askAgain(state, call, origin)));
    const late = delay(limit, undefined, { ref: false }).then(() => {
      throw new Unavailable(`the gateway ${state.gateway}`);
    });
    await Promise.race([asked, late]);
  }

  /** Resolves when this process has no call of the payment in hand any more, or after so many milliseconds. */
  async rest(paymentId: string, limit: number): Promise<void> {
    const deadline = delay(limit, 'late', { ref: false });
    for (;;) {
      const made = [...this.#inHand.values()].filter((each) => each.paymentId === paymentId).map((each) => each.made);
      if (made.length === 0 || (await Promise.race([Promise.all(made), deadline])) === 'late') return;
    }
  }

  #take(payment: Payment, call: OpenCall, origin: Origin): void {
    if (this.#inHand.has(call.id) || this.#limit.pendingCount >= MOST_WAITING) return;
    void this.#ask(payment, call, origin, false).catch(() => undefined);
  }

  /** What is asked already may be answered as it was before, so that another question follows; all that come meanwhile share that one. */
  #askAgain(payment: Payment, call: OpenCall, origin: Origin): Promise<void> {
    const inHand = this.#inHand.get(call.id);
    if (!inHand) return this.#ask(payment, call, origin, true);
    inHand.next ??= inHand.made.then(() => this.#ask(payment, call, origin, true));
    return inHand.next;
  }

  #ask(payment: Payment, call: OpenCall, origin: Origin, isEarly: boolean): Promise<void> {
    const { paymentId, gateway } = payment;
    if (this.#closing) return Promise.reject(new Unavailable(`the gateway ${gateway}`));
    const asked = this.#limit(() => this.#make(payment, call, origin, isEarly));
    const made = asked
      .catch((error) => this.log.warn({ paymentId, error: error.message }, 'a gateway call stays open'))
      .finally(() => this.#inHand.delete(call.id));
    this.#inHand.set(call.id, { paymentId, made });
    return asked;
  }

  async #make(payment: Payment, call: OpenCall, origin: Origin, isEarly: boolean): Promise<void> {
    // What still waits when the process is to end, others make.
    if (this.#closing) return;
    const provider = providerOfCall(this.providers, payment, call);
    if ('answer' in provider) throw new Error(`${payment.gateway} has an open call and nobody to ask`);
    const attempt = await attemptCall(provider, payment, call, this.clock);
    if (isEarly && !attempt.answer) throw new Unavailable(`the gateway ${payment.gateway}`);
    if (isEarly && attempt.answer?.status === 'pending') return;
    const { paymentId } = payment;
    // Not what the request or event said of its own change: an answer is another, and would pass for a repeat of that one.
    const { correlationId, traceparent } = origin;
    const context = { actor: 'service:payments', correlationId, ...(traceparent === undefined ? {} : { traceparent }) };
    const heads = closingHeads(await this.clock.now());
    const own = providerOf(this.providers, payment.gateway);
    const after = await this.store.change(paymentId, (now) => settleAndClose(now, call.id, attempt, heads, own), context);
    if (isRefusal(after)) throw new Error(after.detail);
    this.follow(after, origin);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const now = new Date(await this.clock.now()).toISOString();
      for (const payment of await this.due.find(now, 10 * AT_ONCE)) {
        const calls = payment.openCalls?.filter(({ nextAt }) => nextAt <= now) ?? [];
        for (const call of calls) this.#take(payment, call, { correlationId: call.id });
      }
    } catch (error) {
      this.log.warn({ error: (error as Error).message }, 'due gateway calls could not be looked up');
    } finally {
      this.#looking = false;
    }
  }
}

/** Of a call that is stored at a moment, as a request asked for it. */
export function callHead(id: string, now: number, { addresses }: Pick<ChangeContext, 'addresses'> = {}): CallHead {
  return {
    ...{ id, idempotencyKey: id, at: new Date(now).toISOString(), inHandUntil: new Date(now + IN_HAND).toISOString() },
    ...(addresses === undefined ? {} : { addresses }),
  };
}

export function closingHeads(now: number): ClosingHeads {
  return { voiding: callHead(newId(), now), refunding: callHead(newId(), now) };
}
