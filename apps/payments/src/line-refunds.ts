import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { ChangeContext } from '#platform/change-context.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { Unavailable } from '#platform/outage.js';
import { isTaken } from '#platform/series-numbers.js';
import { roundingOf, storeOf } from '#platform/stores.js';
import type { Payment } from './domain/payment.js';
import { type LinesOf, nextLinesTurn } from './domain/refund-lines.js';
import { InvoicedOrders } from './invoiced-orders.js';
import { OrderPayments } from './storage/order-payments.js';
import { lineTurnIndex } from './storage/payment.schema.js';

const GIVE_UP_AFTER = 15_000;

class TurnTaken extends Error {}

/** What refunds by lines are decided upon: the order's lines, and all that was given back for them over all of its payments. */
@Injectable()
export class LineRefunds {
  constructor(
    private readonly orders: InvoicedOrders,
    private readonly payments: OrderPayments,
    @Inject(STORES) private readonly stores: Stores,
  ) {}

  /** Decided on all payments of the order as they are, and again when a refund of another one came between. */
  async inTurn<Outcome>(
    orderId: string,
    context: ChangeContext,
    attempt: (linesFor: (payment: Payment) => LinesOf) => Promise<Outcome>,
  ): Promise<Outcome> {
    const order = await this.orders.find(orderId, context);
    const rounding = roundingOf(storeOf(this.stores, order.storeId), order.currency);
    const giveUpAt = performance.now() + GIVE_UP_AFTER;
    for (;;) {
      const payments = await this.payments.of(orderId);
      const turn = nextLinesTurn(payments);
      try {
        if (turn === undefined) throw new TurnTaken();
        return await attempt((payment) => {
          // It has changed since: so may have the others, before or after it.
          if (payment.lineTurns?.includes(turn)) throw new TurnTaken();
          const all = payments.map((each) => (each.paymentId === payment.paymentId ? payment : each));
          return { order, payments: all, rounding, turn };
        });
      } catch (error) {
        if (!(error instanceof TurnTaken) && !isTaken(error, lineTurnIndex.key)) throw error;
        if (performance.now() > giveUpAt) throw new Unavailable('the payments of the order', { cause: error });
        await delay(Math.random() * 20);
      }
    }
  }
}
