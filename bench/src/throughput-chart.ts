import { colours } from './colours.js';
import { figure } from './report-cells.js';
import type { Floor, Series } from './series.js';

/** What the system does at most, beside the floor of the same writes. */
export function throughputChart(all: readonly Series[]) {
  const who = ['floor: bare driver and kafkajs', 'system'];
  return {
    title: {
      text: 'Throughput against the floor',
      subtitle: 'median of the runs, bars: least and most; × 2: with two processes of each service',
    },
    data: { values: all.flatMap((series) => barsOf(series, who as [string, string])) },
    width: 440,
    height: 260,
    encoding: {
      x: { field: 'what', type: 'nominal', title: null, sort: null, axis: { labelAngle: 0, labelExpr: "split(datum.label, '|')" } },
      xOffset: { field: 'who', sort: who },
      y: { type: 'quantitative', field: 'median', title: 'orders per second' },
    },
    layer: [
      {
        mark: { type: 'bar', stroke: 'black', strokeWidth: 0.5 },
        encoding: {
          color: {
            field: 'who',
            type: 'nominal',
            title: null,
            scale: { domain: who, range: [colours.sky, colours.orange] },
            legend: { orient: 'bottom' },
          },
        },
      },
      { mark: { type: 'rule', strokeWidth: 1.5 }, encoding: { y: { field: 'min', type: 'quantitative' }, y2: { field: 'max' } } },
      {
        mark: { type: 'text', dy: -17, fontSize: 11, baseline: 'line-bottom', lineBreak: '|' },
        encoding: { y: { field: 'max', type: 'quantitative' }, text: { field: 'label' } },
      },
    ],
  };
}

function barsOf({ replicas, maxima, acceptFloor, settleFloor }: Series, [floor, system]: [string, string]) {
  const pair = (what: string, floors: Floor, own: typeof maxima.place) => [
    { what, who: floor, label: `floor|${figure(floors.perSecond.median)}`, ...bounds(floors.perSecond) },
    { what, who: system, label: `${figure(own.median)}|${(floors.ratio.median * 100).toFixed(0)} %`, ...bounds(own) },
  ];
  return [
    ...pair(`accepted|${processes(replicas)}`, acceptFloor, maxima.place),
    ...pair(`settled|${processes(replicas)}`, settleFloor, maxima.settle),
  ];
}

const bounds = ({ median, min, max }: { median: number; min: number; max: number }) => ({ median, min, max });
const processes = (replicas: number) => `× ${replicas}`;
