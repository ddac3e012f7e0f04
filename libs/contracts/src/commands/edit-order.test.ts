import { inputErrors } from '../schema.js';
import { EditOrder } from './edit-order.js';

const errorsOf = (...operations: unknown[]) => inputErrors(EditOrder, { operations });

describe('an edit is refused at the field that is wrong', () => {
  test('each operation is checked as what its op names', () => {
    expect(
      errorsOf({ op: 'changePrice', lineId: '1', price: '3.00' }, { op: 'addItem', sku: 'A', name: 'A', quantity: 1, price: '1' }),
    ).toEqual([]);
    expect(errorsOf({ op: 'changePrice', lineId: '1', price: 3 })).toMatchObject([{ path: 'operations[0].price' }]);
    expect(errorsOf({ op: 'changePrice', lineId: '1' })).toEqual([{ path: 'operations[0].price', message: 'is required' }]);
    expect(errorsOf({ op: 'removeItem', lineId: '1', price: '1' })).toEqual([
      { path: 'operations[0].price', message: 'is not a known field' },
    ]);
  });

  test('an op that there is not, or none, is named with those that there are', () => {
    expect(errorsOf({ op: 'explode' })).toEqual([{ path: 'operations[0].op', message: expect.stringContaining('"addItem"') }]);
    expect(errorsOf({})).toMatchObject([{ path: 'operations[0].op' }]);
    expect(errorsOf('addItem')).toMatchObject([{ path: 'operations[0]' }]);
    expect(errorsOf({ op: 7 })).toMatchObject([{ path: 'operations[0].op' }]);
    expect(errorsOf({ op: 'constructor' })).toMatchObject([{ path: 'operations[0].op' }]);
  });

  test('the ids of shipments that are merged are a list of ids, each once', () => {
    const from = (ids: unknown) => errorsOf({ op: 'mergeShipments', from: ids, into: 'a' });
    expect(from(['b', 'c'])).toEqual([]);
    expect(from([])).toMatchObject([{ path: 'operations[0].from' }]);
    expect(from('b')).toMatchObject([{ path: 'operations[0].from' }]);
    expect(from(['b', 'b'])).toMatchObject([{ path: 'operations[0].from' }]);
    expect(from(['b', ''])).toMatchObject([{ path: 'operations[0].from[1]' }]);
    expect(from([7])).toMatchObject([{ path: 'operations[0].from[0]' }]);
    expect(from(Array.from({ length: 101 }, (_, index) => String(index)))).toMatchObject([{ path: 'operations[0].from' }]);
  });

  test('no operation, or more than 500', () => {
    expect(errorsOf()).toMatchObject([{ path: 'operations' }]);
    expect(errorsOf(...Array.from({ length: 501 }, () => ({ op: 'removeItem', lineId: '1' })))).toMatchObject([{ path: 'operations' }]);
  });
});
