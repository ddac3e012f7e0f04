import { Inject, Injectable } from '@nestjs/common';
import type { ChangeContext } from '#platform/change-context.js';
import { Database } from '#platform/database.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { roundingOf, storeOf } from '#platform/stores.js';
import type { Payment } from './domain/payment.js';
import { type LinesOf, nextLinesTurn } from './domain/refund-lines.js';
import { inTurn, TurnTaken } from './in-turn.js';
import { OrdersClient } from './orders-client.js';
import { ofOrder } from './storage/of-order.js';
import { lineTurnIndex, paymentAggregate } from './storage/payment.schema.js';

/** What refunds by lines are decided upon: the order's lines, and all that was given back for them over all of its payments. */
@Injectable()
export class LineRefunds {
  constructor(
    private readonly orders: OrdersClient,
    private readonly database: Database,
    @Inject(STORES) private readonly stores: Stores,
  ) {}

  /** Decided on all payments of the order as they are, and again when a refund of another one came between. */
  async inTurn<Outcome>(
    orderId: string,
    context: ChangeContext,
    attempt: (linesFor: (payment: Payment) => LinesOf) => Promise<Outcome>,
  ): Promise<Outcome> {
    const order = await this.orders.find(orderId, context);
    const rounding = roundingOf(storeOf(this.stores, order.storeId), order);
    const read = () => ofOrder<Payment>(this.database, paymentAggregate.collection, orderId);
    return inTurn({ what: 'the payments of the order', index: lineTurnIndex.key, read, next: nextLinesTurn }, (payments, turn) =>
      attempt((payment) => {
        if (payment.lineTurns?.includes(turn)) throw new TurnTaken();
        const all = payments.map((each) => (each.paymentId === payment.paymentId ? payment : each));
        return { order, payments: all, rounding, turn };
      }),
    );
  }
}
