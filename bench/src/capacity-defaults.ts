import type { Hardware, Workload } from './capacity-plan.js';

// A shop of some size, and machines as they are let by the hour. Flags of `npm run capacity` say otherwise.

/** Lines are those of the measured orders. */
export const defaultWorkload: Omit<Workload, 'linesPerOrder'> = { ordersPerSecond: 1, peakFactor: 5, readsPerOrder: 9, retentionDays: 365 };

export const defaultHardware: Hardware = { busy: 0.5, brokerCores: 4, brokerTerabytes: 2, memberCores: 8, memberTerabytes: 4 };
