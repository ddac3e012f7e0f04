import type { ChangeContext } from '../change-context.js';
import { childOf, traceOf } from '../trace.js';
import { type Problem, ProblemError } from './problem.js';
import type { ServiceClient } from './service-client.js';

/**
 * Asks another service for something that may be asked twice, on behalf of a request. Returns its answer as JSON. Throws the problem that it
 * answers with, or one with 503 or 504.
 */
export async function postToService(
  service: ServiceClient,
  path: string,
  body: object,
  { correlationId, traceparent }: ChangeContext,
  within?: number,
): Promise<unknown> {
  const { status, body: answered } = await service.ask({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', 'x-correlation-id': correlationId, traceparent: childOf(traceOf(traceparent)) },
    body: Buffer.from(JSON.stringify(body)),
    repeatable: true,
    ...(within === undefined ? {} : { within }),
  });
  const answer: unknown = JSON.parse(answered.toString());
  if (status >= 300) throw new ProblemError(answer as Problem);
  return answer;
}
