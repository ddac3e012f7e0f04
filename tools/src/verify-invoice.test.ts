import Big from 'big.js';
import { readInvoices } from './invoice-file.js';
import { convertInvoice } from './invoice-order.js';
import { expectedOrder } from './verify-invoice.js';
import { totalsOf } from './verify-totals.js';

test('the conversion and the independent expectation agree on every invoice of the sample', async () => {
  const disagreeing: string[] = [];
  let orders = 0;
  for await (const invoice of readInvoices('samples/online-retail-2010-12--2011-02.csv.gz')) {
    const { order } = convertInvoice(invoice);
    const expected = expectedOrder(invoice);
    if (order) orders++;
    if (!order !== !expected) disagreeing.push(invoice.invoiceNo);
    if (!order || !expected) continue;
    const untaxed = { discount: '0', fee: '0', taxRate: '0' };
    const { total } = totalsOf(
      {
        ...untaxed,
        lines: expected.lines.map((line) => ({ ...line, ...untaxed })),
        shipments: [{ price: expected.shippingPrice, ...untaxed }],
        payments: [],
        discount: expected.discount,
      },
      2,
    );
    const { body } = order;
    const same =
      Big(total.toString()).eq(order.sum) &&
      expected.country === body.addresses.shipping.country &&
      expected.customerId === body.customer?.id &&
      expected.lines.length === body.lines.length &&
      expected.lines.every((line, index) => line.sku === body.lines[index]?.sku && line.quantity === body.lines[index]?.quantity) &&
      Big(expected.shippingPrice).eq(body.shipments?.[0]?.price ?? '0');
    if (!same) disagreeing.push(invoice.invoiceNo);
  }
  expect(disagreeing).toEqual([]);
  expect(orders).toBe(3_745);
}, 60_000);
