import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Logger, PinoLogger } from 'nestjs-pino';
import type { Logger as PinoBase } from 'pino';
import { v7 as uuid } from 'uuid';
import { LOG } from './chassis.module.js';
import { ConfigurationError, ServiceConfig } from './config.js';
import { PROBLEM_TYPE, ProblemFilter } from './http/problem.filter.js';
import { KafkaTransport } from './kafka/kafka-transport.js';
import type { Log } from './log.js';
import { Metrics } from './metrics.js';

// The largest order that is accepted has 2,000 lines, well below this.
const BODY_LIMIT = 2 * 1024 * 1024;
const CORRELATION_ID = /^[\x21-\x7e]{1,128}$/;

/** Makes the application of a service: HTTP, and Kafka beside it where the service has a transport. It does not listen yet. */
async function createService(module: Type | object, withKafka: boolean): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    // Such keys become plain fields, and validation names them like any other that is not known.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    // What the router itself refuses never reaches Nest's filters.
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      const status = error.statusCode ?? 400;
      void reply
        .status(status)
        .header('content-type', PROBLEM_TYPE)
        .send(JSON.stringify({ type: 'about:blank', title: 'The address cannot be right', status }));
    },
    genReqId: ({ headers }: { headers: Record<string, unknown> }) => {
      const given = headers['x-correlation-id'];
      return typeof given === 'string' && CORRELATION_ID.test(given) ? given : uuid();
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module as Type, adapter, {
    bufferLogs: true,
    abortOnError: false,
    bodyParser: false,
  });
  const log = app.get<PinoBase>(LOG);
  app.useLogger(new Logger(new PinoLogger({ pinoHttp: { logger: log } }), {}));
  app.useGlobalFilters(new ProblemFilter(log));
  const metrics = app.get(Metrics);
  const fastify = app.getHttpAdapter().getInstance();
  // Fastify's own parser for JSON stays; nothing else is taken.
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-correlation-id', request.id);
  });
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
