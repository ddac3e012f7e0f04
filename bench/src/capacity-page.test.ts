import { readFileSync } from 'node:fs';
import { measuredCosts } from './capacity-costs.js';
import { defaultHardware, defaultWorkload } from './capacity-input.js';
import { capacityText } from './capacity-text.js';
import type { BenchReport } from './report-files.js';

const figures = JSON.parse(readFileSync('docs/figures/bench.json', 'utf8')) as BenchReport;

test('docs/capacity.md shows what its command prints', () => {
  const costs = measuredCosts(figures);
  const text = capacityText(costs, { ...defaultWorkload, linesPerOrder: costs.linesPerOrder }, defaultHardware);
  expect(readFileSync('docs/capacity.md', 'utf8')).toContain(text);
});

test('a run without a series of one process each is no source', () => {
  expect(() => measuredCosts({ ...figures, series: [] })).toThrow('one process of each service');
});

test('where the size of topics is not known, nothing is made up', () => {
  const series = figures.series.map((each) => ({ ...each, writes: { ...each.writes, topicBytes: undefined } }));
  expect(() => measuredCosts({ ...figures, series })).toThrow('size of topics');
});
