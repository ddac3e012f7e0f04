import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ServiceClient } from '#platform/http/service-client.js';
import { childOf, traceOf } from '#platform/trace.js';
import { GatewayConfig } from './gateway.config.js';

const signatures = ['stripe-signature', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
const FORWARDED = ['content-type', 'idempotency-key', 'if-match', 'prefer', ...signatures];
// Longer than any that a service takes, such as signatures by all secrets of a day, and short enough that nothing a client sends is too
// much for a service's own limit.
const MAX_FORWARDED = 1_000;
const RETURNED = ['content-type', 'content-disposition', 'etag', 'location', 'idempotency-replayed', 'preference-applied', 'retry-after'];

/** The services behind the gateway; each answers a client's request in its own words. */
@Injectable()
export class Services implements OnApplicationShutdown {
  readonly orders: ServiceClient;
  readonly payments: ServiceClient;
  readonly shipments: ServiceClient;
  readonly tax: ServiceClient;

  constructor(config: GatewayConfig) {
    this.orders = new ServiceClient('orders', config.ORDERS_URL);
    this.payments = new ServiceClient('payments', config.PAYMENTS_URL);
    this.shipments = new ServiceClient('shipments', config.SHIPMENTS_URL);
    this.tax = new ServiceClient('tax', config.TAX_URL);
  }

  /** Hands the request to a service under the same path, and its answer back. */
  async forward(service: ServiceClient, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const headers: Record<string, string> = {
      'x-correlation-id': request.id,
      traceparent: childOf(traceOf(request.headers.traceparent as string | undefined)),
      'x-forwarded-for': [request.headers['x-forwarded-for'] ?? [], request.ip].flat().join(', ').slice(-MAX_FORWARDED),
    };
    for (const name of FORWARDED) {
      const value = request.headers[name];
      if (typeof value === 'string') headers[name] = value.slice(0, MAX_FORWARDED);
    }
    // A HEAD is a GET whose body stays here.
    const { method } = request;
    const write = method === 'POST' || method === 'PATCH' || method === 'PUT';
    const answer = await service.ask({
      method: write ? method : 'GET',
      path: request.url,
      headers,
      repeatable: !write || method === 'PUT' || headers['idempotency-key'] !== undefined,
      ...(write ? { body: request.body as Buffer } : {}),
    });
    for (const name of RETURNED) {
      const value = answer.headers[name];
      if (value !== undefined) reply.header(name, value);
    }
    await reply.status(answer.status).send(answer.body);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.orders, this.payments, this.shipments, this.tax].map((service) => service.close()));
  }
}
