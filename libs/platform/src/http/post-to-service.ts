import type { ChangeContext } from '../change-context.js';
import { childOf, traceOf } from '../trace.js';
import { type Problem, ProblemError } from './problem.js';
import type { ServiceClient } from './service-client.js';

/**
 * Asks another service for something that may be asked twice, on behalf of a request, perhaps with headers that say so. Returns its answer as
 * JSON. Throws the problem that it answers with, or one with 503 or 504.
 */
export async function postToService(
  service: ServiceClient,
  path: string,
  body: object,
  { correlationId, traceparent }: ChangeContext,
  more: { readonly within?: number; readonly headers?: Record<string, string> } = {},
): Promise<unknown> {
  const { status, body: answered } = await service.ask({
    method: 'POST',
    path,
    headers: {
      ...more.headers,
      'content-type': 'application/json',
      'x-correlation-id': correlationId,
      traceparent: childOf(traceOf(traceparent)),
    },
    body: Buffer.from(JSON.stringify(body)),
    repeatable: true,
    ...(more.within === undefined ? {} : { within: more.within }),
  });
  const answer: unknown = JSON.parse(answered.toString());
  if (status >= 300) throw new ProblemError(answer as Problem);
  return answer;
}
