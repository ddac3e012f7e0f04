import { machineFigures, machineUsage } from './machine-usage.js';

test('what is busy beyond the measured processes is the work of others', () => {
  expect(machineUsage(1_500, 1_000, 2_000)).toEqual({ busy: 0.75, others: 0.25 });
});

test('coarse clocks give no share below nothing or above the whole', () => {
  expect(machineUsage(2_010, 2_050, 2_000)).toEqual({ busy: 1, others: 0 });
});

test('runs are told by their medians', () => {
  const figures = machineFigures([0.1, 0.5, 0.3].map((others) => ({ busy: 0.9, others })));
  expect(figures.others).toMatchObject({ median: 0.3, min: 0.1, max: 0.5 });
});
