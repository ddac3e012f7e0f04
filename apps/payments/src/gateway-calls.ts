import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import pLimit from 'p-limit';
import { v7 as newId } from 'uuid';
import { isRefusal } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { LOG } from '#platform/chassis.module.js';
import type { Log } from '#platform/log.js';
import { attemptCall } from './attempt-call.js';
import { type ClosingHeads, settleAndClose } from './domain/close-payment.js';
import type { Attempt, CallHead } from './domain/gateway-calls.js';
import type { OpenCall, Payment, PaymentEvent } from './domain/payment.js';
import { PROVIDERS, type Providers, providerOf, providerOfCall } from './providers/providers.js';
import { DueCalls } from './storage/due-calls.js';

const AT_ONCE = 32;
const LOOK_EVERY = 1_000;
/** Who stores a call makes it; after so long, anybody does. Longer than any call takes. */
const IN_HAND = 30_000;

/** Whom a change in the wake of another is for. */
type Origin = Pick<ChangeContext, 'correlationId' | 'traceparent'>;

/**
 * Makes the calls to gateways that were stored before, and stores what comes of them: those of this process at once, and those that
 * nobody has settled when they are due, whoever stored them. No consumer and no request holds its place while a gateway thinks.
 */
@Injectable()
export class GatewayCalls implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #limit = pLimit(AT_ONCE);
  readonly #inHand = new Map<string, { readonly paymentId: string; readonly made: Promise<void> }>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #closing = false;

  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<Payment, PaymentEvent>,
    @Inject(PROVIDERS) private readonly providers: Providers,
    private readonly due: DueCalls,
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

  /** Asks now what became of those calls of a payment that were made, whenever they are due; only what is decided by now is stored. */
  hurry({ state }: Stored<Payment>, origin: Origin): void {
    for (const call of state.openCalls ?? []) if (call.attempts > 0) this.#take(state, call, origin, true);
  }

  /** Resolves when this process has no call of the payment in hand any more, or after so many milliseconds. */
  async rest(paymentId: string, limit: number): Promise<void> {
    const deadline = delay(limit, 'late', { ref: false });
    for (;;) {
      const made = [...this.#inHand.values()].filter((each) => each.paymentId === paymentId).map((each) => each.made);
      if (made.length === 0 || (await Promise.race([Promise.all(made), deadline])) === 'late') return;
    }
  }

  #take(payment: Payment, call: OpenCall, origin: Origin, isEarly = false): void {
    if (this.#closing || this.#inHand.has(call.id)) return;
    const made = this.#limit(() => this.#make(payment, call, origin, isEarly))
      .catch((error) => this.log.warn({ paymentId: payment.paymentId, error: error.message }, 'a gateway call stays open'))
      .finally(() => this.#inHand.delete(call.id));
    this.#inHand.set(call.id, { paymentId: payment.paymentId, made });
  }

  async #make(payment: Payment, call: OpenCall, origin: Origin, isEarly: boolean): Promise<void> {
    const provider = providerOfCall(this.providers, payment, call);
    if ('answer' in provider) throw new Error(`${payment.gateway} has an open call and nobody to ask`);
    const attempt = await attemptCall(provider, payment, call);
    if (isEarly && isUndecided(attempt)) return;
    const { paymentId } = payment;
    // Not what the request or event said of its own change: an answer is another, and would pass for a repeat of that one.
    const { correlationId, traceparent } = origin;
    const context = { actor: 'service:payments', correlationId, ...(traceparent === undefined ? {} : { traceparent }) };
    const heads = closingHeads();
    const own = providerOf(this.providers, payment.gateway);
    const after = await this.store.change(paymentId, (now) => settleAndClose(now, call.id, attempt, heads, own), context);
    if (isRefusal(after)) throw new Error(after.detail);
    this.follow(after, origin);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const now = new Date().toISOString();
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

function isUndecided({ answer }: Attempt): boolean {
  return answer === undefined || answer.status === 'pending';
}

/** Of a call that is stored now. */
export function callHead(id: string): CallHead {
  const now = Date.now();
  return { id, idempotencyKey: id, at: new Date(now).toISOString(), inHandUntil: new Date(now + IN_HAND).toISOString() };
}

export function closingHeads(): ClosingHeads {
  return { voiding: callHead(newId()), refunding: callHead(newId()) };
}
