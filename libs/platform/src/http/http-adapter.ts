import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuid } from 'uuid';
import { PROBLEM_TYPE } from './problem.filter.js';

// The largest order that is accepted has 2,000 lines, well below this.
const BODY_LIMIT = 2 * 1024 * 1024;
// Longer than any id or number that can be looked up.
const MAX_PARAMETER = 300;
const CORRELATION_ID = /^[\x21-\x7e]{1,128}$/;

/** Fastify as every service uses it. */
export function httpAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: MAX_PARAMETER },
    // Such keys become plain fields, and validation names them like any other that is not known.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    // What the router or the parser of HTTP refuses never reaches Nest's filters.
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      const status = error.statusCode ?? 400;
      void reply.status(status).header('content-type', PROBLEM_TYPE).send(plainProblem(status, 'The address cannot be right'));
    },
    clientErrorHandler: (error: Error & { code?: string }, socket: Socket) => {
      const [status, title] =
        error.code === 'HPE_HEADER_OVERFLOW' ? [431, 'The headers are too large'] : [400, 'This is not HTTP as it must be'];
      const body = plainProblem(status as number, title as string);
      if (socket.writable) {
        socket.end(
          `HTTP/1.1 ${status} Bad Request\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
        );
      } else {
        socket.destroy();
      }
    },
    genReqId: ({ headers }: { headers: Record<string, unknown> }) => {
      const given = headers['x-correlation-id'];
      return typeof given === 'string' && CORRELATION_ID.test(given) ? given : uuid();
    },
  });
}

/** Answers carry their correlation id, and of bodies only plain JSON in UTF-8 is taken. */
export function applyHttpRules(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('text/plain');
  fastify.addContentTypeParser('application/merge-patch+json', { parseAs: 'string' }, fastify.getDefaultJsonParser('ignore', 'ignore'));
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-correlation-id', request.id);
    const encoding = request.headers['content-encoding'] ?? 'identity';
    const charset = /;\s*charset="?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
    if (encoding !== 'identity' || !/^utf-?8$/i.test(charset)) {
      return reply
        .status(415)
        .header('content-type', PROBLEM_TYPE)
        .send(plainProblem(415, 'The body must be JSON in UTF-8, not compressed'));
    }
    return undefined;
  });
}

function plainProblem(status: number, title: string): string {
  return JSON.stringify({ type: 'about:blank', title, status });
}
