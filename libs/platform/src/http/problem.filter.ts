import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, ServiceUnavailableException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { throwError } from 'rxjs';
import type { Log } from '../log.js';
import { isOutage } from '../outage.js';
import { type Problem, ProblemError, problem } from './problem.js';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Answers every error as problem+json, and tells nothing of what went wrong inside. Message handlers' errors pass through as thrown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType() !== 'http') return throwError(() => error);
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const answer = problemOf(error);
    if (answer.status >= 500 && !(error instanceof ServiceUnavailableException))
      this.log.error({ err: error, correlationId: request.id, method: request.method, route: request.routeOptions?.url }, 'request failed');
    if (reply.sent) return undefined;
    if (error instanceof ProblemError) reply.headers(error.headers);
    if (answer.status === 503) reply.header('retry-after', '1');
    return reply.status(answer.status).header('content-type', PROBLEM_TYPE).send(JSON.stringify(answer));
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (isOutage(error)) {
    return {
      type: 'urn:docket:problem:unavailable',
      title: 'The service cannot answer right now',
      status: 503,
      detail: 'repeat the request, a write with the same Idempotency-Key',
    };
  }
  // Terminus tells its findings in a body of its own.
  if (error instanceof ServiceUnavailableException)
    return { ...(error.getResponse() as object), type: 'about:blank', title: 'Not ready', status: 503 };
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode;
  if (status === 400) return problem('invalid-input', 'the body is not JSON', [{ path: '', message: 'must be JSON' }]);
  if (status !== undefined && status >= 400 && status < 500) {
    return {
      type: 'about:blank',
      title: titles[status] ?? 'The request was refused',
      status,
      detail: hints[status] ?? (error as Error).message,
    };
  }
  return {
    type: 'about:blank',
    title: 'Something went wrong on our side',
    status: 500,
    detail: 'the X-Correlation-Id of this answer leads to its cause in the logs',
  };
}

const titles: Record<number, string> = {
  404: 'Not found',
  413: 'The body is too large',
  415: 'Unsupported media type',
};

const hints: Record<number, string> = {
  413: 'an order of 2,000 lines is well below the limit of 2 MB',
  415: 'send the body as application/json',
};
