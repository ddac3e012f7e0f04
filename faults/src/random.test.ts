import { type Random, randomFrom } from './random.js';

const numbers = (random: Random) => Array.from({ length: 20 }, () => random.integer(0, 1_000_000));

test('the same seed gives the same choices, another seed others', () => {
  expect(numbers(randomFrom(7))).toEqual(numbers(randomFrom(7)));
  expect(numbers(randomFrom(7))).not.toEqual(numbers(randomFrom(8)));
});

test('a fork depends on its name and the seed, not on what was drawn before', () => {
  const drawn = randomFrom(7);
  numbers(drawn);
  expect(numbers(drawn.fork('load'))).toEqual(numbers(randomFrom(7).fork('load')));
  expect(numbers(drawn.fork('load'))).not.toEqual(numbers(drawn.fork('nemesis')));
  expect(numbers(drawn.fork('load'))).not.toEqual(numbers(randomFrom(8).fork('load')));
  expect(numbers(drawn.fork('a').fork('b'))).not.toEqual(numbers(drawn.fork('b').fork('a')));
});

test('choices stay within their bounds and reach them', () => {
  const random = randomFrom(1);
  const integers = Array.from({ length: 200 }, () => random.integer(3, 5));
  expect([...new Set(integers)].sort()).toEqual([3, 4, 5]);
  const reals = Array.from({ length: 200 }, () => random.between(0.5, 2));
  expect(Math.min(...reals)).toBeGreaterThanOrEqual(0.5);
  expect(Math.max(...reals)).toBeLessThan(2);
  expect(new Set(Array.from({ length: 200 }, () => random.pick(['a', 'b', 'c']))).size).toBe(3);
  expect(() => random.pick([])).toThrow('there is nothing to pick from');
});

test('a chance of nothing never comes, of one always, of a quarter about so often', () => {
  const random = randomFrom(1);
  const happened = (probability: number) => Array.from({ length: 4_000 }, () => random.chance(probability)).filter(Boolean).length;
  expect(happened(0)).toBe(0);
  expect(happened(1)).toBe(4_000);
  expect(Math.abs(happened(0.25) - 1_000)).toBeLessThan(150);
});
