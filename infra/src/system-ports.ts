import { portFromEnvironment, type WantedPort } from './ports.js';

/** Each part of the system that has a port on this machine, with the port it takes when no variable chooses another. */
const parts = {
  gateway: { usual: 8080, program: 'the gateway' },
  orders: { usual: 8081, program: 'the service orders' },
  payments: { usual: 8082, program: 'the service payments' },
  shipments: { usual: 8083, program: 'the service shipments' },
  tax: { usual: 8084, program: 'the service tax' },
  kafka: { usual: 9092, program: 'Kafka' },
  mongo: { usual: 27_017, program: 'MongoDB' },
} as const;

export type SystemPart = keyof typeof parts;

/** The port of a part: what its variable says (`GATEWAY_PORT`, `KAFKA_PORT`, …), else the usual one. */
export function portOf(part: SystemPart): number {
  return portFromEnvironment(variableOf(part), parts[part].usual);
}

export function wantedPort(part: SystemPart): WantedPort {
  return { port: portOf(part), program: parts[part].program, variable: variableOf(part) };
}

const variableOf = (part: SystemPart) => `${part.toUpperCase()}_PORT`;
