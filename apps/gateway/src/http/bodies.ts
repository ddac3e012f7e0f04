import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** A body goes on to its service as it came: the service that owns the document checks it, and once is enough. */
export function passBodiesThrough(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const types = ['application/json', 'application/merge-patch+json'];
  fastify.removeContentTypeParser(types);
  fastify.addContentTypeParser(types, { parseAs: 'buffer' }, (_request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) =>
    done(null, body),
  );
}
