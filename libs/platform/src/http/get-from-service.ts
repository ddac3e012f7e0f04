import type { ChangeContext } from '../change-context.js';
import { childOf, traceOf } from '../trace.js';
import { type Problem, ProblemError } from './problem.js';
import type { ServiceClient } from './service-client.js';

/** Reads a document of another service, on behalf of a request. Throws the problem that it answers with, or one with 503 or 504. */
export async function getFromService(
  service: ServiceClient,
  path: string,
  { correlationId, traceparent }: Pick<ChangeContext, 'correlationId' | 'traceparent'>,
): Promise<unknown> {
  const headers = { 'x-correlation-id': correlationId, traceparent: childOf(traceOf(traceparent)) };
  const { status, body } = await service.ask({ method: 'GET', path, headers, repeatable: true });
  const answer: unknown = JSON.parse(body.toString());
  if (status >= 300) throw new ProblemError(answer as Problem);
  return answer;
}
