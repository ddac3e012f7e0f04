import type { CallToMake, GatewayAnswer, PaymentProvider, StoredCall } from '../src/providers/provider.js';

type Awaitable<T> = T | Promise<T>;

/** What the kit needs to know of a provider, and of the gateway behind it. */
export interface ProviderUnderTest {
  /** Called once, before the first test. */
  start(): Awaitable<PaymentProvider>;
  stop?(): Awaitable<void>;
  /** In which it can be paid; GBP unless told. */
  readonly currency?: string;
  /** A means of payment that is accepted; left out, calls for an authorization go without one. */
  readonly token?: string;
  /** One that is declined. */
  readonly declinedToken?: string;
  /** What must never show up in the log. */
  readonly secrets?: readonly string[];
  /** The next call is carried out, and its answer never arrives. */
  loseNextAnswer?(): void;
  /** How often the gateway has carried out this call; once at most, however often it was sent. */
  effects?(call: StoredCall): Awaitable<number>;
}

/** A call in the way that the core makes it: what stands against it, the request, what is stored, what is sent. */
export class CallsOf {
  /** All that the log would keep. */
  readonly logged: string[] = [];
  #ids = 0;

  constructor(
    readonly provider: PaymentProvider,
    private readonly under: ProviderUnderTest,
    private readonly prefix: string,
  ) {}

  /** A call that is ready to be stored. Throws where the provider names an obstacle. */
  stored(wanted: Partial<CallToMake> & Pick<CallToMake, 'type' | 'amount'>): StoredCall {
    const call = this.toMake(wanted);
    const obstacle = this.provider.obstacle(call);
    if (obstacle) throw new Error(`${obstacle.refused}: ${obstacle.detail}`);
    const request = this.provider.prepare(call);
    this.logged.push(request);
    const { id, type, amount, currency, paymentReference } = call;
    const stored = { id, type, amount, currency, request, idempotencyKey: `key-of-${id}`, requestedAt: new Date().toISOString() };
    return paymentReference === undefined ? stored : { ...stored, paymentReference };
  }

  toMake(wanted: Partial<CallToMake> & Pick<CallToMake, 'type' | 'amount'>): CallToMake {
    const id = this.newId();
    const token = wanted.type === 'authorization' ? this.under.token : undefined;
    return {
      ...{ id, currency: this.under.currency ?? 'GBP', paymentId: `payment-${id}`, orderId: `order-${id}`, orderNumber: `CO-${id}` },
      ...(token === undefined ? {} : { token }),
      ...(wanted.type === 'capture' ? { isLast: true } : {}),
      ...(wanted.type === 'refund' ? { reasonCode: 'requested-by-customer' as const } : {}),
      ...wanted,
    };
  }

  async send(call: StoredCall): Promise<GatewayAnswer> {
    return this.#logging(() => this.provider.send(call));
  }

  async find(call: StoredCall): Promise<GatewayAnswer | 'absent'> {
    return this.#logging(() => this.provider.find(call));
  }

  /** What the gateway calls a payment that it has just authorized. */
  async authorized(amount: string): Promise<string> {
    const { status, reference } = await this.send(this.stored({ type: 'authorization', amount }));
    if (status !== 'succeeded' || reference === undefined) throw new Error(`authorized as ${status}, ${reference}`);
    return reference;
  }

  newId(): string {
    this.#ids += 1;
    return `00000000-0000-4000-8000-${this.prefix}${String(this.#ids).padStart(6, '0')}`;
  }

  async #logging<Answer extends GatewayAnswer | 'absent'>(call: () => Promise<Answer>): Promise<Answer> {
    try {
      const answer = await call();
      this.logged.push(JSON.stringify(answer));
      return answer;
    } catch (error) {
      this.logged.push(...allTextOf(error));
      throw error;
    }
  }
}

/** An error as a log writes it: message, stack, own properties, and its causes. */
function allTextOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return [`${error.stack} ${JSON.stringify(error)}`, ...(error.cause === undefined ? [] : allTextOf(error.cause))];
}
