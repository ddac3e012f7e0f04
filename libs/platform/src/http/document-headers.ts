import type { FastifyReply } from 'fastify';
import type { Stored } from '../aggregate-document.js';

/** Says of a document that is answered which version it is, and whether it answers a repeat. */
export function setDocumentHeaders(reply: FastifyReply, { version, replayed }: Pick<Stored<unknown>, 'version' | 'replayed'>): void {
  reply.header('etag', `"${version}"`);
  if (replayed) reply.header('idempotency-replayed', 'true');
}
