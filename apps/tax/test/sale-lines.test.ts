import fc from 'fast-check';
import { Decimal, roundTo, sum } from '#contracts/money.js';
import { saleModel } from '../src/providers/avatax/avatax-request.js';
import { saleLines } from '../src/providers/avatax/sale-lines.js';
import { sale } from './provider-kit.js';

const irvine = { country: 'US', line1: '2000 Main Street', city: 'Irvine', region: 'CA', postalCode: '92614' };
const seattle = { country: 'US', line1: '400 Broad Street', city: 'Seattle', region: 'WA', postalCode: '98109' };
const cents = fc.integer({ min: 0, max: 1_000_000 }).map((amount) => (amount / 10_000).toFixed(4));

test('the lines come to the goods less the discount, to the cent, and none below zero, wherever they go', () => {
  const goods = fc.record({ amount: cents, quantity: fc.integer({ min: 0, max: 9 }), sent: fc.tuple(fc.nat(9), fc.nat(9)) });
  fc.assert(
    fc.property(fc.array(goods, { minLength: 1, maxLength: 30 }), fc.integer({ min: 0, max: 100 }), (lines, percent) => {
      const gross = sum(lines.map(({ amount }) => Decimal(amount)));
      const discount = roundTo(gross.times(String(percent)).div('100'), 'USD');
      if (discount.gt(gross)) return;
      const itemsOf = (which: 0 | 1) =>
        lines.flatMap(({ sent }, index) => (sent[which] > 0 ? [{ lineId: String(index), quantity: sent[which] }] : []));
      const asked = sale({
        discount: discount.toFixed(),
        lines: lines.map(({ amount, quantity }, index) => ({ id: String(index), amount, quantity })),
        shipments: [],
        deliveries: [
          { id: 's1', from: 'north', items: itemsOf(0) },
          { id: 's2', to: seattle, items: itemsOf(1) },
        ],
      });
      const sent = saleLines(asked);
      expect(sum(sent.map(({ net }) => net)).eq(roundTo(gross.minus(discount), 'USD'))).toBe(true);
      expect(sent.every(({ net }) => net.gte('0') && roundTo(net, 'USD').eq(net))).toBe(true);
      for (const part of asked.lines) {
        const pieces = sent.filter((line) => line.part.id === part.id).map(({ quantity = 0 }) => quantity);
        expect(pieces.reduce((all, each) => all + each, 0)).toBe(part.quantity);
      }
    }),
  );
});

test('pieces come from the centre of their shipment, and go to where they are picked up; all else as the store and the order say', () => {
  const asked = sale({
    discount: '0',
    lines: [{ id: '1', amount: '10', quantity: 3 }],
    shipments: [{ id: 's1', amount: '5' }],
    deliveries: [
      { id: 's1', from: 'north', items: [{ lineId: '1', quantity: 1 }] },
      { id: 's2', from: 'nowhere', to: seattle, items: [{ lineId: '1', quantity: 1 }] },
    ],
  });
  const model = saleModel(asked, { shipFrom: irvine, centres: [{ id: 'north', address: seattle }] }, 'DEFAULT', 1_000);
  expect(model).toMatchObject({
    addresses: { shipFrom: irvine, shipTo: irvine },
    lines: [
      { number: '1', quantity: 1, amount: 3.33, addresses: { shipFrom: seattle, shipTo: irvine } },
      { number: '2', quantity: 1, amount: 3.34, addresses: { shipFrom: irvine, shipTo: seattle } },
      { number: '3', quantity: 1, amount: 3.33 },
      { number: '4', amount: 5, addresses: { shipFrom: seattle, shipTo: irvine } },
    ],
  });
  expect((model.lines as object[])[2]).not.toHaveProperty('addresses');
});
