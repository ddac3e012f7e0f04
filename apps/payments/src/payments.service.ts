import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId, v7 as newId } from 'uuid';
import type {
  AuthorizePayment,
  CapturePayment,
  RefundDestination,
  RefundPayment,
  SetPaymentStatus,
} from '#contracts/commands/move-money.js';
import type { OrderPricedData } from '#contracts/events/order.js';
import type { CallType } from '#contracts/gateway-call.js';
import type { RequestedPayment } from '#contracts/order.js';
import { isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DatabaseClock } from '#platform/database-clock.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orNotFound, orThrow } from '#platform/http/problem.js';
import { storeOf } from '#platform/stores.js';
import { asked, failedRefunds } from './attempt-call.js';
import { closePayment } from './domain/close-payment.js';
import { failRefund, startCall } from './domain/gateway-calls.js';
import { authorizationWanted, captureWanted, isAwaited, refundWanted, voidWanted, type Wanted } from './domain/money-moves.js';
import { openPayment } from './domain/open-payment.js';
import type { Closing, Payment, PaymentEvent } from './domain/payment.js';
import { linesRefundWanted } from './domain/refund-lines.js';
import { setStatus } from './domain/set-status.js';
import { callHead, closingHeads, GatewayCalls } from './gateway-calls.js';
import { LineRefunds } from './line-refunds.js';
import { OrdersClient } from './orders-client.js';
import { PROVIDERS, type Providers, providerOf, providerOfCall } from './providers/providers.js';

/** How long a request waits for a gateway, in milliseconds. */
const WAITED_FOR = 10_000;

/** What an order says to its payments. */
type PayingOrder = Pick<OrderPricedData, 'orderId' | 'number' | 'storeId' | 'currency' | 'customer' | 'billing'>;

type Changed = Promise<Stored<Payment> | Refusal>;

/**
 * What can be done with payments, a short method per use case. What a gateway is to be asked is stored, and asked right after; the answer
 * follows as a change of its own.
 */
@Injectable()
export class PaymentsService {
  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<Payment, PaymentEvent>,
    @Inject(STORES) private readonly stores: Stores,
    @Inject(PROVIDERS) private readonly providers: Providers,
    private readonly calls: GatewayCalls,
    private readonly clock: DatabaseClock,
    private readonly numbers: DocumentNumbers,
    private readonly orders: OrdersClient,
    private readonly lineRefunds: LineRefunds,
  ) {}

  /** Opens a payment that an order asks for, under the id that the order gave it, and has it authorized. */
  async open(order: PayingOrder, requested: RequestedPayment, context: ChangeContext): Promise<void> {
    const store = storeOf(this.stores, order.storeId);
    const opening = {
      paymentId: requested.id,
      number: await this.numbers.next(store.numbers.payment, new Date()),
      orderId: order.orderId,
      orderNumber: order.number,
      storeId: order.storeId,
      gateway: requested.gateway,
      currency: requested.currency ?? order.currency,
      amount: requested.amount ?? '0',
      ...(order.customer === undefined ? {} : { payer: order.customer }),
      ...(order.billing === undefined ? {} : { billing: order.billing }),
    };
    const head = callHead(derivedId('authorization', requested.id), await this.clock.now());
    const provider = providerOf(this.providers, requested.gateway);
    const decide = (payment: Payment | null) => openPayment(payment, opening, requested.token, head, provider);
    await this.#follow(this.store.change(requested.id, decide, { ...context, expectedVersion: 0 }), context);
  }

  /** Asks once more for a promise that was declined. */
  authorize(id: string, { token }: AuthorizePayment, context: ChangeContext): Changed {
    return this.#call(id, 'authorization', (payment) => authorizationWanted(payment, token), context);
  }

  /** Takes what was promised; refused while a hold on its order says so. */
  async capture(id: string, capture: CapturePayment, context: ChangeContext): Changed {
    const found = await this.#found(id, context);
    if (isRefusal(found) || found.replayed) return found;
    await this.orders.permitCapture(found.state.orderId, context);
    return this.#call(id, 'capture', (payment) => captureWanted(payment, capture), context);
  }

  /** Gives money back: an amount, or what pieces of lines cost. */
  async refund(id: string, refund: RefundPayment, context: ChangeContext): Changed {
    if (!refund.lines) return this.#call(id, 'refund', (payment) => refundWanted(payment, refund), context);
    const found = await this.#found(id, context);
    if (isRefusal(found) || found.replayed) return found;
    return this.lineRefunds.inTurn(found.state.orderId, context, (linesFor) =>
      this.#call(id, 'refund', (payment) => linesRefundWanted(payment, refund, linesFor(payment)), context),
    );
  }

  void(id: string, context: ChangeContext): Changed {
    return this.#call(id, 'void', voidWanted, context);
  }

  /** People call it one of the statuses that its store has. */
  setStatus(id: string, { status }: SetPaymentStatus, context: ChangeContext): Changed {
    const decide = (payment: Payment | null) =>
      payment ? setStatus(payment, status, storeOf(this.stores, payment.storeId).paymentStatuses) : noSuchPayment();
    return this.store.change(id, decide, context);
  }

  /** Nothing is to be paid any more. Closed again, a payment stays as it is. */
  async close(id: string, closing: Closing, context: ChangeContext): Promise<void> {
    const heads = closingHeads(await this.clock.now());
    const decide = (payment: Payment | null) =>
      payment ? closePayment(payment, closing, heads, providerOf(this.providers, payment.gateway)) : noSuchPayment();
    orThrow(await this.#follow(this.store.change(id, decide, context), context));
  }

  /** Takes what a store's rule says, once; nothing where people were first. */
  captureByRule(id: string, amount: string, context: ChangeContext): Changed {
    return this.#callNamed(id, 'capture-by-rule', (payment) => captureWanted(payment, { amount }), context);
  }

  /** Gives back what a store's rule says, once for what it is named by. */
  refundByRule(id: string, amount: string, name: string, context: ChangeContext, destination?: RefundDestination): Changed {
    const what = { amount, reasonCode: 'other' as const, reason: 'an edit of the order left less due' };
    const refund = { ...what, ...(destination && { destination }) };
    return this.#callNamed(id, name, (payment) => refundWanted(payment, refund), context);
  }

  /**
   * Asks the gateway now what became of the payment: of its calls that are open, and of refunds that may have come back. Throws Unavailable
   * when it says nothing, so that who asks does not take that for nothing new.
   */
  async refresh(id: string, context: ChangeContext): Changed {
    const payment = await this.store.find(id);
    if (!payment) return noSuchPayment();
    await this.calls.hurry(payment, context, WAITED_FOR);
    const provider = providerOf(this.providers, payment.state.gateway);
    for (const failed of 'answer' in provider ? [] : await failedRefunds(provider, payment.state, this.clock)) {
      orThrow(await this.store.change(id, (state) => failRefund(state, failed.refundId, failed.attempt), context));
    }
    return this.settled(id);
  }

  /** What a storefront's page needs to finish the authorization with the shopper. */
  async clientSecret(id: string): Promise<{ readonly clientSecret: string } | Refusal> {
    const { state } = orNotFound(await this.store.find(id), 'such payment');
    const provider = providerOf(this.providers, state.gateway);
    if ('answer' in provider || !provider.clientSecret) return refuse('not-at-gateway', `${state.gateway} asks no shopper`);
    if (!isAwaited(state) || state.gatewayReference === undefined) return refuse('not-awaited', `the payment is ${state.status}`);
    return { clientSecret: await asked(provider.gateway, provider.clientSecret(state.gatewayReference)) };
  }

  /** The payment when its gateway has answered what this process asked, or as it is after a while. */
  async settled(id: string): Promise<Stored<Payment>> {
    await this.calls.rest(id, WAITED_FOR);
    return orNotFound(await this.store.find(id), 'such payment');
  }

  /** The payment before anything is asked elsewhere for it: as it is, or as a repeat of the request is answered. */
  #found(id: string, context: ChangeContext): Changed {
    return this.store.change(id, (payment) => (payment ? [] : noSuchPayment()), context);
  }

  /** The key names the call, so that two equal refunds are two, and one that is repeated is one. */
  #call(id: string, type: CallType, wanted: (payment: Payment) => Wanted | Refusal, context: ChangeContext): Changed {
    return this.#callNamed(id, context.idempotency ? `${type}-${context.idempotency.key}` : newId(), wanted, context);
  }

  async #callNamed(id: string, name: string, wanted: (payment: Payment) => Wanted | Refusal, context: ChangeContext): Changed {
    const now = await this.clock.now();
    const decide = (payment: Payment | null) => {
      if (!payment) return noSuchPayment();
      const call = wanted(payment);
      const head = callHead(derivedId(name, payment.paymentId), now, context);
      return startCall(payment, call, head, providerOfCall(this.providers, payment, isRefusal(call) ? {} : call));
    };
    return this.#follow(this.store.change(id, decide, context), context);
  }

  async #follow(change: Changed, context: ChangeContext): Changed {
    const changed = await change;
    if (!isRefusal(changed)) this.calls.follow(changed, context);
    return changed;
  }
}

function noSuchPayment(): Refusal {
  return refuse('not-found', 'there is no such payment');
}
