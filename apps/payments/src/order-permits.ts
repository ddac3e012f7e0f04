import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ChangeContext } from '#platform/change-context.js';
import { postToService } from '#platform/http/post-to-service.js';
import { ServiceClient } from '#platform/http/service-client.js';
import { PaymentsConfig } from './payments.config.js';

/** Asks orders whether money may be captured for them. */
@Injectable()
export class OrderPermits implements OnApplicationShutdown {
  readonly #orders: ServiceClient;

  constructor(config: PaymentsConfig) {
    this.#orders = new ServiceClient('orders', config.ORDERS_URL);
  }

  /** Throws the problem that stands against it (a hold, a cancelled order), or 503 or 504. */
  async capture(orderId: string, context: ChangeContext): Promise<void> {
    await postToService(this.#orders, `/v1/orders/${encodeURIComponent(orderId)}/permits`, { what: 'capture' }, context);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#orders.close();
  }
}
