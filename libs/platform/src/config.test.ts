import { IsString, MinLength } from 'class-validator';
import { ConfigurationError, DocumentServiceConfig, loadConfig, ServiceConfig } from './config.js';

const needed = { KAFKA_BROKERS: 'kafka-1:9092,kafka-2:9092', MONGO_URL: 'mongodb://localhost:27017', MONGO_DATABASE: 'orders' };

test('what is set counts over the defaults of a service, and those over the general ones', () => {
  const config = loadConfig(DocumentServiceConfig, { PORT: 8081, MONGO_DATABASE: 'payments' }, { ...needed, LOG_LEVEL: 'debug' });
  expect(config).toMatchObject({ ...needed, PORT: 8081, HOST: '0.0.0.0', LOG_LEVEL: 'debug', STORES_FILE: 'config/stores.json' });
});

test('a port is a number, however it came', () => {
  expect(loadConfig(ServiceConfig, {}, { PORT: '9000' }).PORT).toBe(9000);
  expect(loadConfig(ServiceConfig, {}, { PORT: '0' }).PORT).toBe(0);
});

test('a variable that is empty is not set', () => {
  expect(loadConfig(ServiceConfig, {}, { PORT: '', HOST: '', LOG_LEVEL: '' })).toMatchObject({
    PORT: 8080,
    HOST: '0.0.0.0',
    LOG_LEVEL: 'info',
  });
});

test('what the environment has beside is ignored', () => {
  expect(() => loadConfig(ServiceConfig, {}, { PATH: '/bin', HOME: '/root' })).not.toThrow();
});

describe('a wrong setting is named', () => {
  const complaint = (environment: NodeJS.ProcessEnv) => {
    try {
      loadConfig(DocumentServiceConfig, {}, environment);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.message;
      throw error;
    }
    return 'nothing was wrong';
  };

  test.each([
    ['PORT', 'eighty'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['LOG_LEVEL', 'loud'],
    ['MONGO_DATABASE', 'a/b'],
    ['MONGO_DATABASE', 'x'.repeat(64)],
    ['KAFKA_SSL', 'yes'],
    ['KAFKA_SASL_MECHANISM', 'gssapi'],
  ])('%s=%s, with what was found', (name, value) => {
    const message = complaint({ ...needed, [name]: value });
    expect(message).toContain(`  ${name} must`);
    expect(message).toContain(`but it is "${value}"`);
    expect(message.split('\n')).toHaveLength(2);
  });

  test.each([
    ['KAFKA_BROKERS', 'kafka'],
    ['KAFKA_BROKERS', 'kafka:9092, other:9092'],
    ['KAFKA_BROKERS', 'kafka:9092,'],
    ['MONGO_URL', 'https://user:hunter2@mongo'],
    ['MONGO_URL', 'user:hunter2@mongo'],
  ])('%s=%s, without what was found, which may hold a password', (name, value) => {
    const message = complaint({ ...needed, [name]: value });
    expect(message).toContain(`  ${name} must`);
    expect(message).toContain('but it is another value');
    expect(message).not.toContain(value);
    expect(message).not.toContain('hunter2');
  });

  test.each(Object.keys(needed))('%s, when it is not set', (name) => {
    const message = complaint({ ...needed, [name]: undefined });
    expect(message).toContain(`  ${name} must`);
    expect(message).toContain('(it is not set)');
  });

  test('and all others with it, a line each', () => {
    const message = complaint({ PORT: 'eighty', LOG_LEVEL: 'loud' });
    for (const name of ['PORT', 'LOG_LEVEL', ...Object.keys(needed)]) expect(message).toContain(`  ${name} must`);
    expect(message.split('\n')).toHaveLength(6);
  });

  test('a secret, without what was found', () => {
    class SecretConfig extends ServiceConfig {
      @MinLength(16, { message: 'OWN_KEY must be a secret of at least 16 characters' }) OWN_KEY!: string;
    }
    const load = () => loadConfig(SecretConfig, {}, { OWN_KEY: 'hunter2' });
    expect(load).toThrow('OWN_KEY must be a secret of at least 16 characters, but it is another value');
    expect(load).not.toThrow('hunter2');
  });

  test('of a service of its own, too', () => {
    class OwnConfig extends ServiceConfig {
      @IsString() PEER_URL!: string;
    }
    expect(() => loadConfig(OwnConfig, {}, {})).toThrow('PEER_URL');
  });
});
