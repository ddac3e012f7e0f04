import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** Signatures are of bytes, so the JSON bodies of one route (`/v1/webhooks/:name`) stay as they came, a Buffer each. */
export function keepBodiesOf(route: string): (app: NestFastifyApplication) => void {
  return (app) => {
    const fastify = app.getHttpAdapter().getInstance();
    const parse = fastify.getDefaultJsonParser('ignore', 'ignore');
    fastify.removeContentTypeParser('application/json');
    fastify.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer' },
      (request: FastifyRequest, body: Buffer, done: (error: Error | null, body?: unknown) => void) =>
        request.routeOptions.url === route ? done(null, body) : parse(request, body.toString('utf8'), done),
    );
  };
}
