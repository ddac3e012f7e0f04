/** What is to be carried. */
export interface Workload {
  /** On average over the days. */
  readonly ordersPerSecond: number;
  /** Orders per second in the busiest minute, over the average. */
  readonly peakFactor: number;
  readonly linesPerOrder: number;
  /** How often an order is read by id. */
  readonly readsPerOrder: number;
  /** How long the databases keep orders. */
  readonly retentionDays: number;
}

/** On what. */
export interface Hardware {
  /** Share of a core that is used at the peak; the rest is for the loss of a machine, and for latency. */
  readonly busy: number;
  readonly brokerCores: number;
  readonly brokerTerabytes: number;
  readonly memberCores: number;
  readonly memberTerabytes: number;
}

// A shop of some size, and machines as they are let by the hour. Flags of `npm run capacity` say otherwise.

/** Lines are those of the measured orders. */
export const defaultWorkload: Omit<Workload, 'linesPerOrder'> = { ordersPerSecond: 1, peakFactor: 5, readsPerOrder: 9, retentionDays: 365 };

export const defaultHardware: Hardware = { busy: 0.5, brokerCores: 4, brokerTerabytes: 2, memberCores: 8, memberTerabytes: 4 };
