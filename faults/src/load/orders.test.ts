import { orderAt, readSampleOrders, SAMPLE_FILE } from './orders.js';

test('the list begins anew after its end, with keys and external ids of the next round', async () => {
  const sample = await readSampleOrders(SAMPLE_FILE, 60);
  expect(sample.every(({ lines }) => lines.length <= 60)).toBe(true);
  const [first, again] = [orderAt(sample, 7, 0), orderAt(sample, 7, sample.length)];
  expect(first).toMatchObject({ key: 'faults-7-0-536365', invoiceNo: '536365', externalId: '536365-0' });
  expect(first.body).toMatchObject({ externalId: '536365-0', attributes: { source: 'faults', invoiceCountry: 'United Kingdom' } });
  expect(again).toMatchObject({ key: 'faults-7-1-536365', externalId: '536365-1' });
  expect(again.body.lines).toEqual(first.body.lines);
}, 60_000);
