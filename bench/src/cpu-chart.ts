import { colours } from './colours.js';
import { loadGenerator } from './programs.js';
import { HALF, NEAR } from './rates.js';
import { figure } from './report-cells.js';
import { measureOf, type Series } from './series.js';
import { cpuByProgram, type UsageFigures } from './usage-figures.js';

const programColours: Readonly<Record<string, string>> = {
  gateway: colours.yellow,
  orders: colours.blue,
  tax: colours.sky,
  shipments: colours.purple,
  payments: colours.orange,
  kafka: colours.vermilion,
  mongo: colours.green,
};

/** Processor time of an order from its request until it has settled, by program; of the load generator none. */
export function cpuChart(all: readonly Series[]) {
  const programs = Object.keys(programColours);
  const values = all.flatMap(partsOf);
  // What is lower than a line of text has none.
  const readable = Math.max(...values.map(({ top }) => top)) / 22;
  return {
    title: {
      text: 'CPU per settled order',
      subtitle: 'by program, all its processes, without the load generator; × 2: with two processes of each service',
    },
    data: { values },
    width: 460,
    height: 260,
    encoding: {
      x: { field: 'load', type: 'nominal', title: null, sort: null, axis: { labelAngle: 0, labelExpr: "split(datum.label, '|')" } },
    },
    layer: [
      {
        mark: { type: 'bar', stroke: 'black', strokeWidth: 0.5 },
        encoding: {
          y: { field: 'bottom', type: 'quantitative', title: 'milliseconds' },
          y2: { field: 'top' },
          color: {
            field: 'program',
            type: 'nominal',
            title: null,
            sort: null,
            scale: { domain: programs, range: Object.values(programColours) },
          },
        },
      },
      {
        transform: [{ filter: `datum.top - datum.bottom > ${readable}` }],
        mark: { type: 'text', fontSize: 10, baseline: 'middle' },
        encoding: {
          y: { field: 'middle', type: 'quantitative' },
          text: { field: 'text' },
          color: { condition: { test: { field: 'program', oneOf: ['orders', 'kafka', 'mongo'] }, value: 'white' }, value: 'black' },
        },
      },
      {
        transform: [{ filter: 'datum.total' }],
        mark: { type: 'text', dy: -5, fontSize: 12, fontWeight: 'bold', baseline: 'bottom' },
        encoding: { y: { field: 'top', type: 'quantitative' }, text: { field: 'total' } },
      },
    ],
  };
}

function partsOf(series: Series) {
  const processes = `× ${series.replicas}`;
  const loads: [string, readonly UsageFigures[]][] = [
    ['at half', measureOf(series, 'settle', HALF)?.usage ?? []],
    ['near max.', measureOf(series, 'settle', NEAR)?.usage ?? []],
    ['at max.', series.burstUsage],
  ];
  return loads.flatMap(([load, usage]) => stack(`${load}|${processes}`, usage));
}

function stack(load: string, usage: readonly UsageFigures[]) {
  const parts = [...cpuByProgram(usage)].filter(([program]) => program !== loadGenerator);
  const order = Object.keys(programColours);
  const sorted = parts.toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const whole = sorted.reduce((sum, [, value]) => sum + value, 0);
  let bottom = 0;
  return sorted.map(([program, value], index) => {
    const part = { load, program, bottom, top: bottom + value, middle: bottom + value / 2, text: `${program} ${figure(value)}` };
    bottom += value;
    return { ...part, total: index === sorted.length - 1 ? figure(whole) : '' };
  });
}
