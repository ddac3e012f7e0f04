import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Logger, PinoLogger } from 'nestjs-pino';
import type { Logger as PinoBase } from 'pino';
import { LOG } from './chassis.module.js';
import { ConfigurationError, ServiceConfig } from './config.js';
import { applyHttpRules, httpAdapter } from './http/http-adapter.js';
import { ProblemFilter } from './http/problem.filter.js';
import { KafkaTransport } from './kafka/kafka-transport.js';
import type { Log } from './log.js';
import { Metrics } from './metrics.js';

/** Makes the application of a service: HTTP, and Kafka beside it where the service has a transport. It does not listen yet. */
async function createService(module: Type | object, withKafka: boolean): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(module as Type, httpAdapter(), {
    bufferLogs: true,
    autoFlushLogs: false, // what keeps it from being made is thrown, and told once, by runService
    abortOnError: false,
    bodyParser: false,
  });
  const log = app.get<PinoBase>(LOG);
  app.useLogger(new Logger(new PinoLogger({ pinoHttp: { logger: log } }), {}));
  app.flushLogs();
  app.useGlobalFilters(new ProblemFilter(log));
  const metrics = app.get(Metrics);
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  applyHttpRules(fastify);
  fastify.addHook('onResponse', async (request, reply) => {
    const { method, id: correlationId } = request;
    const route = request.routeOptions.url ?? 'none';
    metrics.answered(method, route, reply.statusCode, reply.elapsedTime / 1_000);
    // The route, not the address: an address may hold what a client searched for.
    log.debug({ correlationId, method, route, status: reply.statusCode, ms: reply.elapsedTime }, 'answered');
  });
  if (withKafka) app.connectMicroservice({ strategy: app.get(KafkaTransport) }, { inheritAppConfig: true });
  app.enableShutdownHooks();
  return app;
}

/** Runs a service until it is told to end. A wrong setting ends it at once, with a line that says what to change. */
export async function runService(
  make: () => { module: Type | object; withKafka: boolean },
  prepare?: (app: NestFastifyApplication) => void,
): Promise<void> {
  try {
    const { module, withKafka } = make();
    const app = await createService(module, withKafka);
    prepare?.(app);
    const { PORT, HOST } = app.get(ServiceConfig);
    const log = app.get<Log>(LOG);
    process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise was rejected and nobody waited for it'));
    await app.startAllMicroservices();
    await app.listen(PORT, HOST);
    log.info({ port: PORT }, 'listening');
  } catch (error) {
    process.stderr.write(error instanceof ConfigurationError ? `${error.message}\n` : `${(error as Error).stack ?? error}\n`);
    process.exit(1);
  }
}
