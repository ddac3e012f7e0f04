import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId, v7 as newId } from 'uuid';
import type { CapturePayment, RefundPayment } from '#contracts/commands/move-money.js';
import type { Gateway } from '#contracts/commands/place-order.js';
import type { OrderPricedData } from '#contracts/events/order.js';
import type { GatewayTransaction, PaymentOpenedData } from '#contracts/events/payment.js';
import type { RequestedPayment } from '#contracts/order.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { storeOf } from '#platform/stores.js';
import { capturePayment, closePayment, type Exchange, refundPayment, voidPayment } from './domain/move-money.js';
import { firstAuthorizationKey, openPayment } from './domain/open-payment.js';
import type { Payment, PaymentEvent } from './domain/payment.js';
import { settleAuthorization } from './domain/settle-authorization.js';
import { OrderPermits } from './order-permits.js';
import { byHand, manualProvider } from './providers/manual.provider.js';
import type { PaymentProvider } from './providers/payment-provider.js';

const providers: Readonly<Record<Gateway, PaymentProvider>> = { manual: manualProvider };

/** What can be done with payments, a short method per use case. */
@Injectable()
export class PaymentsService {
  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<Payment, PaymentEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly numbers: DocumentNumbers,
    private readonly permits: OrderPermits,
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
      currency: requested.currency ?? order.currency,
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

  /** Money of a payment was received; refused while a hold on its order says so. */
  async capture(id: string, { amount }: CapturePayment, context: ChangeContext): Promise<Stored<Payment> | Refusal> {
    const found = await this.store.change(id, (payment) => (payment ? [] : noSuchPayment()), context);
    if (isRefusal(found) || found.replayed) return found;
    await this.permits.capture(found.state.orderId, context);
    return this.#move(id, 'capture', (payment, exchange) => capturePayment(payment, amount, exchange), context);
  }

  refund(id: string, refund: RefundPayment, context: ChangeContext): Promise<Stored<Payment> | Refusal> {
    return this.#move(id, 'refund', (payment, exchange) => refundPayment(payment, refund, exchange), context);
  }

  void(id: string, context: ChangeContext): Promise<Stored<Payment> | Refusal> {
    return this.#move(id, 'void', voidPayment, context);
  }

  /** Nothing is paid for a cancelled order. */
  async closeAll(orderId: string, context: ChangeContext): Promise<void> {
    for (const { id, state } of await this.store.listBy('orderId', orderId)) {
      if (isOver(state)) continue;
      const voiding = await askGateway('void', state, `${id}-void`);
      const refunding = exchangeOf('refund', `${id}-close`, id);
      orThrow(await this.store.change(id, (payment) => closePayment(payment, voiding, refunding), context));
    }
  }

  /** The key names the exchange, so that two equal refunds are two, and one that is repeated is one. */
  #move(
    id: string,
    type: 'capture' | 'refund' | 'void',
    decide: (payment: Payment, exchange: Exchange) => Decision<PaymentEvent>,
    context: ChangeContext,
  ): Promise<Stored<Payment> | Refusal> {
    const exchange = exchangeOf(type, context.idempotency ? `${type}-${context.idempotency.key}` : newId(), id);
    return this.store.change(id, (payment) => (payment ? decide(payment, exchange) : noSuchPayment()), context);
  }
}

function noSuchPayment(): Refusal {
  return refuse('not-found', 'there is no such payment');
}

/** Whether no money can move any more, but back. */
function isOver({ status }: Payment): boolean {
  return ['Declined', 'Voided', 'Refunded'].includes(status);
}

/** Money that people move, by the one gateway that there is. */
function exchangeOf(type: 'capture' | 'refund' | 'void', key: string, paymentId: string): Exchange {
  const id = derivedId(key, paymentId);
  return { ...byHand(type), id, idempotencyKey: id, attempts: 1, processedAt: new Date().toISOString() };
}

/** Asks for the payment's whole amount, or to give it back. Throws when the outcome is unknown. */
async function askGateway(type: 'authorization' | 'void', payment: PaymentOpenedData, idempotencyKey: string): Promise<GatewayTransaction> {
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
