import type { Violation } from '../load/client-record.js';

/** An order that is not as it must be; what happened to its key, and when, is in the log of the clients. */
export interface OrderRef {
  readonly key: string;
  readonly orderId?: string;
  readonly number?: string;
  /** What is wrong with it. */
  readonly text: string;
}

/** All that a check has found; all is well when each list is empty. */
export interface Findings {
  /** Acknowledged, and absent or there under another key or number. */
  readonly lost: readonly OrderRef[];
  /** More than one order for one key, or for one external id. */
  readonly doubled: readonly OrderRef[];
  /** There, and not what the client asked for. */
  readonly changed: readonly OrderRef[];
  /** What clients saw themselves. */
  readonly violations: readonly Violation[];
  /** Everything else, a sentence each. */
  readonly other: readonly string[];
}
