import type { InvoiceItem } from '#contracts/invoice.js';
import { Decimal, exactly, sum, zero } from '#contracts/money.js';

/**
 * The items with the order's own discount taken off the lines instead, by what they cost; as they are where that discount has tax of its own,
 * or where no line costs anything.
 */
export function withDiscountInLines(items: readonly InvoiceItem[]): readonly InvoiceItem[] {
  const order = items.find(isUntaxedOrder);
  const whole = sum(items.map(costOf));
  if (!order || whole.eq(zero)) return items;
  return items.map((item) => {
    if (item === order) return { ...item, discountTotal: '0' };
    const share = Decimal(order.discountTotal).times(costOf(item)).div(whole);
    return { ...item, discountTotal: exactly(share.plus(item.discountTotal)) };
  });
}

function isUntaxedOrder({ part, taxRate, taxTotal }: InvoiceItem): boolean {
  return part === 'order' && Decimal(taxRate).eq(zero) && Decimal(taxTotal).eq(zero);
}

/** Nothing of what is no line. A difference may have lines that go up beside others that go down: each bears its share. */
function costOf({ part, listTotal, discountTotal }: InvoiceItem): Decimal {
  return part === 'line' ? Decimal(listTotal).minus(discountTotal).abs() : zero;
}
