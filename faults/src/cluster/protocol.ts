import type { RequestSort } from './network.js';

/** How the frames of a protocol look, as far as replies must be told apart. A head is the first bytes of a frame, its length among them. */
export interface Protocol {
  /** Bytes of a request's head; a shorter frame is its own head. */
  readonly requestHead: number;
  readonly replyHead: number;
  /** Bytes of the whole frame, told by its first four. */
  frameLength(head: Buffer): number;
  /** The id that the reply will carry; `null` for a request of another sort, or without a reply. */
  requestOf(head: Buffer): { readonly id: number; readonly sort: RequestSort } | null;
  /** The id of the request that is answered. */
  answeredBy(head: Buffer): number;
}

const PRODUCE = 0;

/** Length without itself, then of a request: API key, version, correlation id; of a reply: correlation id. Big-endian. */
export const kafkaProtocol: Protocol = {
  requestHead: 12,
  replyHead: 8,
  frameLength: (head) => 4 + head.readInt32BE(0),
  requestOf: (head) => (head.length >= 12 && head.readInt16BE(4) === PRODUCE ? { id: head.readInt32BE(8), sort: 'produce' } : null),
  answeredBy: (head) => (head.length >= 8 ? head.readInt32BE(4) : Number.NaN),
};

const OP_MSG = 2013;
const MORE_TO_COME = 2;
const BODY = 0;
const writes: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'findAndModify']);

/**
 * Length with itself, request id, id of what is answered, operation; of OP_MSG then: flags, the kind of the first section, its document,
 * whose first element is named after the command. Little-endian.
 */
export const mongoProtocol: Protocol = {
  requestHead: 26 + 'findAndModify\0'.length,
  replyHead: 16,
  frameLength: (head) => head.readInt32LE(0),
  requestOf(head) {
    if (head.length < 27 || head.readInt32LE(12) !== OP_MSG || head.readInt32LE(16) & MORE_TO_COME || head[20] !== BODY) return null;
    const end = head.indexOf(0, 26);
    return end > 0 && writes.has(head.toString('latin1', 26, end)) ? { id: head.readInt32LE(4), sort: 'write' } : null;
  },
  answeredBy: (head) => (head.length >= 16 ? head.readInt32LE(8) : Number.NaN),
};
