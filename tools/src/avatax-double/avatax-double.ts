import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Access } from './access.js';
import { AvataxAnswers } from './avatax-answers.js';
import type { Call } from './calls.js';
import { answerControl, isControl } from './control.js';
import type { DoubleOptions } from './double-options.js';
import type { Aim, Fault, Target } from './faults.js';
import { bodyOf } from './message-body.js';
import type { DocumentKey, Effect, TaxDocument } from './tax-document.js';

/** AvaTax REST v2 on loopback, with its documents, versions, errors, sums and faults, as far as taxes of sales need them. Never for production: docs/avatax-double.md. */
export class AvataxDouble {
  readonly #answers: AvataxAnswers;
  readonly #server: Server;

  private constructor(options: DoubleOptions) {
    this.#answers = new AvataxAnswers(options);
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start({ port = 0, ...options }: DoubleOptions & { port?: number } = {}): Promise<AvataxDouble> {
    const double = new AvataxDouble(options);
    await new Promise<void>((resolve, reject) => {
      double.#server.once('error', reject);
      double.#server.listen(port, '127.0.0.1', resolve);
    });
    return double;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.heal();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  /** With what it can be called. */
  get access(): Access {
    return this.#answers.access;
  }

  /** Something goes wrong with the next request, or the next that the aim is at. */
  next(fault: Fault, aim: Aim = {}): void {
    this.#answers.faults.add(fault, aim);
  }

  /** From now on, this is what goes wrong with each request that has no fault of its own. */
  always(fault: (target: Target) => Fault | undefined): void {
    this.#answers.faults.otherwise = fault;
  }

  /** Nothing goes wrong any more; what was held until then goes on. */
  heal(): void {
    this.#answers.faults.heal();
  }

  /** Every request so far, or those of an operation, about a document. */
  callsOf(wanted: Target = {}): readonly Call[] {
    return this.#answers.calls.of(wanted);
  }

  /** All that was done to documents, or to those of this key, in order. */
  effectsOf(wanted: Partial<DocumentKey & Pick<Effect, 'kind'>> = {}): readonly Effect[] {
    return this.#answers.ledger.effectsOf(wanted);
  }

  /** Every revision of the documents of this key; the last of each is the one that counts. */
  revisionsOf(wanted: Partial<DocumentKey> = {}): readonly TaxDocument[] {
    return this.#answers.ledger.all(wanted);
  }

  /** As when a return was filed: it can be changed no more. Throws where there is no such document. */
  lock(key: Partial<DocumentKey>, isLocked = true): void {
    this.#answers.ledger.lock(key, isLocked);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (body === undefined) return;
    if (isControl(request)) return answerControl(this.#answers, request, body, response);
    await this.#answers.answer(request, body, response);
  }
}
