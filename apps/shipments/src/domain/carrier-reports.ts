import type { CarrierReport } from '#contracts/carrier-report.js';

// All of them are in the history.
const MAX_REPORTS = 200;

/** The reports and one more, in the order in which things happened, however late it is told; of very many the latest. */
export function withReport(reports: readonly CarrierReport[], report: CarrierReport): CarrierReport[] {
  return [...reports, report].sort((one, other) => Date.parse(one.occurredAt) - Date.parse(other.occurredAt)).slice(-MAX_REPORTS);
}
