import fc from 'fast-check';
import type { AttributeDeclaration } from '#contracts/attributes.js';
import { ShipmentCancelled, ShipmentDetailsChanged, ShipmentOpened, ShipmentSent } from '#contracts/events/shipment.js';
import { isRefusal } from '#contracts/refusals.js';
import { type ShipmentDetails, shipmentDetailNames } from '#contracts/shipment-details.js';
import { given } from '../../../../test/given.js';
import { changeDetails } from './change-details.js';
import { evolve, type Shipment, type ShipmentEvent } from './shipment.js';

const same = { shipmentId: 'shipment-1', number: 'SH261124-00001', orderId: 'order-1' };
const cost = { ...same, currency: 'GBP', amount: '4.99' };
const opened = ShipmentOpened({
  ...{ ...cost, orderNumber: 'CO261124-00001', storeId: 'uk', method: 'express', fulfilmentCentre: 'main' },
  ...{ price: '4.99', discount: '0', fee: '0', taxRate: '0.20' },
  items: [{ orderId: 'order-1', lineId: '1', sku: '85123A', name: 'Hanging heart holder', quantity: 4 }],
});
const sent = ShipmentSent({ ...cost, sentAt: '2026-11-24T10:00:00.000Z', items: opened.data.items });
const shipment = (...events: readonly ShipmentEvent[]) => given(evolve, opened, ...events);
const patch = (asked: object, declared?: readonly AttributeDeclaration[]) => (state: Shipment | null) =>
  changeDetails(state as Shipment, asked, declared);

test('what is named is changed, null takes it away, and the rest stays', () => {
  const asked = {
    ...{ fulfilmentCentre: 'north', methodOption: 'saturday', promisedOn: '2026-12-24', comment: 'ring twice' },
    ...{ pickupLocation: { id: 'shop-7', address: { city: 'Leeds', country: 'GB' } }, attributes: { zone: 'A', fragile: true } },
  };
  const outcome = shipment().when(patch(asked));
  outcome.thenEvents(ShipmentDetailsChanged({ ...same, details: asked }));
  const again = shipment(...outcome.events());
  again.when(patch(asked)).thenNothing();
  const { pickupLocation, comment, attributes, ...rest } = again
    .when(patch({ comment: null, pickupLocation: { id: null }, attributes: { zone: 'B' } }))
    .state();
  expect({ pickupLocation, comment, attributes }).toEqual({
    ...{ pickupLocation: { address: { city: 'Leeds', country: 'GB' } }, comment: undefined, attributes: { zone: 'B', fragile: true } },
  });
  expect(rest).toMatchObject({ ...opened.data, status: 'New', fulfilmentCentre: 'north', methodOption: 'saturday' });
});

test.each<[string, object]>([
  ['takes the fulfilment centre away', { fulfilmentCentre: null }],
  ['has a day that is none', { promisedOn: 'tomorrow' }],
  ['has a field that a pickup location does not have', { pickupLocation: { street: 'High Street' } }],
])('a patch that %s is refused with the field', (_name, asked) => {
  const outcome = changeDetails(shipment().state as Shipment, asked, undefined);
  expect(outcome).toMatchObject({
    refused: 'invalid-input',
    more: { errors: [{ path: expect.stringContaining(Object.keys(asked)[0] ?? '') }] },
  });
});

test('a name that would be passed over in silence is refused', () => {
  shipment()
    .when(patch(JSON.parse('{ "attributes": { "__proto__": { "zone": "A" } } }')))
    .thenRefused('invalid-input', 'attributes.__proto__');
});

test('custom fields are those that the store declares on shipments', () => {
  const declared: AttributeDeclaration[] = [
    { name: 'zone', type: 'text', on: 'shipment', values: ['A', 'B'] },
    { name: 'source', type: 'text', on: 'order' },
  ];
  expect(
    shipment()
      .when(patch({ attributes: { zone: 'A' } }, declared))
      .state().attributes,
  ).toEqual({ zone: 'A' });
  shipment()
    .when(patch({ attributes: { zone: 'C' } }, declared))
    .thenRefused('attribute-mismatch', 'attributes.zone');
  shipment()
    .when(patch({ attributes: { source: 'web' } }, declared))
    .thenRefused('attribute-not-declared', 'attributes.source');
});

test('where it comes from and goes is settled once it is on its way; what is said of it is not', () => {
  shipment(sent)
    .when(patch({ fulfilmentCentre: 'north' }))
    .thenRefused('already-shipped', 'fulfilmentCentre');
  expect(
    shipment(sent)
      .when(patch({ expectedOn: '2026-12-24', externalId: 'W-1' }))
      .state(),
  ).toMatchObject({ status: 'Sent', expectedOn: '2026-12-24', externalId: 'W-1' });
  const cancelled = shipment(ShipmentCancelled(cost));
  cancelled.when(patch({ expectedOn: '2026-12-24' })).thenRefused('shipment-cancelled', 'expectedOn');
  expect(cancelled.when(patch({ comment: 'gone' })).state()).toMatchObject({ status: 'Cancelled', comment: 'gone' });
});

const text = fc.option(fc.constantFrom('a', 'b'), { nil: null });
const day = fc.option(fc.constantFrom('2026-12-24', '2026-12-25'), { nil: null });
const patchOfAny = fc.record(
  {
    methodOption: text,
    comment: text,
    externalId: text,
    promisedOn: day,
    expectedOn: day,
    fulfilmentCentre: fc.constantFrom('main', 'north'),
  },
  { requiredKeys: [] },
);

test('whatever is patched, each field is as it was last told, nothing else changes, and a repeat adds nothing', () => {
  fc.assert(
    fc.property(fc.array(patchOfAny, { maxLength: 6 }), (patches) => {
      const events: ShipmentEvent[] = [];
      for (const asked of patches) {
        const decision = changeDetails(shipment(...events).state as Shipment, asked, undefined);
        if (!isRefusal(decision)) events.push(...decision);
      }
      const state = shipment(...events).state as Shipment;
      const told = Object.assign({ fulfilmentCentre: 'main' }, ...patches) as Record<string, string | null>;
      const present = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null));
      const { fulfilmentCentre: _, ...others } = opened.data;
      expect(state).toEqual({ ...others, ...present, status: 'New' });
      const last: Partial<ShipmentDetails> = Object.fromEntries(shipmentDetailNames.map((name) => [name, state[name] ?? null]));
      expect(changeDetails(state, last, undefined)).toEqual([]);
    }),
  );
});
