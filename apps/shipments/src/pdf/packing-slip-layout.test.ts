import { extractText, getDocumentProxy } from 'unpdf';
import type { ShipmentPackage } from '#contracts/packages.js';
import { PdfPrinter } from '#platform/pdf/pdf-printer.js';
import type { Store } from '#platform/stores.js';
import type { Consignment } from '../domain/consignment.js';
import type { Shipment } from '../domain/shipment.js';
import { packedConsignment, packedShipment, packingSlipLayout } from './packing-slip-layout.js';

const printer = new PdfPrinter();
afterAll(() => printer.onApplicationShutdown());

const store = { id: 'uk', legalEntity: { id: 'ACME', name: 'Acme Ltd', address: ['1 Mill Lane', 'Leeds LS1 1AA'] } } as Store;
const item = (lineId: string, quantity: number) => ({ orderId: 'o1', lineId, quantity });
const shipment: Shipment = {
  shipmentId: 's1',
  number: 'SH261128-00007',
  orderId: 'o1',
  orderNumber: 'CO261128-00003',
  storeId: 'uk',
  method: 'standard',
  fulfilmentCentre: 'main',
  currency: 'GBP',
  ...{ price: '4.95', discount: '0', fee: '0', taxRate: '0.20', amount: '4.95' },
  status: 'Sent',
  sentAt: '2026-11-28T09:00:00.000Z',
  tracking: { carrier: 'post', number: 'RR123' },
  deliveryAddress: { name: 'A. Buyer', line1: '1 High Street', city: 'Leeds', postalCode: 'LS1 4AP', country: 'GB' },
  items: [
    { ...item('1', 6), sku: 'heart', name: 'Hanging heart' },
    { ...item('2', 3), sku: 'bell', name: 'Bell' },
  ],
};
const packages: ShipmentPackage[] = [
  { id: '1', type: 'box', barcode: 'B-1', weight: { value: '1.5', unit: 'lb', grams: '680.3886' }, items: [item('1', 4)] },
  { id: '2', items: [item('1', 2), item('2', 1)], tracking: { number: 'RR124' } },
];

async function textOf(change: Partial<Shipment>, language?: string): Promise<string> {
  const pdf = await printer.print(packingSlipLayout(packedShipment({ ...shipment, ...change }), store, language));
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  return text.replaceAll(/\s+/g, ' ');
}

test('it says where each piece is, and nothing of prices', async () => {
  const text = await textOf({ packages });
  for (const part of ['Acme Ltd', 'Packing slip', 'SH261128-00007', 'CO261128-00003', '28 Nov 2026', 'post RR123', 'LS1 4AP Leeds'])
    expect(text).toContain(part);
  for (const part of ['Package 1/2 · box · B-1', '1.5 lb', 'Hanging heart heart 4', 'Package 2/2', 'RR124', 'Bell bell 1'])
    expect(text).toContain(part);
  expect(text).toContain('Not packed Item SKU Quantity Bell bell 2');
  expect(text).not.toContain('4.95');
});

test('without packages it has one list; what is picked up says where', async () => {
  const pickupLocation = { name: 'Corner shop', address: { line1: '9 Side Street', city: 'Leeds', country: 'GB' } };
  const text = await textOf({ pickupLocation }, 'de-AT');
  for (const part of ['Lieferschein', 'Abholung bei Corner shop 9 Side Street', 'Hanging heart heart 6', 'Seite 1 von 1'])
    expect(text).toContain(part);
  expect(text).not.toContain('Nicht verpackt');
});

test('one that is cancelled is marked so', async () => {
  expect(await textOf({ status: 'Cancelled', items: [] }, 'nl')).toContain('Geannuleerd');
});

test('a consignment names all its orders, and has what each of its shipments holds', async () => {
  const other = {
    ...shipment,
    shipmentId: 's2',
    orderId: 'o2',
    orderNumber: 'CO261128-00004',
    items: [{ ...item('1', 5), orderId: 'o2', sku: 'tin', name: 'Tin' }],
  };
  const parts = [shipment, other].map(({ shipmentId, number, orderId, orderNumber }) => ({ shipmentId, number, orderId, orderNumber }));
  const consignment = { consignmentId: 'c1', number: 'CS261128-00001', status: 'New', storeId: 'uk', parts } as unknown as Consignment;
  const packed = { ...consignment, packages: [{ id: '1', items: [item('1', 6), { ...item('1', 5), orderId: 'o2' }] }] };
  const pdf = await printer.print(packingSlipLayout(packedConsignment(packed, [shipment, other]), store));
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  for (const part of ['CS261128-00001', 'CO261128-00003, CO261128-00004', 'LS1 4AP Leeds', 'Hanging heart heart 6 Tin tin 5', 'Not packed'])
    expect(text.replaceAll(/\s+/g, ' ')).toContain(part);
});
