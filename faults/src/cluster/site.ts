import type { Run } from '#infra/run.js';
import type { NodeClock } from './node-clock.js';
import type { NodeProxy, ProxySpec } from './node-proxy.js';

/** Where nodes are made. */
export interface Site {
  readonly run: Run;
  proxy(spec: ProxySpec): NodeProxy;
  /** A clock for a node; `null` where clocks cannot be moved. */
  clock(name: string): NodeClock | null;
}
