import Table from 'cli-table3';
import type { OutcomeRow } from './outcome.js';
import type { OrdersAndSum } from './replay-report.js';

/** What became of the orders: a line per document, status and currency, and one for those that were not placed. */
export function outcomeTable(rows: readonly OutcomeRow[], notPlaced: OrdersAndSum): string {
  const table = new Table({
    head: ['document', 'status', 'how many', 'amount', ''],
    colAligns: ['left', 'left', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  table.push(...rows.map(({ document, status, count, sum, currency }) => [document, status, count, grouped(sum), currency]), [
    'orders',
    'not placed',
    notPlaced.orders,
    grouped(notPlaced.sum),
    'GBP',
  ]);
  return table.toString();
}

/** "12345.60" → "12,345.60" */
function grouped(amount: string): string {
  return amount.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}
