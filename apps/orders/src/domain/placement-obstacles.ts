import { Decimal, minorUnit, sum, zero } from '#contracts/money.js';
import type { OrderContent, OrderTotals, RequestedPayment } from '#contracts/order.js';
import { type Refusal, refuse } from '#contracts/refusals.js';
import { totalIn } from './totals.js';

// Far above any real order in any currency, and far below what the contracts' amounts can hold.
const LARGEST_SUBTOTAL = '1000000000000000';

type Amounts = Pick<OrderContent, 'lines' | 'payments' | 'discount'>;

/** What stands against the amounts of an order: each discount must leave its price zero or more, so that tax can never lower a total. */
export function amountObstacle({ lines, payments, discount }: Amounts, totals: OrderTotals): Refusal | undefined {
  const line = lines.findIndex((each) => Decimal(each.discount).gt(each.price));
  if (line >= 0)
    return refuse(
      'discount-exceeds-price',
      `the discount of line ${lines[line]?.id} is larger than its price, ${lines[line]?.price}`,
      `lines[${line}].discount`,
    );
  const payment = payments.findIndex((each) => Decimal(each.discount).gt(each.price));
  if (payment >= 0) return refuse('discount-exceeds-price', 'the discount is larger than the price', `payments[${payment}].discount`);
  const goods = sum(lines.map(({ extendedPrice }) => Decimal(extendedPrice)));
  if (goods.lt(discount))
    return refuse('discount-exceeds-price', `the discount is larger than the price of all lines, ${goods.toFixed()}`, 'discount');
  if (Decimal(totals.subTotal).gt(LARGEST_SUBTOTAL))
    return refuse('amount-too-large', `the lines come to ${totals.subTotal}; at most ${LARGEST_SUBTOTAL} can be handled`, 'lines');
  // Only with rates of the draft's own, the order's above those of its lines.
  if (Decimal(totals.taxTotal).lt(zero)) return refuse('total-below-zero', `the tax would be ${totals.taxTotal}`, 'taxRate');
  if (Decimal(totals.total).lt(zero)) return refuse('total-below-zero', `the total would be ${totals.total}`, 'discount');
  return undefined;
}

/** What stands against the payments that a draft asks for, in the order's own currency and in others. */
export function paymentObstacle(payments: readonly RequestedPayment[], totals: OrderTotals, own: string): Refusal | undefined {
  const code = 'payment-amounts-mismatch';
  for (const [index, { amount, currency = own }] of payments.entries()) {
    const digits = minorUnit(currency);
    if (amount !== undefined && !Decimal(amount).round(digits).eq(amount)) {
      return refuse(code, `${currency} has ${digits} decimals`, `payments[${index}].amount`);
    }
  }
  for (const currency of new Set(payments.map((payment) => payment.currency ?? own))) {
    const open = payments.flatMap((payment, index) =>
      payment.amount === undefined && (payment.currency ?? own) === currency ? [index] : [],
    );
    if (open.length > 1) return refuse(code, 'only one payment may leave out its amount', `payments[${open[1]}].amount`);
    const asked = payments.filter((payment) => (payment.currency ?? own) === currency);
    const total = totalIn(currency, totals, own);
    if (sum(asked.map(({ amount = '0' }) => Decimal(amount))).gt(total)) {
      return refuse(code, `the payments in ${currency} are more than the total before tax, ${total}`, 'payments');
    }
  }
  return undefined;
}
