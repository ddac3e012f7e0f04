import type { AddressCheck } from '#contracts/address-check.js';
import { given } from '../../../../test/given.js';
import { changeDetails } from './change-details.js';
import { createDraft, placeDraft } from './drafts.js';
import { evolve, type Order, type OrderEvent } from './order.js';
import { type PlacementPolicy, placeOrder } from './place-order.js';

const now = '2026-11-24T10:00:00.000Z';
const placement = { orderId: '01890a5d-ac96-774b-bcce-b302099a8057', number: 'CO261124-00001', placedAt: '2026-11-24T09:30:00.000Z' };
const policy: PlacementPolicy = {
  ...{ currencies: ['USD'], rounding: { mode: 'half-away-from-zero', tax: 'order' }, ownRates: false },
  ...{ shipmentMethod: 'standard', paymentGateways: ['manual'], holdRules: [], status: 'New', lineStatus: 'Pending' },
};
const refusing = { ...policy, refusesInvalidAddresses: true };
const irvine = { country: 'US', line1: '2000 Main Street', city: 'Irvine', region: 'CA', postalCode: '92614' };
const order = {
  storeId: 'us',
  currency: 'USD',
  lines: [{ sku: 'A', name: 'A', quantity: 1, price: '1' }],
  addresses: { shipping: irvine },
};

const said = (status: AddressCheck['status'], ...messages: AddressCheck['messages']): AddressCheck => ({
  status,
  messages,
  checkedAt: now,
});
const noStreet = said('invalid', { severity: 'Error', text: 'The street was not found.', field: 'line1' });
const checked = (check: AddressCheck, address = irvine) => ({ ...placement, checked: { address, check } });
const place = (check: AddressCheck, store: PlacementPolicy = policy) =>
  given(evolve).when((state) => placeOrder(state, checked(check), order, store));

describe('an order whose address was checked', () => {
  test.each([said('valid'), said('unchecked'), noStreet])('says so where the store takes any: %j', (check) => {
    expect(place(check).state().addressCheck).toEqual(check);
  });

  test.each([said('valid'), said('unchecked')])('is placed where the store takes none that is not valid, too: %j', (check) => {
    expect(place(check, refusing).state().addressCheck).toEqual(check);
  });

  test('is refused there with the field and the words of the provider', () => {
    place(noStreet, refusing).thenRefused('address-invalid', 'addresses.shipping.line1');
    place(said('invalid'), refusing).thenRefused('address-invalid', 'addresses.shipping');
    expect(placeOrder(null, checked(noStreet), order, refusing)).toMatchObject({ detail: 'The street was not found.' });
  });

  test('says nothing of an address that was not the one', () => {
    const elsewhere = checked(noStreet, { ...irvine, line1: '1 Main Street' });
    const placed = given(evolve).when((state) => placeOrder(state, elsewhere, order, refusing));
    expect(placed.state()).not.toHaveProperty('addressCheck');
  });
});

describe('an order that goes elsewhere', () => {
  const placed = placeOrder(null, checked(said('valid')), order, policy) as OrderEvent[];
  const elsewhere = { ...irvine, line1: 'Nowhere' };
  const move = (refusesInvalidAddresses: boolean, check?: AddressCheck, patch: object = { addresses: { shipping: elsewhere } }) =>
    given(evolve, ...placed).when((state) =>
      changeDetails(
        state as Order,
        patch,
        { statuses: { statuses: ['New'] }, refusesInvalidAddresses },
        now,
        check && { address: elsewhere, check },
      ),
    );

  test('says what is known of that address, and nothing of the one before', () => {
    expect(move(false, noStreet).state().addressCheck).toEqual(noStreet);
    expect(move(false).state()).not.toHaveProperty('addressCheck');
  });

  test('is refused where the store takes none that is not valid', () => {
    move(true, noStreet).thenRefused('address-invalid', 'addresses.shipping.line1');
    expect(move(true, said('unchecked')).state().addressCheck?.status).toBe('unchecked');
  });

  test('says the same as before when it does not', () => {
    expect(move(true, undefined, { comment: 'ring twice' }).state().addressCheck).toEqual(said('valid'));
  });
});

describe('a draft', () => {
  const draft = createDraft(null, placement, '2026-12-24T09:30:00.000Z', order, refusing) as OrderEvent[];
  const placed = (check: AddressCheck, address = irvine) =>
    given(evolve, ...draft).when((state) => placeDraft(state as Order, checked(check, address), refusing));

  test('is checked when it is placed', () => {
    expect(placed(said('valid')).state().addressCheck).toEqual(said('valid'));
    placed(noStreet).thenRefused('address-invalid', 'addresses.shipping.line1');
  });

  test('that was changed meanwhile is placed unchecked', () => {
    expect(placed(noStreet, { ...irvine, line1: '1 Main Street' }).state()).not.toHaveProperty('addressCheck');
  });
});
