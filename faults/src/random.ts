import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of pseudo-random choices: the same seed and name give the same choices in the same order. */
export interface Random {
  /** A whole number, both bounds included. */
  integer(min: number, max: number): number;
  /** Any number from `min` up to, but not including, `max`. */
  between(min: number, max: number): number;
  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean;
  /** One of them, each as likely. Throws when there are none. */
  pick<Item>(items: readonly Item[]): Item;
  /** A stream of its own, the same whatever was drawn from this one before. */
  fork(name: string): Random;
}

export function randomFrom(seed: number): Random {
  return streamOf(String(seed));
}

/** `path` names the stream from its seed on, a part for each fork. */
function streamOf(path: string): Random {
  const digest = createHash('sha256').update(path).digest();
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => digest.readInt32BE(offset)));
  const fraction = () => uniformFloat64(generator);
  return {
    integer: (min, max) => uniformInt(generator, min, max),
    between: (min, max) => min + fraction() * (max - min),
    chance: (probability) => fraction() < probability,
    pick(items) {
      if (items.length === 0) throw new Error('there is nothing to pick from');
      return items[uniformInt(generator, 0, items.length - 1)] as (typeof items)[number];
    },
    fork: (name) => streamOf(JSON.stringify([path, name])),
  };
}
