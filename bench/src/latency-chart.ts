import { colours } from './colours.js';
import { scenarios } from './load.js';
import type { Series } from './series.js';
import { shippingSteps } from './ship.js';

const percentiles = ['p50', 'p95', 'p99'] as const;
// `settle` shows how long orders took to settle; its placements are those of `place`.
const shown = {
  place: ['placements'],
  settle: ['settling'],
  read: ['reads'],
  mix: ['reads', 'placements'],
  edit: ['edits', 'previews', 'earlier versions', 'holds', 'cancellations'],
  pay: ['payments'],
  ship: shippingSteps,
} as const;

/** Percentiles by offered rate: a panel for each sort of request of each scenario, a line for each percentile and number of replicas. */
export function latencyChart(all: readonly Series[]) {
  const names = scenarios.flatMap((scenario) => shown[scenario].map((timed) => `${scenario}: ${timed}`));
  return {
    title: {
      text: 'Latency by offered rate',
      subtitle: 'from the intended start; settling: from acceptance. Median of the runs, bars: least and most',
    },
    data: { values: all.flatMap(pointsOf) },
    facet: {
      column: { field: 'panel', type: 'nominal', sort: names, title: null, header: { labelFontSize: 13, labelFontWeight: 'bold' } },
    },
    spec: {
      width: 190,
      height: 240,
      encoding: {
        x: { field: 'rate', type: 'quantitative', title: 'offered per second', scale: { zero: true, nice: true }, axis: { tickCount: 4 } },
        color: {
          field: 'percentile',
          type: 'nominal',
          title: 'percentile',
          scale: { domain: percentiles, range: [colours.sky, colours.blue, colours.vermilion] },
        },
        detail: { field: 'replicas' },
      },
      layer: [
        { mark: { type: 'rule', strokeWidth: 1.5 }, encoding: { y: { field: 'min', ...logAxis }, y2: { field: 'max' } } },
        {
          mark: { type: 'line', strokeWidth: 1.5 },
          encoding: {
            y: { field: 'median', ...logAxis },
            strokeDash: { field: 'replicas', type: 'nominal', title: 'processes of each service' },
          },
        },
        {
          mark: { type: 'point', filled: true, size: 70, opacity: 1 },
          encoding: {
            y: { field: 'median', ...logAxis },
            shape: {
              field: 'percentile',
              type: 'nominal',
              scale: { domain: percentiles, range: ['circle', 'square', 'triangle-up'] },
              title: 'percentile',
            },
          },
        },
      ],
    },
    resolve: { scale: { x: 'independent' } },
  };
}

const logAxis = {
  type: 'quantitative',
  title: 'milliseconds (log scale)',
  scale: { type: 'log', nice: true },
  axis: { format: '~s', tickCount: 6 },
};

function pointsOf({ replicas, measures }: Series) {
  return measures.flatMap(({ scenario, offeredPerSecond, latencies }) =>
    shown[scenario].flatMap((timed) =>
      percentiles.flatMap((percentile) => {
        const spread = latencies[timed]?.[percentile];
        if (!spread) return [];
        const { median, min, max } = spread;
        return [{ panel: `${scenario}: ${timed}`, replicas, percentile, rate: offeredPerSecond, ...atLeastTenth({ median, min, max }) }];
      }),
    ),
  );
}

/** A logarithm has no zero. */
function atLeastTenth(figures: { median: number; min: number; max: number }) {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.max(0.1, value)]));
}
