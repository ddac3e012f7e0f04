import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `condition` gives something other than false, null or undefined, and returns it; what it throws counts as "not yet". */
export async function eventually<Found>(
  condition: () => Found | Promise<Found>,
  within = 30_000,
): Promise<NonNullable<Exclude<Found, false>>> {
  const deadline = Date.now() + within;
  for (let last: unknown; ; ) {
    try {
      const found = await condition();
      if (found !== false && found !== null && found !== undefined) return found as NonNullable<Exclude<Found, false>>;
      last = found;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline)
      throw new Error(`it did not come true within ${within} ms; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
    await delay(25);
  }
}
