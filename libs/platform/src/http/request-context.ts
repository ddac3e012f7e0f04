import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ChangeContext } from '../change-context.js';
import { fingerprint } from '../fingerprint.js';
import { traceOf } from '../trace.js';
import { ProblemError, problem } from './problem.js';

const ADDRESSES = /^[0-9A-Fa-f:., ]{1,300}$/;
const KEY = /^[\x21-\x7e]{1,255}$/;

/** What a request says about the change that it asks for. */
export interface RequestContext extends ChangeContext {
  readonly idempotencyKey?: string;
  /** The version that the document must have, or `*`. */
  readonly ifMatch?: number | '*';
  /** What is asked for: method and path. */
  readonly target: string;
}

/** The context of a change that a repeat of the same request must not make again. Takes a body that has been validated. */
export function idempotent({ idempotencyKey, ifMatch: _, target, ...context }: RequestContext, body: object): ChangeContext {
  if (idempotencyKey === undefined) return context;
  return { ...context, idempotency: { key: idempotencyKey, fingerprint: fingerprint({ target, body }) } };
}

/** Who asks, with what conditions, from the headers of a request. */
export const Context = createParamDecorator(
  (_data: unknown, host: ExecutionContext): RequestContext => contextOf(host.switchToHttp().getRequest<FastifyRequest>()),
);

function contextOf(request: FastifyRequest): RequestContext {
  const key = header(request, 'idempotency-key');
  if (key !== undefined && !KEY.test(key)) {
    throw new ProblemError(
      problem('invalid-input', 'the Idempotency-Key is not usable', [
        { path: 'Idempotency-Key', message: 'must be 1 to 255 visible characters' },
      ]),
    );
  }
  return {
    actor: 'client',
    correlationId: request.id,
    traceparent: traceOf(header(request, 'traceparent')),
    target: `${request.method} ${request.url}`,
    ...addressesOf(request),
    ...(key === undefined ? {} : { idempotencyKey: key }),
    ...ifMatchOf(request),
  };
}

function addressesOf(request: FastifyRequest): Pick<RequestContext, 'addresses'> {
  const addresses = header(request, 'x-forwarded-for');
  return addresses !== undefined && ADDRESSES.test(addresses) ? { addresses } : {};
}

function ifMatchOf(request: FastifyRequest): Pick<RequestContext, 'ifMatch'> {
  const given = header(request, 'if-match')?.trim();
  if (given === undefined) return {};
  if (given === '*') return { ifMatch: '*' };
  const [, version] = /^(?:W\/)?"([1-9]\d{0,14})"$/.exec(given) ?? [];
  if (version !== undefined) return { ifMatch: Number(version) };
  throw new ProblemError(
    problem('invalid-input', 'If-Match is not usable', [
      { path: 'If-Match', message: 'must be the ETag of the last read, such as "3", or *' },
    ]),
  );
}

/** The context of a change of a document, which must say with `If-Match` what was read; `*` stands for whatever is there. */
export function conditional({ ifMatch, ...context }: RequestContext): RequestContext {
  if (ifMatch === undefined) {
    throw new ProblemError(problem('version-required', 'say with If-Match: "<version>" which version of the document you read'));
  }
  return ifMatch === '*' ? context : { ...context, expectedVersion: ifMatch };
}

/** How many seconds the client is willing to wait (`Prefer: wait=5`), at most 30; 0 when it did not say. */
export const PreferredWait = createParamDecorator((_data: unknown, host: ExecutionContext): number => {
  const request = host.switchToHttp().getRequest<FastifyRequest>();
  const [, seconds] = /(?:^|[,;\s])wait=(\d{1,6})(?:$|[,;\s])/.exec(header(request, 'prefer') ?? '') ?? [];
  return Math.min(Number(seconds ?? 0), 30);
});

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
