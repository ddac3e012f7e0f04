import type { KafkaConfig } from '../config.js';
import type { KafkaClientOptions } from './kafka-client.js';

/** How a client reaches the brokers, from the process's settings. */
export function kafkaOptions(clientId: string, config: KafkaConfig): KafkaClientOptions {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = config;
  return {
    clientId,
    brokers: config.KAFKA_BROKERS.split(','),
    ssl: config.KAFKA_SSL === 'true',
    ...(mechanism && username && password ? { sasl: { mechanism, username, password } } : {}),
  };
}
