import type { ServiceName } from '#tools/services.js';
import type { Network } from './network.js';

export type NodeKind = 'service' | 'broker' | 'member';

/** One process of the system. What it is told is done at once; each of these may be called in any state. */
export interface Node {
  /** `orders-1`, `kafka-2`, `mongo-3`. */
  readonly name: string;
  readonly kind: NodeKind;
  /** Of a service only. */
  readonly service?: ServiceName;
  /** Of a service only: its base URL, for this process. */
  readonly url?: string;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when it has ended by itself, or was killed after its time of grace. */
  stop(): Promise<void>;
  /** SIGSTOP. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
  /** Starts it again on the same ports and data; resolves when it answers, a service when it is ready. */
  start(): Promise<void>;
  /** Whether it answers, and as a service is ready, right now. */
  isReady(): Promise<boolean>;
  /** Sets the clock of a service so many seconds off, while it runs; does nothing where `Cluster.clocks` is false. */
  setClock(offsetSeconds: number): void;
}

/** Processes of each service. */
export const REPLICAS = 2;

/** `full`: three brokers, three members. `small`: one of each. */
export type Profile = 'full' | 'small';

/** The whole system on this machine, each connection through `network`. */
export interface Cluster {
  readonly profile: Profile;
  readonly nodes: readonly Node[];
  readonly network: Network;
  /** Base URLs of the gateways, for clients in this process. */
  readonly gateways: readonly string[];
  /** Bootstrap addresses for this process, `host:port`, comma separated. */
  readonly kafkaBrokers: string;
  readonly mongoUrl: string;
  /** Whether clocks can be moved here (libfaketime could be fetched). */
  readonly clocks: boolean;
  /** Where logs and data are. */
  readonly directory: string;
}
