import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { QuoteTax } from '#contracts/commands/quote-tax.js';
import { TaxAmounts } from '#contracts/events/tax.js';
import { exactly } from '#contracts/money.js';
import { readErrors } from '#contracts/schema.js';
import { buyerOf, deliveriesOf, placeOf } from '#contracts/tax-sale.js';
import type { ChangeContext } from '#platform/change-context.js';
import { LOG } from '#platform/chassis.module.js';
import { postToService } from '#platform/http/post-to-service.js';
import { ServiceClient } from '#platform/http/service-client.js';
import type { Log } from '#platform/log.js';
import type { Order } from './domain/order.js';
import { paymentTotal, shipmentTotal } from './domain/totals.js';
import { OrdersConfig } from './orders.config.js';

// Somebody looks at a screen meanwhile.
const ANSWER_WITHIN = 3_000;

/** Asks the tax service what tax there would be. */
@Injectable()
export class TaxQuotes implements OnApplicationShutdown {
  readonly #tax: ServiceClient;

  constructor(
    config: OrdersConfig,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.#tax = new ServiceClient('tax', config.TAX_URL);
  }

  /** The tax on an order as it stands, or null when the tax service does not say. */
  async quote(order: Order, context: ChangeContext): Promise<TaxAmounts | null> {
    try {
      const answer = await postToService(this.#tax, '/v1/tax/quotes', quoteOf(order), context, { within: ANSWER_WITHIN });
      const [error] = readErrors(TaxAmounts, answer);
      if (error) throw new Error(`the tax service answered with ${error.path} ${error.message}`);
      return answer as TaxAmounts;
    } catch (error) {
      this.log.warn({ err: error, correlationId: context.correlationId }, 'no tax quote; going on without');
      return null;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#tax.close();
  }
}

function quoteOf(order: Order): QuoteTax {
  const { storeId, currency, addresses, discount, taxRate, pricesIncludeTax = false, lines, shipments, payments } = order;
  const deliveries = deliveriesOf(shipments);
  return {
    storeId,
    currency,
    ...(addresses.shipping === undefined ? {} : { country: addresses.shipping.country, address: placeOf(addresses.shipping) }),
    buyer: buyerOf(order),
    discount,
    taxRate,
    pricesIncludeTax,
    lines: lines.map(({ id, sku, quantity, extendedPrice, taxCode, taxRate: rate }) => ({
      id,
      sku,
      quantity,
      amount: extendedPrice,
      taxRate: rate,
      ...(taxCode === undefined ? {} : { taxCode }),
    })),
    shipments: shipments.map((shipment) => ({ ...partOf(shipment), amount: exactly(shipmentTotal(shipment)), taxRate: shipment.taxRate })),
    payments: payments.map((payment) => ({ ...partOf(payment), amount: exactly(paymentTotal(payment)), taxRate: payment.taxRate })),
    ...(deliveries.length > 0 && { deliveries }),
  };
}

function partOf({ id, currency }: { readonly id: string; readonly currency?: string }) {
  return { id, ...(currency === undefined ? {} : { currency }) };
}
