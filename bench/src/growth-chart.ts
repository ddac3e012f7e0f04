import type { TopLevelSpec } from 'vega-lite';
import { colours } from './colours.js';
import { laterHalfFrom } from './growth.js';
import type { Soak } from './soak.js';

/** Memory over time: a panel a process, its resident memory and its heap, each with the line through it. */
export function growthChart({ load, samples }: Soak): TopLevelSpec {
  const kinds = ['resident', 'heap in use'];
  const values = samples.flatMap(({ seconds, name, residentMegabytes, heapMegabytes }) => [
    { minutes: seconds / 60, name, kind: 'resident', megabytes: residentMegabytes },
    ...(heapMegabytes === null ? [] : [{ minutes: seconds / 60, name, kind: 'heap in use', megabytes: heapMegabytes }]),
  ]);
  const color = { field: 'kind', type: 'nominal', title: null, scale: { domain: kinds, range: [colours.blue, colours.vermilion] } };
  const y = { field: 'megabytes', type: 'quantitative', title: 'MB', scale: { zero: true } };
  const x = { field: 'minutes', type: 'quantitative', title: 'minutes' };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: {
      text: `Memory at ${load.offeredPerSecond.toFixed(1)} orders per second`,
      subtitle: 'dots: looks; lines: least squares through the later half',
      anchor: 'start',
    },
    data: { values },
    facet: { field: 'name', type: 'nominal', title: null, sort: null, header: { labelFontSize: 13, labelFontWeight: 'bold' } },
    columns: 3,
    spec: {
      width: 240,
      height: 160,
      layer: [
        {
          mark: { type: 'point', filled: true, size: 25 },
          encoding: {
            x,
            y,
            color,
            shape: { field: 'kind', type: 'nominal', title: null, scale: { domain: kinds, range: ['circle', 'triangle-up'] } },
          },
        },
        {
          transform: [
            { filter: `datum.minutes >= ${laterHalfFrom(samples) / 60}` },
            { regression: 'megabytes', on: 'minutes', groupby: ['kind'] },
          ],
          mark: { type: 'line', strokeWidth: 2 },
          encoding: { x, y, color },
        },
      ],
    },
  } as TopLevelSpec;
}
