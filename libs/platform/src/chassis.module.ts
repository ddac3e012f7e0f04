import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
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
      formatters: { level: (level) => ({ level }) },
    });
    return {
      module: ChassisModule,
      imports: [TerminusModule.forRoot({ logger: false })],
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
