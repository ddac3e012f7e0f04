import { latencyNames } from './latencies.js';
import type { QuoteFigures } from './quote-figures.js';
import { quoteKinds } from './quote-kinds.js';
import type { Quotes } from './quotes.js';
import { cells, figure } from './report-cells.js';
import { textTable } from './text-table.js';

/** Below so many milliseconds of our own at p99. */
const GOAL = 20;

/** What one run has shown, for people. */
export function quoteTable({ linesPerQuote, load, figures }: Quotes): string {
  const rows = quoteKinds.map((kind) => {
    const summary = load.requests[kind];
    return [kind, summary?.count ?? 0, ...cells(...latencyNames.map((name) => summary?.latencies[name]))];
  });
  const failures = Object.entries(load.failures).map(([what, count]) => `${count} × ${what}`);
  return [
    `Quotes of ${linesPerQuote} lines by the gateway, and the provider alone, in turn (one run; ms from the intended start)`,
    textTable(['', 'count', ...latencyNames], rows),
    `late (the load generator itself, p99): ${figure(load.lateness)} ms; failures: ${failures.join(', ') || '-'}`,
    ...(figures ? figureLines(figures) : ['too little was measured']),
  ].join('\n');
}

function figureLines({ overhead, lessPauses, ratio }: QuoteFigures): string[] {
  const reached = overhead < GOAL ? 'reached' : 'not reached';
  return [
    `a quote asked, over the provider alone (p50): ${figure(ratio)}`,
    `own overhead, p99 of quotes asked less p50 of the provider: ${figure(overhead)} ms, wanted below ${GOAL} ms: ${reached}`,
    `   less p99 of the provider, which has the pauses of the machine in it: ${figure(lessPauses)} ms`,
  ];
}
