import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** A body goes on to its service as it came: the service that owns the document checks it, and once is enough. */
export function passBodiesThrough(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (_request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) => done(null, body),
  );
}
