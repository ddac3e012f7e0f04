import type { MongoClient } from '#infra/mongo/client.js';
import type { BenchSystem } from './bench-system.js';
import type { GatewayClient } from './gateway-client.js';
import type { SampleOrders } from './sample-orders.js';

/** What everything that measures needs. */
export interface BenchContext {
  readonly system: BenchSystem;
  readonly database: MongoClient;
  readonly client: GatewayClient;
  readonly sample: SampleOrders;
  /** Orders that are there to be read. */
  readonly known: readonly string[];
  /** Requests under way in a closed loop, and writes in a floor. */
  readonly clients: number;
  /** How long each load lasts. */
  readonly seconds: number;
  readonly signal: AbortSignal;
}
