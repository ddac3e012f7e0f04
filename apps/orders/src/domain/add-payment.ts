import type { AddPayment } from '#contracts/commands/add-payment.js';
import type { Gateway } from '#contracts/commands/place-order.js';
import { decimalsObstacle } from '#contracts/decimals-obstacle.js';
import { OrderPaymentAdded } from '#contracts/events/order.js';
import { amountIn, Decimal, sum, zero } from '#contracts/money.js';
import { MAX_PAYMENTS, type RequestedPayment } from '#contracts/order.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import { afterEvents, type Order, type OrderEvent } from './order.js';
import { standsFor } from './roll-up.js';
import { coveredAmounts, currenciesOf, totalIn } from './totals.js';

/** What the store says about payments, the default gateway first. */
export interface PaymentPolicy {
  readonly currencies: readonly string[];
  readonly paymentGateways: readonly [Gateway, ...Gateway[]];
}

/** The payment's own facts, taken before the decision. */
export type AddedHead = Required<Pick<RequestedPayment, 'id' | 'addedAt'>>;

/** One more payment is asked for. Left out, its amount is what is due and no payment covers; asked for by name, it may be any. */
export function addPayment(order: Order, head: AddedHead, asked: AddPayment, policy: PaymentPolicy): Decision<OrderEvent> {
  const payment = askedPayment(order, asked, policy);
  if (isRefusal(payment)) return payment;
  const { orderId, number, storeId, customer, addresses } = order;
  return [
    OrderPaymentAdded({
      ...{ orderId, number, storeId, currency: order.currency, payment: { ...head, ...payment } },
      ...(customer === undefined ? {} : { customer }),
      ...(addresses.billing === undefined ? {} : { billing: addresses.billing }),
    }),
  ];
}

type AskedPayment = Omit<RequestedPayment, keyof AddedHead> & { readonly amount: string };

/** The payment that would be asked for, or what stands against it. */
export function askedPayment(order: Order, asked: AddPayment, policy: PaymentPolicy): AskedPayment | Refusal {
  const { storeId } = order;
  const { gateway = policy.paymentGateways[0], token, currency = order.currency } = asked;
  if (order.cancelledAt !== undefined) return refuse('order-cancelled', `it was cancelled at ${order.cancelledAt}`);
  if (order.isPrototype) return refuse('prototype-without-documents', 'place an order after it');
  if (order.payments.length >= MAX_PAYMENTS) return refuse('too-many-payments', `at most ${MAX_PAYMENTS}`);
  if (!policy.paymentGateways.includes(gateway))
    return refuse('gateway-not-offered', `${storeId} takes payments by ${policy.paymentGateways.join(', ')}`, 'gateway');
  if (!policy.currencies.includes(currency))
    return refuse('currency-not-offered', `${storeId} sells in ${policy.currencies.join(', ')}, not in ${currency}`, 'currency');
  const owed = currenciesOf(order);
  if (!owed.includes(currency))
    return refuse('nothing-due', `the order is in ${owed.join(', ')}; nothing of it is in ${currency}`, 'currency');
  const amount = asked.amount === undefined ? uncovered(order, currency) : amountOf(asked.amount, currency);
  if (typeof amount !== 'string') return amount;
  return {
    gateway,
    ...(token === undefined ? {} : { token }),
    ...(currency === order.currency ? {} : { currency }),
    amount,
    ...{ price: '0', discount: '0', taxRate: '0', taxTotal: '0' },
  };
}

/** A decision, and with it one more payment for what it leaves due of an order that was edited. */
export function withMissingPayment(
  order: Order | null,
  version: number,
  decision: Decision<OrderEvent>,
  head: AddedHead,
  policy: PaymentPolicy,
): Decision<OrderEvent> {
  if (isRefusal(decision) || decision.length === 0 || order?.taxedVersion === undefined) return decision;
  const after = afterEvents(order, version, decision);
  const added = addPayment(after, head, {}, policy);
  return isRefusal(added) ? decision : [...decision, ...added];
}

function uncovered(order: Order, currency: string): string | Refusal {
  const missing = missingIn(order, currency);
  if (missing.gt(zero)) return amountIn(missing, currency);
  return refuse('nothing-due', `the payments in ${currency} cover what is due; name an amount to ask for more`, 'amount');
}

/** What is due in a currency and no payment covers; zero where they cover more. */
export function missingIn(order: Order, currency: string): Decimal {
  const missing = Decimal(totalIn(currency, order.totals, order.currency)).minus(coveredIn(order, currency));
  return missing.gt(zero) ? missing : zero;
}

/** What the payments in a currency cover: what they stand for, and of those that no gateway has answered yet, all that they ask for. */
function coveredIn(order: Order, currency: string): Decimal {
  const amounts = coveredAmounts(order.payments, order.totals, order.currency);
  const covered = order.payments.map((payment, index) => {
    if ((payment.currency ?? order.currency) !== currency) return zero;
    const document = order.documents.find(({ id }) => id === payment.id);
    return document && document.status !== 'Pending' ? standsFor(document) : Decimal(amounts[index] ?? '0');
  });
  return sum(covered);
}

function amountOf(amount: string, currency: string): string | Refusal {
  return decimalsObstacle(amount, currency) ?? amountIn(Decimal(amount), currency);
}
