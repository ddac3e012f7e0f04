import process from 'node:process';
import { portOf } from '#infra/system-ports.js';
import type { ServiceName } from './services.js';

// Where the system is that `npm start` runs on this machine, by the same variables; an empty one counts as not set.

export const localUrl = (service: ServiceName): string => `http://localhost:${portOf(service)}`;

export const localGateway = (): string => process.env.DOCKET_GATEWAY || localUrl('gateway');

export const localMongo = (): string => process.env.MONGO_URL || `mongodb://localhost:${portOf('mongo')}/?directConnection=true`;

/** Comma-separated `host:port`. */
export const localKafka = (): string => process.env.KAFKA_BROKERS || `localhost:${portOf('kafka')}`;
