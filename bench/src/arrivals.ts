/**
 * When each request is to start, in milliseconds from the begin of the load: evenly apart, whatever becomes of the ones before.
 * At least one request, so that the slowest rate measures something.
 */
export function arrivalTimes(perSecond: number, seconds: number): number[] {
  if (!(perSecond > 0 && seconds > 0)) throw new RangeError(`a load of ${perSecond} requests per second over ${seconds} s cannot be`);
  const count = Math.max(1, Math.floor(perSecond * seconds));
  return Array.from({ length: count }, (_, index) => (index * 1_000) / perSecond);
}
