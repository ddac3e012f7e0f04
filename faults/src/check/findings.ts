/** An order that is not as it must be; when it was asked for is in the log of the clients, by its key. */
export interface OrderRef {
  readonly key: string;
  readonly orderId?: string;
  readonly number?: string;
  /** What is wrong with it, a sentence that names it. */
  readonly text: string;
}

/** All that a check has found; all is well when each list is empty. */
export interface Findings {
  /** Acknowledged, and absent or there under another key or number. */
  readonly lost: readonly OrderRef[];
  /** More than one order for one key, or for one external id. */
  readonly doubled: readonly OrderRef[];
  /** What clients saw themselves, what is stored otherwise than asked for or by nobody's wish, and whatever does not agree; a sentence each. */
  readonly other: readonly string[];
  /** All that is known of the first order that is broken, a line each in the order of time; absent when no order is known to be. */
  readonly story?: string;
}
