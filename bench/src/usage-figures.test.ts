import type { ProcessUsage } from './process-usage.js';
import { cpuByProgram, usageFigures } from './usage-figures.js';

const used = (name: string, cpuMilliseconds: number, writtenBytes = 0): ProcessUsage => ({
  name,
  program: name.replace(/-\d$/, ''),
  cpuMilliseconds,
  megabytes: 100,
  peakMegabytes: 150,
  writtenBytes,
});

test('each run is divided by what was done in it', () => {
  const [figures] = usageFigures([
    { usage: [used('mongo-1', 200, 5_000)], count: 100 },
    { usage: [used('mongo-1', 800, 1_000)], count: 200 },
  ]);
  expect(figures).toMatchObject({ name: 'mongo-1', program: 'mongo' });
  expect(figures?.cpuMilliseconds).toEqual({ median: 3, min: 2, max: 4, runs: [2, 4] });
  expect(figures?.writtenBytes?.runs).toEqual([50, 5]);
});

test('bytes that one run does not know are not told', () => {
  const runs = [
    { usage: [{ ...used('a', 1), writtenBytes: undefined }], count: 1 },
    { usage: [used('a', 1, 7)], count: 1 },
  ];
  expect(usageFigures(runs)[0]?.writtenBytes).toBeNull();
});

test('a process that ended between the runs is left out', () => {
  const names = usageFigures([
    { usage: [used('a', 1), used('b', 1)], count: 1 },
    { usage: [used('b', 1)], count: 1 },
  ]).map(({ name }) => name);
  expect(names).toEqual(['b']);
});

test('replicas of a program count together', () => {
  const figures = usageFigures([{ usage: [used('orders-1', 10), used('kafka-1', 5), used('orders-2', 30)], count: 10 }]);
  expect([...cpuByProgram(figures)]).toEqual([
    ['orders', 4],
    ['kafka', 0.5],
  ]);
});
