import type { ReplayReport } from './replay-report.js';
import { replaySummary } from './replay-summary.js';

const report: ReplayReport = {
  read: { rows: 105_335, invoices: 4_894, sum: '1807019.93' },
  placedNow: { orders: 3_744, sum: '2038242.5905' },
  alreadyThere: { orders: 0, sum: '0.00' },
  failed: { orders: 1, sum: '500.00' },
  leftOut: [{ reason: 'credit note', invoices: 805, rows: 1_820, sum: '-231722.66' }],
  balanced: true,
  failures: [
    {
      invoiceNo: '536365',
      idempotencyKey: 'online-retail-536365',
      sum: '500.00',
      status: 400,
      detail: '400 not valid',
      errors: [{ path: 'lines[0].sku', message: 'is required' }],
    },
  ],
  repeatedRequests: 7,
  seconds: 12.5,
  ordersPerSecond: 299.6,
  latency: { p50: 21.3, p99: 88.9 },
};

test('shows a table that adds up, each failure and the speed', () => {
  const lines = replaySummary(report).split('\n');
  const cells = (label: string) =>
    lines
      .find((line) => line.includes(label))
      ?.split('│')
      .map((cell) => cell.trim())
      .slice(1, -1);
  expect(cells('placed now')).toEqual(['placed now', '3,744', '', '2,038,242.5905']);
  expect(cells('credit note')).toEqual(['left out: credit note', '805', '1,820', '-231,722.66']);
  expect(cells('read,')).toEqual(['read, the sum of these', '4,894', '105,335', '1,807,019.93']);
  expect(lines.slice(-3)).toEqual([
    '299.6 orders/s over 12.5 s, answered in 21 ms (median), 89 ms (99 %); 7 requests repeated',
    'failed: invoice 536365: 400 not valid',
    '    lines[0].sku: is required',
  ]);
});

test('says when a replay does not add up or ended early', () => {
  const text = replaySummary({ ...report, balanced: false, endedEarly: 'ended by request' });
  expect(text).toContain('read, NOT the sum of these');
  expect(text).toContain('ended by request');
});
