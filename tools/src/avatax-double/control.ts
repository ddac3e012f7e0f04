import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AvataxAnswers } from './avatax-answers.js';
import { type Operation, operations } from './endpoints.js';
import { type Aim, type Fault, faultNames } from './faults.js';
import type { DocumentKey, TaxDocument } from './tax-document.js';

interface Told {
  readonly answers: AvataxAnswers;
  readonly wanted: Partial<DocumentKey>;
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: whoever sends it is a developer at this machine
  readonly body: any;
}

/** What the double is told and asked by others than its test; undefined is answered as 204. */
const controls: Readonly<Record<string, (told: Told) => unknown>> = {
  'POST /double/faults': ({ answers, body }) => {
    const { fault, always = false, ...aim } = body as { fault: Fault; always?: boolean } & Aim;
    if (!faultNames.some((name) => name in Object(fault))) throw new Error(`fault must have one of ${faultNames.join(', ')}`);
    if (aim.operation !== undefined && !operations.includes(aim.operation))
      throw new Error(`operation must be one of ${operations.join(', ')}`);
    if (always) answers.faults.always(fault, aim);
    else answers.faults.add(fault, aim);
  },
  'DELETE /double/faults': ({ answers }) => answers.faults.heal(),
  'GET /double/calls': ({ answers, query }) => {
    const [operation, code] = [query.get('operation') as Operation | null, query.get('code')];
    return answers.calls.of({ ...(operation && { operation }), ...(code && { code }) });
  },
  'GET /double/effects': ({ answers, wanted }) => answers.ledger.effectsOf(wanted),
  'GET /double/documents': ({ answers, wanted }) => answers.ledger.all(wanted).map(shortView),
  'POST /double/locks': ({ answers, body }) => {
    const { locked = true, ...key } = body;
    answers.ledger.lock(key, locked);
  },
  'POST /double/forget': ({ answers }) => answers.forget(),
};

export function isControl({ url = '' }: IncomingMessage): boolean {
  return url.startsWith('/double/');
}

export function answerControl(answers: AvataxAnswers, request: IncomingMessage, text: string, response: ServerResponse): void {
  const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://double');
  const control = controls[`${request.method} ${pathname}`];
  try {
    if (!control) return void response.writeHead(404).end(`There are: ${Object.keys(controls).join(', ')}\n`);
    const { operation: _notOfAKey, ...wanted } = Object.fromEntries(query) as Partial<DocumentKey> & { operation?: string };
    const said = control({ answers, wanted, query, body: text === '' ? {} : JSON.parse(text) });
    if (said === undefined) return void response.writeHead(204).end();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  } catch (error) {
    response.writeHead(400).end(`${error instanceof Error ? error.message : error}\n`);
  }
}

function shortView({ calculation, request, ...document }: TaxDocument): object {
  const { id, companyCode, code, type, version, status, locked, adjustmentReason } = document;
  const { totalAmount, totalTax } = calculation;
  return {
    ...{ id, companyCode, code, type, version, status, locked, adjustmentReason, date: request.date, customerCode: request.customerCode },
    ...{ totalAmount: totalAmount.toFixed(2), totalTax: totalTax.toFixed(2) },
  };
}
