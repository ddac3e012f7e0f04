import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId } from 'uuid';
import type { Gateway } from '#contracts/commands/place-order.js';
import type { OrderPricedData } from '#contracts/events/order.js';
import type { GatewayTransaction, PaymentOpenedData } from '#contracts/events/payment.js';
import type { RequestedPayment } from '#contracts/order.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { storeOf } from '#platform/stores.js';
import { firstAuthorizationKey, openPayment } from './domain/open-payment.js';
import type { Payment, PaymentEvent } from './domain/payment.js';
import { settleAuthorization } from './domain/settle-authorization.js';
import { voidPayment } from './domain/void-payment.js';
import { manualProvider } from './providers/manual.provider.js';
import type { PaymentProvider } from './providers/payment-provider.js';

const providers: Readonly<Record<Gateway, PaymentProvider>> = { manual: manualProvider };

/** What can be done with payments, a short method per use case. */
@Injectable()
export class PaymentsService {
  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<Payment, PaymentEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly numbers: DocumentNumbers,
  ) {}

  /** Opens a payment that an order asks for, under the id that the order gave it, and authorizes it. Repeated, it goes on where it was left. */
  async openAndAuthorize(
    order: OrderPricedData,
    requested: RequestedPayment,
    opening: ChangeContext,
    following: ChangeContext,
  ): Promise<void> {
    const store = storeOf(this.stores, order.storeId);
    const now = new Date();
    const data = {
      paymentId: requested.id,
      number: await this.numbers.next(store.numbers.payment, now),
      orderId: order.orderId,
      orderNumber: order.number,
      storeId: order.storeId,
      gateway: requested.gateway,
      currency: order.currency,
      amount: requested.amount ?? '0',
      ...(order.customer === undefined ? {} : { payer: order.customer }),
      ...(order.billing === undefined ? {} : { billing: order.billing }),
    };
    const local = providers[data.gateway].isLocal
      ? await askGateway('authorization', data, firstAuthorizationKey(data.paymentId))
      : undefined;
    const { state } = orThrow(
      await this.store.change(requested.id, (payment) => openPayment(payment, data, now.toISOString(), local), {
        ...opening,
        expectedVersion: 0,
      }),
    );
    if (!state.openAuthorization) return;
    const answer = await askGateway('authorization', state, state.openAuthorization.idempotencyKey);
    orThrow(await this.store.change(state.paymentId, (payment) => settleAuthorization(payment, answer), following));
  }

  /** Nothing is paid for a cancelled order. */
  async voidAll(orderId: string, context: ChangeContext): Promise<void> {
    for (const { id, state } of await this.store.listBy('orderId', orderId)) {
      if (state.status !== 'Authorized') continue;
      const answer = await askGateway('void', state, `${id}-void`);
      orThrow(await this.store.change(id, (payment) => voidPayment(payment, answer), context));
    }
  }
}

/** Asks for the payment's whole amount, or to give it back. Throws when the outcome is unknown. */
async function askGateway(
  type: GatewayTransaction['type'],
  payment: PaymentOpenedData,
  idempotencyKey: string,
): Promise<GatewayTransaction> {
  const { paymentId, gateway, amount, currency } = payment;
  const provider = providers[gateway];
  const request = { amount, currency, idempotencyKey };
  const answer = await (type === 'void' ? provider.void(request) : provider.authorize(request));
  return {
    id: derivedId(idempotencyKey, paymentId),
    type,
    ...answer,
    amount,
    idempotencyKey,
    attempts: 1,
    processedAt: new Date().toISOString(),
  };
}
