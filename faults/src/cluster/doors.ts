import { freePorts } from '#infra/ports.js';
import { type ServiceName, serviceNames } from '#tools/services.js';

/** Where a node listens, and where others find it. */
export interface Doors {
  readonly own: number;
  readonly proxy: number;
}

export interface BrokerDoors {
  readonly clients: Doors;
  readonly controllers: Doors;
}

export interface ClusterDoors {
  readonly brokers: readonly BrokerDoors[];
  readonly members: readonly Doors[];
  readonly services: Readonly<Record<ServiceName, readonly Doors[]>>;
}

/** Free ports for so many brokers and members, and for so many replicas of every service. */
export async function freeDoors(size: number, replicas: number): Promise<ClusterDoors> {
  const count = 3 * size + replicas * serviceNames.length;
  const ports = await freePorts(2 * count); // at once, since ports that nobody has taken yet may be given again
  const take = () => ({ own: ports.pop() as number, proxy: ports.pop() as number });
  const times = <Item>(length: number, item: () => Item) => Array.from({ length }, item);
  return {
    brokers: times(size, () => ({ clients: take(), controllers: take() })),
    members: times(size, take),
    services: Object.fromEntries(serviceNames.map((service) => [service, times(replicas, take)])) as Record<ServiceName, Doors[]>,
  };
}

/** One port of each replica, by service. */
export function portsOf(services: ClusterDoors['services'], side: keyof Doors): Record<ServiceName, number[]> {
  const entries = serviceNames.map((service) => [service, services[service].map((doors) => doors[side])]);
  return Object.fromEntries(entries) as Record<ServiceName, number[]>;
}
