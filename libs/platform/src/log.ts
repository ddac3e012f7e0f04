import type { Logger } from 'pino';

/** Structured log: fields first, then a constant message. Never personal data, never a document. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
