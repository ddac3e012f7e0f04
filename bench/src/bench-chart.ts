import type { TopLevelSpec } from 'vega-lite';
import { cpuChart } from './cpu-chart.js';
import { latencyChart } from './latency-chart.js';
import type { Series } from './series.js';
import { throughputChart } from './throughput-chart.js';

/** A run on one page. */
export function benchChart(series: readonly Series[]): TopLevelSpec {
  // Each plot has colours and a legend of its own.
  const resolve = { scale: { color: 'independent', shape: 'independent', strokeDash: 'independent' } };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    spacing: 48,
    vconcat: [latencyChart(series), { spacing: 64, hconcat: [throughputChart(series), cpuChart(series)], resolve }],
    resolve,
    config: {
      axis: { labelFontSize: 12, titleFontSize: 12 },
      title: { fontSize: 15, anchor: 'start' },
      legend: { labelFontSize: 12, titleFontSize: 12, labelLimit: 400, titleLimit: 400, orient: 'bottom' },
    },
  } as TopLevelSpec;
}
