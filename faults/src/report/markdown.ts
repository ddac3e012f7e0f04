import { markdownTable } from 'markdown-table';
import type { FaultRow } from './fault-rows.js';

/** The rows as a Markdown table, which reads well on a terminal too; the last line adds up what can be added. */
export function faultTable(rows: readonly FaultRow[]): string {
  const sum = (pick: (row: FaultRow) => number) => String(rows.reduce((total, row) => total + pick(row), 0));
  const head = ['fault', 'times', 'requests', 'acknowledged', 'lost', 'doubled', 'worst recovery'];
  const body = rows.map(({ fault, injected, requests, acknowledged, lost, doubled, worstRecovery }) => [
    fault,
    String(injected),
    String(requests),
    String(acknowledged),
    String(lost),
    String(doubled),
    injected === 0 ? '' : worstRecovery === undefined ? 'never' : `${worstRecovery.toFixed(1)} s`,
  ]);
  const last = ['together', sum(({ injected }) => injected), '', '', sum(({ lost }) => lost), sum(({ doubled }) => doubled), ''];
  return markdownTable([head, ...body, last], { align: ['l', 'r', 'r', 'r', 'r', 'r', 'r'] });
}
