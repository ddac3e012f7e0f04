import type { Latencies } from './latencies.js';

/** What quotes cost on top of the provider. */
export interface QuoteFigures {
  /** p99 of a quote less the middle time of the provider, in milliseconds: no less than what is ours at p99. */
  readonly overhead: number;
  /** The same less p99 of the provider, which the machine's own pauses are in as well. */
  readonly lessPauses: number;
  /** Of the middle times: a quote for which the provider is asked, over the provider alone. */
  readonly ratio: number;
}

export function quoteFigures(alone: Latencies, asked: Latencies): QuoteFigures {
  return { overhead: asked.p99 - alone.p50, lessPauses: asked.p99 - alone.p99, ratio: asked.p50 / alone.p50 };
}
