import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { type ExchangeListener, TaxRefused, TaxUnanswered } from '../tax-provider.js';
import { clockFault } from './clock.js';
import { Overheard } from './overheard.js';

/** Where AvaTax is and who asks. */
export interface AvataxConnection {
  /** Checked before: the SDK takes whatever it does not know for production. */
  readonly url: string;
  readonly accountId: string;
  readonly licenseKey: string;
  /** How long an answer may take as a whole, in milliseconds. */
  readonly deadline: number;
}

/** So many in a row that said nothing, and nobody asks for a while. */
const FAILURES = 5;
const REST = 10_000;
/** After wrong credentials: a few more, and Avalara locks the account. */
const LOCKED_OUT = 300_000;

// Its own types say Date and numbers where names and days are sent and come back.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Sdk = any;

/** One thing that AvaTax finds wrong, by its own name of it. */
export interface AvataxFault {
  readonly name: string;
  readonly refersTo: string;
  /** Its words. */
  readonly text: string;
}

/** AvaTax has said no. */
export class AvataxRefused extends TaxRefused {
  constructor(
    message: string,
    readonly faults: readonly AvataxFault[],
  ) {
    super(message);
  }
}

class NotThere extends AvataxRefused {}
/** Nobody is asked. */
class Resting extends TaxUnanswered {}

/** The official SDK behind a circuit breaker, with a deadline for the whole answer: its own ends the wait for the head alone. */
export class AvataxClient {
  /** Never logged or written as JSON: it shows the licence key. */
  #sdk: Promise<Sdk> | undefined;
  readonly #connection: AvataxConnection;
  #restsUntil = 0;
  readonly #breaker = circuitBreaker(
    handleWhen((error) => error instanceof TaxUnanswered),
    { halfOpenAfter: REST, breaker: new ConsecutiveBreaker(FAILURES) },
  );

  constructor(connection: AvataxConnection) {
    this.#connection = connection;
    this.#breaker.onBreak(() => this.#rest(REST));
  }

  /** Whether it is of no use to ask now. */
  get isResting(): boolean {
    return performance.now() < this.#restsUntil;
  }

  /** What AvaTax says, and who listens hears it word for word. Throws TaxUnanswered, or TaxRefused where it has said no. */
  async ask(call: (sdk: Sdk) => Promise<unknown>, listener?: ExchangeListener): Promise<unknown> {
    if (this.isResting) throw new Resting('AvaTax has not answered for a while, and is not asked');
    try {
      return await this.#breaker.execute(() => this.#ask(call, listener));
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw new Resting('AvaTax has not answered for a while, and is not asked');
      throw error;
    }
  }

  /** The same about a document, or `absent`. */
  async find(call: (sdk: Sdk) => Promise<unknown>, listener?: ExchangeListener): Promise<unknown | 'absent'> {
    try {
      return await this.ask(call, listener);
    } catch (error) {
      if (error instanceof NotThere) return 'absent';
      throw error;
    }
  }

  /** The same at once, whatever was before: for people who look whether it is well. */
  askNow(call: (sdk: Sdk) => Promise<unknown>): Promise<unknown> {
    return this.#ask(call);
  }

  /** Whether AvaTax can be reached, takes our credentials and has our time, at once. Throws with what is wrong. */
  async ping(): Promise<void> {
    const answer = (await this.#ask((sdk) => sdk.ping())) as { authenticated?: unknown } | null;
    if (answer?.authenticated !== true) {
      this.#rest(LOCKED_OUT);
      throw new TaxRefused('AvaTax does not take the account id and licence key');
    }
    this.#restsUntil = 0;
    const { url, deadline } = this.#connection;
    const fault = await clockFault(url, deadline).catch((error: unknown) => Promise.reject(this.#meant(error)));
    if (fault !== undefined) throw new TaxRefused(fault);
  }

  async #ask(call: (sdk: Sdk) => Promise<unknown>, listener?: ExchangeListener): Promise<unknown> {
    // The first time that takes a moment, which is not AvaTax's.
    this.#sdk ??= connected(this.#connection);
    const sdk = await this.#sdk;
    const { promise: late, reject } = Promise.withResolvers<never>();
    const { deadline } = this.#connection;
    const timer = setTimeout(() => reject(new TaxUnanswered(`AvaTax has not answered within ${deadline} ms`)), deadline);
    let overheard: Overheard | undefined;
    try {
      overheard = listener && new Overheard(sdk, this.#connection.url, listener);
      const answer = await Promise.race([call(overheard?.sdk ?? sdk), late]);
      await overheard?.answered(answer);
      return answer;
    } catch (error) {
      const meant = this.#meant(error);
      await overheard?.failed(error, (meant as Partial<TaxUnanswered>).reason ?? meant.message);
      throw meant;
    } finally {
      clearTimeout(timer);
    }
  }

  #meant(error: unknown): Error {
    if (error instanceof TaxUnanswered) return error;
    const { code, details, message, cause } = error as { code?: unknown; details?: unknown; message?: unknown; cause?: Error };
    // Of a fetch that failed, the cause has the name that was not found, the port that refused, the certificate that is not valid.
    if (typeof code !== 'string' || !Array.isArray(details))
      return new TaxUnanswered(`AvaTax could not be asked: ${text(cause?.message || message)}`);
    if (/^Authentication/.test(code)) {
      this.#rest(LOCKED_OUT);
      return new TaxUnanswered('AvaTax does not take the account id and licence key');
    }
    if (isPassing(code)) return new TaxUnanswered(`AvaTax answered with ${code}`);
    const said = details.map(({ message: told, faultSubCode, refersTo }) => [told, faultSubCode, refersTo].filter(Boolean).join(' · '));
    const reason = `${code}: ${said.join('; ') || text(message)}`.slice(0, 400);
    const faults = details.map(faultIn);
    return code === 'EntityNotFoundError' ? new NotThere(reason, faults) : new AvataxRefused(reason, faults);
  }

  #rest(milliseconds: number): void {
    this.#restsUntil = Math.max(this.#restsUntil, performance.now() + milliseconds);
  }
}

function faultIn(detail: Readonly<Record<string, unknown>>): AvataxFault {
  const { faultSubCode, code, refersTo, message } = detail;
  return { name: text(faultSubCode ?? code), refersTo: text(refersTo ?? ''), text: text(message) };
}

/** The codes that come with 429 and 5xx; the SDK does not tell the status. */
function isPassing(code: string): boolean {
  return /^(Server|RemoteServer|IdentityServer|Unhandled|ServiceTimeout|TimeoutRequested|FormatException)|(Rate|Request)Limit/.test(code);
}

/** Loaded only where a store needs it: it takes 44 MB. */
async function connected({ url, accountId, licenseKey, deadline }: AvataxConnection): Promise<Sdk> {
  const { default: avatax } = await import('avatax/lib/AvaTaxClient.js');
  const client = new avatax.default({ appName: 'docket', appVersion: '1', machineName: 'tax', environment: url, timeout: deadline });
  return client.withSecurity({ accountId, licenseKey } as never);
}

function text(message: unknown): string {
  return String(message ?? 'without a word').slice(0, 200);
}
