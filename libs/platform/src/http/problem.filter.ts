import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { throwError } from 'rxjs';
import type { Log } from '../log.js';
import { isOutage } from '../outage.js';
import { type Problem, ProblemError, problem } from './problem.js';

/** Answers every error as problem+json, and tells nothing of what went wrong inside. Message handlers' errors pass through as thrown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType() !== 'http') return throwError(() => error);
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const answer = problemOf(error);
    if (answer.status >= 500)
      this.log.error({ err: error, correlationId: request.id, method: request.method, route: request.routeOptions?.url }, 'request failed');
    if (reply.sent) return undefined;
    if (error instanceof ProblemError) reply.headers(error.headers);
    if (answer.status === 503) reply.header('retry-after', '1');
    return reply.status(answer.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(answer));
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (isOutage(error)) {
    return {
      type: 'urn:docket:problem:unavailable',
      title: 'The service cannot answer right now',
      status: 503,
      detail: 'repeat the request with the same Idempotency-Key',
    };
  }
  if (error instanceof HttpException) {
    // Terminus puts its findings where they are wanted.
    if (error.getStatus() === 503)
      return { type: 'about:blank', title: 'Not ready', status: 503, ...(error.getResponse() as object) } as Problem;
    return { type: 'about:blank', title: titleOf(error.getStatus()), status: error.getStatus(), detail: error.message };
  }
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message?: string };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    if (statusCode === 415) return { type: 'about:blank', title: titleOf(415), status: 415, detail: 'send the body as application/json' };
    if (statusCode === 400)
      return problem(
        'invalid-input',
        code === 'FST_ERR_CTP_INVALID_JSON_BODY' ? 'the body is not JSON' : (message ?? 'the body is not JSON'),
        [{ path: '', message: 'must be JSON' }],
      );
    return { type: 'about:blank', title: titleOf(statusCode), status: statusCode, ...(message === undefined ? {} : { detail: message }) };
  }
  return {
    type: 'about:blank',
    title: 'Something went wrong on our side',
    status: 500,
    detail: 'the X-Correlation-Id of this answer leads to its cause in the logs',
  };
}

const titles: Record<number, string> = {
  400: 'Bad request',
  404: 'Not found',
  405: 'Method not allowed',
  413: 'The body is too large',
  415: 'Unsupported media type',
};

function titleOf(status: number): string {
  return titles[status] ?? 'The request was refused';
}
