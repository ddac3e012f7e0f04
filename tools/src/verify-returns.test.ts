import { returnDifferences } from './verify-returns.js';
import type { OrderState, ReturnState } from './verify-shapes.js';

type Known = NonNullable<OrderState['returns']>[number];

const pieces = (quantity: number) => [{ lineId: '1', quantity }];
const order = (returns: readonly Known[], returnedQuantity?: number, sent = 4) =>
  ({ lines: [{ id: '1', returnedQuantity }], claims: [{ id: 's1', items: pieces(sent) }], returns }) as unknown as OrderState;
const document = (status: string, quantity: number, received?: number): ReturnState => ({
  ...{ id: 'r1', number: 'RE1', status, currency: 'GBP', orderId: 'o1', items: pieces(quantity) },
  ...(received !== undefined && { receipt: { items: [...pieces(received - 1), ...pieces(1)] } }),
});
const found = (...of: Parameters<typeof returnDifferences>) => [...returnDifferences(...of)];
const claimed = { id: 'r1', items: pieces(3) };
const received = { id: 'r1', items: pieces(2), receipt: {} };

test('orders and returns that agree', () => {
  expect(found(order([]), [])).toEqual([]);
  expect(found(order([claimed]), [document('Approved', 3)])).toEqual([]);
  expect(found(order([received], 2), [document('Received', 3, 2)])).toEqual([]);
  expect(found(order([{ ...claimed, released: { outcome: 'Refused' } }]), [document('Refused', 3)])).toEqual([]);
});

test.each<[string, string, OrderState, ReturnState[]]>([
  ['no document', 'returns: r1 is missing', order([claimed]), []],
  ['nothing on the order', 'returns: r1 was not asked for', order([]), [document('Requested', 3)]],
  ['another status', 'return RE1 is Approved, and the order says Received', order([received], 2), [document('Approved', 2)]],
  [
    'another end',
    'return RE1 is Cancelled, and the order says Refused',
    order([{ ...claimed, released: { outcome: 'Refused' } }]),
    [document('Cancelled', 3)],
  ],
  ['other pieces', 'quantity of line 1 in return RE1 is 2, expected 3', order([claimed]), [document('Requested', 2)]],
  ['more than was sent', 'returns hold 3 of line 1, of which 2 were sent', order([claimed], undefined, 2), [document('Requested', 3)]],
  ['a line that does not show it', 'returned of line 1 is undefined, expected 2', order([received]), [document('Received', 3, 2)]],
])('%s', (_name, difference, state, documents) => {
  expect(found(state, documents)).toEqual([difference]);
});
