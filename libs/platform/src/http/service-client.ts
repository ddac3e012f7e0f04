import { type Dispatcher, Pool } from 'undici';
import { ProblemError } from './problem.js';

export interface ServiceRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: Buffer;
  /** Whether the service may get it twice without harm: a read, or a write with an idempotency key. */
  readonly repeatable: boolean;
  /** Milliseconds until it is given up; 40 s when left out. */
  readonly within?: number;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  readonly body: Buffer;
}

// Longer than any wait that a client may prefer.
const ANSWER_WITHIN = 40_000;

/** Another service over HTTP, with all its replicas: the next one is asked when one cannot be reached. */
export class ServiceClient {
  readonly #pools: Pool[];
  #turn = 0;

  constructor(
    private readonly name: string,
    urls: string,
  ) {
    this.#pools = urls
      .split(',')
      .map((url) => new Pool(url, { connect: { timeout: 2_000 }, headersTimeout: ANSWER_WITHIN, bodyTimeout: ANSWER_WITHIN }));
  }

  /** The service's own answer, whatever its status. Throws a problem with 503 when no replica could be reached, 504 when one did not answer. */
  async ask(request: ServiceRequest): Promise<ServiceAnswer> {
    let failure: unknown;
    // Counts for all tries together, and for the time that they wait to be sent.
    const signal = AbortSignal.timeout(request.within ?? ANSWER_WITHIN);
    for (let tried = 0; tried < Math.max(2, this.#pools.length); tried += 1) {
      const pool = this.#pools[this.#turn++ % this.#pools.length] as Pool;
      try {
        const { method, path, headers, body } = request;
        const answer = await pool.request({ method, path, headers, body: body ?? null, signal });
        return { status: answer.statusCode, headers: answer.headers, body: Buffer.from(await answer.body.arrayBuffer()) };
      } catch (error) {
        failure = error;
        // Another replica may be asked if this one surely did nothing, or if doing it twice is the same as once.
        if (!request.repeatable && !neverSent(error)) break;
      }
    }
    throw this.#problem(failure, request.repeatable);
  }

  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.close()));
  }

  #problem(failure: unknown, repeatable: boolean): ProblemError {
    const slow = /Timeout/.test((failure as Error).name ?? '') && !neverSent(failure);
    return new ProblemError(
      {
        type: `urn:docket:problem:${slow ? 'no-answer' : 'unavailable'}`,
        title: slow ? 'A service did not answer in time' : 'A service cannot be reached right now',
        status: slow ? 504 : 503,
        detail:
          repeatable || neverSent(failure)
            ? 'repeat the request'
            : `whether ${this.name} did it is not known: look before you repeat, or send an Idempotency-Key next time`,
      },
      { 'retry-after': '1' },
    );
  }
}

function neverSent(error: unknown): boolean {
  const { syscall } = error as { syscall?: string };
  return (
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes((error as { code?: string }).code ?? '')
  );
}
