import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { answerTo } from './endpoints.js';
import { type Fault, Faults } from './faults.js';
import { formOf } from './form-body.js';
import { IdempotencyKeys, type KeptAnswer } from './idempotency-keys.js';
import { Ledger } from './ledger.js';
import { PaymentIntents } from './payment-intents.js';
import { Refunds } from './refunds.js';
import { type Delivery, signedDelivery } from './signed-delivery.js';
import { type Effect, type Intent, type Refund, type StripeEvent, StripeFailure } from './stripe-objects.js';

/** Stripe on loopback, with the states, keys, refunds, events and faults of the real one, as far as payments by hand-made captures need them. */
export class StripeDouble {
  readonly #ledger: Ledger;
  readonly #keys: IdempotencyKeys;
  readonly #intents: PaymentIntents;
  readonly #refunds: Refunds;
  readonly #faults = new Faults();
  readonly #server: Server;
  #asked = 0;

  private constructor(multicapture: boolean) {
    this.#ledger = new Ledger(multicapture);
    this.#keys = new IdempotencyKeys(this.#ledger.now);
    this.#intents = new PaymentIntents(this.#ledger);
    this.#refunds = new Refunds(this.#ledger);
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start({ multicapture = false, port = 0 }: { multicapture?: boolean; port?: number } = {}): Promise<StripeDouble> {
    const double = new StripeDouble(multicapture);
    await new Promise<void>((resolve) => double.#server.listen(port, '127.0.0.1', resolve));
    return double;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  /** How many requests have come so far. */
  get asked(): number {
    return this.#asked;
  }

  /** Something goes wrong with the next request that has no fault yet. */
  next(fault: Fault): void {
    this.#faults.add(fault);
  }

  /** From now on, this is what goes wrong with each request that has no fault of its own. */
  always(fault: (method: string) => Fault | undefined): void {
    this.#faults.otherwise = fault;
  }

  /** Its clock goes on: keys are forgotten after a day, holds lapse after a week. */
  passSeconds(seconds: number): void {
    this.#ledger.pass(seconds);
  }

  /** All that has moved money, or those with this key, on this intent, of this kind. */
  effectsOf(wanted: Partial<Pick<Effect, 'key' | 'intent' | 'kind'>> = {}): readonly Effect[] {
    const entries = Object.entries(wanted) as [keyof Effect, string][];
    return this.#ledger.effects.filter((effect) => entries.every(([name, value]) => effect[name] === value));
  }

  /** A storefront confirms with means of payment. Tells the intent as it is then, also when the means were declined. */
  confirm(id: string, means: string): Intent {
    const intent = this.#existing(id);
    try {
      return this.#intents.confirm(intent, means);
    } catch (error) {
      if (error instanceof StripeFailure && error.status === 402) return intent;
      throw error;
    }
  }

  /** What waited for the customer, or was being processed, is decided. */
  settle(id: string, as: 'authorized' | 'declined'): Intent {
    const intent = this.#existing(id);
    return as === 'authorized' ? this.#intents.authorize(intent) : this.#intents.decline(intent);
  }

  completeRefund(id: string): void {
    this.#refunds.complete(this.#existingRefund(id));
  }

  failRefund(id: string, reason = 'lost_or_stolen_card'): void {
    this.#refunds.fail(this.#existingRefund(id), reason);
  }

  intent(id: string): Intent {
    return structuredClone(this.#existing(id));
  }

  /** In the order in which they happened, which is not the order in which Stripe delivers. */
  get events(): readonly StripeEvent[] {
    return this.#ledger.events;
  }

  signedDelivery(event: StripeEvent, secrets: string | readonly string[], at?: Date): Delivery {
    return signedDelivery(event, secrets, at);
  }

  #existing(id: string): Intent {
    const intent = this.#ledger.intents.get(id);
    if (!intent) throw new Error(`the double has no intent ${id}`);
    return this.#intents.lapse(intent);
  }

  #existingRefund(id: string): Refund {
    const refund = this.#ledger.refunds.get(id);
    if (!refund) throw new Error(`the double has no refund ${id}`);
    return refund;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (body === undefined) return;
    this.#asked += 1;
    const key = request.headers['idempotency-key'] as string | undefined;
    const fault = this.#faults.take(request.method ?? '', key ?? `${request.method} ${request.url}`);
    if (fault && 'lose' in fault && fault.lose === 'before') return void request.socket.destroy();
    const answer = await this.#answer(request, body, key, fault);
    if (fault && 'lose' in fault) return void request.socket.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json', 'request-id': this.#ledger.newId('req') }).end(answer.body);
  }

  /** With its key, if it has one: the first answer again, or what happens now, which the key then remembers. */
  async #answer(request: IncomingMessage, body: string, key: string | undefined, fault: Fault | undefined): Promise<KeptAnswer> {
    const { method = '', url = '' } = request;
    const [path = '', query = ''] = url.split('?');
    try {
      if (!/^Bearer [sr]k_/.test(request.headers.authorization ?? ''))
        throw new StripeFailure(401, { type: 'invalid_request_error' }, false);
      if (fault && 'fail' in fault && fault.fail < 500) throw failed(fault.fail);
      const kept = key === undefined ? undefined : this.#keys.begin(key, `${method} ${url} ${body}`);
      if (kept) return kept;
    } catch (error) {
      return failureOf(error);
    }
    if (fault && 'held' in fault) await fault.held;
    const answer = this.#carryOut(method, path, method === 'GET' ? query : body, key, fault);
    if (fault && 'late' in fault) await (typeof fault.late === 'number' ? delay(fault.late) : fault.late);
    if (key !== undefined) {
      if (answer.isKept) this.#keys.keep(key, answer);
      else this.#keys.forget(key);
    }
    return answer;
  }

  #carryOut(
    method: string,
    path: string,
    form: string,
    key: string | undefined,
    fault: Fault | undefined,
  ): KeptAnswer & { isKept: boolean } {
    this.#ledger.key = key;
    try {
      const fails = fault && 'fail' in fault ? fault : undefined;
      if (fails && !fails.after) throw failed(fails.fail);
      const doubled = { ledger: this.#ledger, intents: this.#intents, refunds: this.#refunds };
      const object = answerTo(doubled, method, path, formOf(form));
      if (fails) throw failed(fails.fail);
      return { status: 200, body: JSON.stringify(object), isKept: true };
    } catch (error) {
      return failureOf(error);
    } finally {
      this.#ledger.key = undefined;
    }
  }
}

/** Undefined when whoever sent it was gone before its end. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  try {
    return (await request.toArray()).join('');
  } catch {
    return undefined;
  }
}

function failed(status: number): StripeFailure {
  const type = status === 429 ? 'invalid_request_error' : 'api_error';
  return new StripeFailure(status, { type, message: 'The double was told to fail.' }, status >= 500);
}

function failureOf(error: unknown): KeptAnswer & { isKept: boolean } {
  if (!(error instanceof StripeFailure)) throw error;
  return { status: error.status, body: JSON.stringify({ error: error.error }), isKept: error.isKept };
}
