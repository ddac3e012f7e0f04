import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min, validateSync } from 'class-validator';

/** Every wrong setting at once, each with what was expected. */
export class ConfigurationError extends Error {}

const PORT_FORM = { message: 'PORT must be a whole number from 0 to 65535' };
const REPLICATION_FORM = { message: 'KAFKA_REPLICATION must be a whole number from 1' };

/** Settings of every service. */
export class ServiceConfig {
  @Type(() => Number) @IsInt(PORT_FORM) @Min(0, PORT_FORM) @Max(65_535, PORT_FORM) PORT = 8080;
  @IsString() HOST = '0.0.0.0';
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) LOG_LEVEL = 'info';
}

/** Settings of a process that speaks to Kafka. */
export class KafkaConfig extends ServiceConfig {
  /** Comma-separated `host:port`. */
  @Matches(/^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/, { message: 'KAFKA_BROKERS must be host:port, several separated by commas' })
  KAFKA_BROKERS!: string;
  @IsOptional() @IsIn(['true', 'false']) KAFKA_SSL?: 'true' | 'false';
  @IsOptional() @IsIn(['plain', 'scram-sha-256', 'scram-sha-512']) KAFKA_SASL_MECHANISM?: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  @IsOptional() @IsString() KAFKA_USERNAME?: string;
  @IsOptional() @IsString() KAFKA_PASSWORD?: string;
}

/** Settings of the job that makes the topics. */
export class TopicsJobConfig extends KafkaConfig {
  @Type(() => Number) @IsInt(REPLICATION_FORM) @Min(1, REPLICATION_FORM) KAFKA_REPLICATION = 1;
}

/** Settings of a service that owns documents. */
export class DocumentServiceConfig extends KafkaConfig {
  @Matches(/^mongodb(\+srv)?:\/\/\S+$/, { message: 'MONGO_URL must be a mongodb:// or mongodb+srv:// address' })
  MONGO_URL!: string;
  @Matches(/^[A-Za-z0-9_-]{1,63}$/, { message: 'MONGO_DATABASE must be a name of letters, digits, "_" and "-"' })
  MONGO_DATABASE!: string;
  @IsString() STORES_FILE = 'config/stores.json';
}

/** Reads the settings that `type` declares from environment variables, over `defaults`. Throws ConfigurationError. */
export function loadConfig<Config extends ServiceConfig>(
  type: new () => Config,
  defaults: Partial<Config>,
  environment: NodeJS.ProcessEnv = process.env,
): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const config = plainToInstance(type, { ...new type(), ...defaults, ...given }, { enableImplicitConversion: true });
  const errors = validateSync(config, { stopAtFirstError: true, forbidUnknownValues: false });
  if (errors.length > 0) {
    const lines = errors.map((error) => {
      const found = given[error.property];
      const message = Object.values(error.constraints ?? {})[0] ?? `${error.property} is not valid`;
      // A wrong address may hold a password, and a secret that is too short is one.
      const shown = /URL|PASSWORD|BROKERS|KEY|SECRET/.test(error.property) ? 'another value' : `"${found}"`;
      return `  ${message}${found === undefined ? ' (it is not set)' : `, but it is ${shown}`}`;
    });
    throw new ConfigurationError(`The environment is not right:\n${lines.join('\n')}`);
  }
  return config;
}
