import type { Disturbance, Flow } from './network.js';

/** What a connection's bytes meet on their way. */
export interface Conditions {
  readonly silent: boolean;
  readonly delay: number;
  readonly jitter: number;
  /** Infinite when nothing limits it. */
  readonly bytesPerSecond: number;
}

export const undisturbed: Conditions = { silent: false, delay: 0, jitter: 0, bytesPerSecond: Number.POSITIVE_INFINITY };

/** All that is done to a flow together: delays add up, the narrowest throttle counts. */
export function conditionsUnder(disturbances: Iterable<Disturbance>): Conditions {
  let { silent, delay, jitter, bytesPerSecond } = undisturbed;
  for (const disturbance of disturbances) {
    if (disturbance.kind === 'silence') silent = true;
    if (disturbance.kind === 'delay') {
      delay += disturbance.milliseconds;
      jitter += disturbance.jitter;
    }
    if (disturbance.kind === 'throttle') bytesPerSecond = Math.min(bytesPerSecond, disturbance.bytesPerSecond);
  }
  return { silent, delay, jitter, bytesPerSecond };
}

/** Whether a connection is in the flow. */
export function isIn(flow: Flow, connection: Flow): boolean {
  const toItself = connection.from === connection.to;
  const matches = (wanted: string, name: string) => wanted === name || (wanted === '*' && !toItself);
  return matches(flow.from, connection.from) && matches(flow.to, connection.to);
}
