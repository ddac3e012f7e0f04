import type { Exchange, ExchangeListener } from '../tax-provider.js';

// biome-ignore lint/suspicious/noExplicitAny: as in AvataxClient
type Sdk = any;

/** One call of the SDK, of which a listener hears what went over the wire; the headers alone, and so the credentials, stay within. */
export class Overheard {
  /** To be called in the SDK's place. */
  readonly sdk: Sdk;
  readonly #askedAt = new Date();
  readonly #began = performance.now();
  #asked: Pick<Exchange, 'method' | 'path' | 'request'> | undefined;
  #came: Pick<Exchange, 'status' | 'correlationId'> = {};

  constructor(
    sdk: Sdk,
    url: string,
    private readonly listener: ExchangeListener,
  ) {
    this.sdk = Object.assign(Object.create(sdk), {
      restCall: (...[request, ...more]: [{ url: string; verb: string; payload: unknown }, ...unknown[]]) => {
        const { verb, payload } = request;
        const path = request.url.startsWith(url) ? request.url.slice(url.length) : request.url;
        this.#asked = { method: verb.toUpperCase(), path, ...(payload != null && { request: payload }) };
        return sdk.restCall.call(this.sdk, request, ...more);
      },
      // The only place where the SDK tells of the status and of headers.
      createLogEntry: ({ statusCode, correlationId }: { statusCode?: number; correlationId?: string }) => {
        this.#came = { ...(statusCode !== undefined && { status: statusCode }), ...(correlationId !== undefined && { correlationId }) };
      },
    });
  }

  answered(answer: unknown): Promise<void> {
    return this.#tell(answer === undefined ? {} : { answer });
  }

  async failed(error: unknown, failure: string): Promise<void> {
    const { code, message, target, details } = error as Record<string, unknown>;
    const isAnswer = typeof code === 'string' && Array.isArray(details);
    await this.#tell({ failure, ...(isAnswer && { answer: { error: { code, message, target, details } } }) });
  }

  /** Once; what was never asked is no exchange. */
  async #tell(outcome: Pick<Exchange, 'answer' | 'failure'>): Promise<void> {
    if (!this.#asked) return;
    const milliseconds = Math.round(performance.now() - this.#began);
    const exchange = { askedAt: this.#askedAt, milliseconds, ...this.#asked, ...this.#came, ...outcome };
    this.#asked = undefined;
    await this.listener(exchange);
  }
}
