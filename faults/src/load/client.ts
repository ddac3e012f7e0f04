import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { Random } from '../random.js';
import { ask, type Question } from './ask.js';
import type { ClientLog } from './client-log.js';
import { type Answer, isTransient, type OrderRecord, type Purpose } from './client-record.js';
import type { LoadOrder } from './orders.js';
import type { OrderPlan } from './plan.js';

/** What all clients share. */
export interface ClientSurroundings {
  readonly gateways: readonly string[];
  readonly dispatcher: Dispatcher;
  readonly log: ClientLog;
  /** The load is at its end: what was put off is done now. */
  readonly stopping: AbortSignal;
  /** Nothing is insisted on any longer. */
  readonly givingUp: AbortSignal;
}

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/** The client of one order: places it as its plan says, and looks whether it was told the truth. What it sees goes to the log. */
export class OrderClient {
  readonly #record: OrderRecord;
  #turn: number;

  constructor(
    private readonly order: LoadOrder,
    private readonly plan: OrderPlan,
    private readonly random: Random,
    private readonly surroundings: ClientSurroundings,
  ) {
    this.#record = surroundings.log.begin(order);
    this.#turn = random.integer(0, surroundings.gateways.length - 1);
  }

  /** Resolves when all of the plan is done, or was given up. */
  async run(): Promise<void> {
    await Promise.all([this.#place(), ...(this.plan.twice ? [this.#place()] : [])]);
    const { acknowledged } = this.#record;
    if (!acknowledged) return this.surroundings.log.gaveUp(this.#record);
    const path = `/v1/orders/${acknowledged.orderId}`;
    if (this.plan.read) await this.#insist('read', { method: 'GET', path });
    await Promise.all([this.#repeat(), this.#sendOtherBody(), this.#poll(path)]);
  }

  #place(): Promise<Answer | undefined> {
    return this.#insist('place', { ...this.#placement(this.order.body), wait: this.plan.wait });
  }

  async #repeat(): Promise<void> {
    if (this.plan.repeatAfter === undefined) return;
    await this.#pause(this.plan.repeatAfter, this.surroundings.stopping);
    await this.#insist('repeat', this.#placement(this.order.body));
  }

  async #sendOtherBody(): Promise<void> {
    if (this.plan.otherBodyAfter === undefined) return;
    await this.#pause(this.plan.otherBodyAfter, this.surroundings.stopping);
    await this.#insist('other-body', this.#placement({ ...this.order.body, comment: 'another body' }));
  }

  async #poll(path: string): Promise<void> {
    if (!this.plan.poll) return;
    for (let looks = 1; this.#record.settledAt === undefined; looks++) {
      const answer = await this.#insist('poll', { method: 'GET', path });
      // Whatever is neither an order nor transient is in the log as a violation; to ask again would only repeat it.
      if (answer?.orderId === undefined) return;
      // Ever more seldom: when nothing settles, those who wait must not be a load of their own.
      if (this.#record.settledAt === undefined) await this.#pause(2 * this.#backoff(looks), this.surroundings.givingUp);
    }
  }

  #placement(body: object): Question {
    return { method: 'POST', path: '/v1/orders', key: this.order.key, body };
  }

  /** Asks one gateway after the other until an answer is final; undefined when that was given up. */
  async #insist(purpose: Purpose, question: Question): Promise<Answer | undefined> {
    const { gateways, dispatcher, log, givingUp } = this.surroundings;
    for (let attempts = 1; !givingUp.aborted; attempts++) {
      const gateway = gateways[this.#turn++ % gateways.length] as string;
      const { wait } = question;
      const attempt = log.asked(this.#record, { purpose, gateway, ...(wait !== undefined && { wait }) });
      const timeout = AbortSignal.timeout(this.plan.attemptTimeout + (wait ?? 0) * 1_000);
      const answer = await ask(gateway, dispatcher, question, AbortSignal.any([timeout, givingUp]));
      log.answered(this.#record, attempt, answer);
      if (!isTransient(answer)) return answer;
      await this.#pause(answer.retryAfter ?? this.#backoff(attempts), givingUp);
    }
    return undefined;
  }

  /** Doubles from try to try; half of it is random, so that clients do not come back all at once. */
  #backoff(attempts: number): number {
    return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1)) * this.random.between(0.5, 1);
  }

  async #pause(milliseconds: number, until: AbortSignal): Promise<void> {
    await sleep(milliseconds, undefined, { signal: until }).catch(() => undefined);
  }
}
