import type { Spread } from './spread.js';

/** `41 (38–55)`; the median alone where there was one run. */
export function spreadCell({ median, min, max, runs }: Spread): string {
  return runs.length > 1 ? `${figure(median)} (${figure(min)}–${figure(max)})` : figure(median);
}

export function percentCell({ median, min, max, runs }: Spread): string {
  return `${spreadCell({ median: median * 100, min: min * 100, max: max * 100, runs })} %`;
}

/** A cell each; `-` for what is not known. */
export function cells(...figures: readonly (number | undefined)[]): string[] {
  return figures.map((value) => (value === undefined ? '-' : figure(value)));
}

/** Three digits, and no more than two of them behind the point. */
export function figure(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}
