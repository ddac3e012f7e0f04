import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Access, mustBeKnown, pingView } from './access.js';
import { AvataxFailure, failure, NotDoubled } from './avatax-failure.js';
import { Calls } from './calls.js';
import { type DoubleOptions, defaults } from './double-options.js';
import { type Answer, endpointOf } from './endpoints.js';
import { type Duration, type Fault, Faults } from './faults.js';
import { Ledger } from './ledger.js';
import { codeIn, parsed } from './message-body.js';
import { cut, failed, type Written, write, written } from './written-answer.js';

/** Requests of AvaTax's API, with what is to go wrong with them. */
export class AvataxAnswers {
  readonly calls = new Calls();
  readonly faults = new Faults();
  ledger = new Ledger();
  readonly #options: Required<DoubleOptions>;

  constructor(options: DoubleOptions) {
    this.#options = { ...defaults, ...options };
  }

  get access(): Access {
    return this.#options.access;
  }

  async answer(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    const url = new URL(`http://${request.headers.host ?? 'localhost'}${request.url}`);
    const target = targetOf(method, url, body);
    const call = this.calls.add({ ...target, at: new Date(), method, path: `${url.pathname}${url.search}` });
    const fault = this.faults.take(target);
    if (fault && 'lose' in fault && fault.lose === 'before') return cut(request);
    if (fault && 'held' in fault) await this.#passed(fault.held);
    const answer = insteadOf(fault) ?? (await this.#carriedOut(request, url, body));
    if (fault && 'late' in fault) await this.#passed(fault.late);
    if (fault && 'lose' in fault) return cut(request);
    const final = dated(told(fault) ?? answer, fault);
    call.status = final.status;
    await write(response, final, fault && fault && 'stall' in fault ? this.#passed(fault.stall) : undefined);
  }

  /** As when it was started. */
  forget(): void {
    this.faults.heal();
    this.calls.forget();
    this.ledger = new Ledger();
  }

  async #carriedOut(request: IncomingMessage, url: URL, body: string): Promise<Written> {
    const { method = '', headers } = request;
    try {
      if (/^\/api\/v2\/utilities\/ping$/i.test(url.pathname))
        return written({ status: 200, body: pingView(headers.authorization, this.access) });
      mustBeKnown(headers.authorization, this.access);
      const endpoint = endpointOf(method, url.pathname);
      if (!endpoint) return { status: 404, text: '' };
      if (/\bForceTimeout\b/i.test(url.searchParams.get('$include') ?? '')) await this.#forceTimeout();
      const { ledger } = this;
      const { companies, lineLimit, access } = this.#options;
      const { companyCode = '', code = '' } = endpoint.parts;
      const asked = { books: { ledger, companies, lineLimit }, accountId: Number(access.accountId), url, companyCode, code };
      return written(endpoint.answer({ ...asked, body: parsed(body) }));
    } catch (error) {
      return written(refusal(error));
    }
  }

  async #forceTimeout(): Promise<never> {
    await delay(this.#options.forceTimeoutAfter);
    throw failure('TimeoutRequested', 'A timeout was requested.');
  }

  async #passed(duration: Duration): Promise<void> {
    await (typeof duration === 'number' ? delay(duration) : duration === 'until-healed' ? this.faults.healed : duration);
  }
}

function dated(answer: Written, fault: Fault | undefined): Written {
  if (!fault || !('ahead' in fault)) return answer;
  return { ...answer, headers: { ...answer.headers, date: new Date(Date.now() + fault.ahead).toUTCString() } };
}

function targetOf(method: string, url: URL, body: string) {
  if (url.pathname.toLowerCase() === '/api/v2/utilities/ping') return { operation: 'ping', code: undefined } as const;
  try {
    const endpoint = endpointOf(method, url.pathname);
    return { operation: endpoint?.operation, code: endpoint?.parts.code ?? codeIn(body) };
  } catch {
    return { operation: undefined, code: undefined };
  }
}

/** What is answered in place of carrying it out. */
function insteadOf(fault: Fault | undefined): Written | undefined {
  return fault && 'after' in fault && fault.after ? undefined : told(fault);
}

function told(fault: Fault | undefined): Written | undefined {
  if (fault && 'fail' in fault) return failed(fault.fail);
  if (fault && 'say' in fault) return { status: fault.status ?? 200, text: fault.say, headers: { 'content-type': 'application/json' } };
  return undefined;
}

function refusal(error: unknown): Answer {
  if (error instanceof AvataxFailure) return { status: error.status, body: error.body };
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof NotDoubled ? 'NotDoubled' : 'BugOfTheDouble';
  return { status: 501, body: { error: { code, message, target: 'Double', details: [] } } };
}
