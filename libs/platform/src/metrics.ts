import { Controller, Get, Header, Injectable } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus reads from this process. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly #http = new Histogram({
    name: 'docket_http_request_duration_seconds',
    help: 'HTTP requests answered, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  answered(method: string, route: string, status: number, seconds: number): void {
    this.#http.observe({ method, route, status }, seconds);
  }

  /** What happens, counted by one label; call what is returned with its value, each time. */
  counter(name: string, help: string, label: string): (value: string) => void {
    const counter = new Counter({ name, help, labelNames: [label], registers: [this.registry] });
    return (value) => counter.inc({ [label]: value });
  }

  /** A figure that is read when it is asked for. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    const gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        gauge.set(await read());
      },
    });
  }

  /** One figure per value of a label, read when they are asked for. */
  gaugeBy(name: string, help: string, label: string, read: () => Promise<ReadonlyMap<string, number>>): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        for (const [value, figure] of await read()) gauge.set({ [label]: value }, figure);
      },
    });
  }
}

/** What became of the messages of each topic. */
@Injectable()
export class MessageMetrics {
  readonly #messages: Counter;

  constructor(metrics: Metrics) {
    this.#messages = new Counter({
      name: 'docket_messages_total',
      help: 'Messages by topic and what became of them',
      labelNames: ['topic', 'outcome', 'detail'],
      registers: [metrics.registry],
    });
  }

  handled(topic: string, type: string): void {
    this.#messages.inc({ topic, outcome: 'handled', detail: type });
  }

  retried(topic: string): void {
    this.#messages.inc({ topic, outcome: 'retried', detail: '' });
  }

  deadLettered(topic: string, reason: string): void {
    this.#messages.inc({ topic, outcome: 'dead-lettered', detail: reason });
  }

  redriven(topic: string): void {
    this.#messages.inc({ topic, outcome: 'redriven', detail: '' });
  }
}

@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
