import { growthOf, isBeyondChance } from './growth.js';

const sample = (name: string, seconds: number, residentMegabytes: number, heapMegabytes: number | null) => ({
  name,
  seconds,
  residentMegabytes,
  heapMegabytes,
});

test('growth is told per hour, for each process by its own samples of the later half', () => {
  const early = [0, 10, 20].flatMap((at) => [sample('tax-1', at, at, at), sample('orders-1', at, at, at)]);
  const late = [30, 40, 50, 60].flatMap((at) => [sample('tax-1', at, 100 + at / 10, 50), sample('orders-1', at, 90, 80 - at)]);
  const growth = growthOf([...early, ...late]);
  expect(growth.map(({ name }) => name)).toEqual(['tax-1', 'orders-1']);
  expect(growth[0]?.resident.megabytesPerHour).toBeCloseTo(360);
  expect(growth[0]?.heap.megabytesPerHour).toBeCloseTo(0);
  expect(growth[1]?.heap.megabytesPerHour).toBeCloseTo(-3_600);
  expect(growth[0]).toMatchObject({ firstMegabytes: 103, lastMegabytes: 106 });
});

test('a heap that could not be asked for is left out', () => {
  const samples = [sample('tax-1', 0, 1, 5), sample('tax-1', 20, 1, 10), sample('tax-1', 30, 1, null), sample('tax-1', 40, 1, 30)];
  const [growth] = growthOf(samples);
  expect(growth?.heap).toEqual({ megabytesPerHour: expect.closeTo(3_600), error: null });
});

test('one sample is no growth', () => {
  expect(() => growthOf([sample('tax-1', 0, 1, 1)])).toThrow(RangeError);
});

test.each([
  [31, 10, true],
  [29, 10, false],
  [-30, 10, false],
  [30, null, false],
])('%d ± %d MB/h is beyond chance: %s', (megabytesPerHour, error, beyond) => {
  expect(isBeyondChance({ megabytesPerHour, error })).toBe(beyond);
});
