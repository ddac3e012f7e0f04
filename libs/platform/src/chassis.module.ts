import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { LoggerModule } from 'nestjs-pino';
import { pino } from 'pino';
import { ServiceConfig } from './config.js';
import { HealthController, Readiness } from './health.js';
import type { Log } from './log.js';
import { MessageMetrics, Metrics, MetricsController } from './metrics.js';

/** Injection token of the process's log, a `Log`. */
export const LOG = Symbol('log');

/** What every service has: configuration, log, health, metrics. */
@Global()
@Module({})
export class ChassisModule {
  static forRoot(name: string, config: ServiceConfig): DynamicModule {
    const logger = pino({
      name,
      level: config.LOG_LEVEL,
      redact: ['req.headers', '*.password'],
      formatters: { level: (level) => ({ level }) },
    });
    return {
      module: ChassisModule,
      imports: [
        TerminusModule.forRoot({ logger: false }),
        LoggerModule.forRoot({
          pinoHttp: {
            logger,
            // The adapter has set it from X-Correlation-Id, or made one.
            genReqId: (request) => request.id as string,
            customAttributeKeys: { reqId: 'correlationId' },
            quietReqLogger: true,
            // Addresses of documents are no secret; what a query may hold is.
            serializers: {
              req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?')[0] }),
              res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
            },
            customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'warn' : 'debug'),
          },
          forRoutes: ['{*splat}'],
        }),
      ],
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: ServiceConfig, useValue: config },
        { provide: LOG, useValue: logger satisfies Log },
        Metrics,
        MessageMetrics,
        Readiness,
      ],
      exports: [ServiceConfig, LOG, Metrics, MessageMetrics, Readiness],
    };
  }
}
