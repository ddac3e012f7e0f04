import type { OrderRef } from '../check/findings.js';
import type { ClientLog } from '../load/client-log.js';
import type { Injection } from '../nemesis/nemesis.js';

/** A row of the report: one sort of fault, or the time without any. */
export interface FaultRow {
  readonly fault: string;
  readonly injected: number;
  /** Requests sent from the begin of the fault until all worked again. */
  readonly requests: number;
  /** Orders acknowledged in that time. */
  readonly acknowledged: number;
  /** Of the orders that began in that time. */
  readonly lost: number;
  readonly doubled: number;
  /** Seconds from healing until all worked again; undefined when once it never came. */
  readonly worstRecovery: number | undefined;
}

export const NO_FAULT = '(no fault)';

/** Two faults at the same time count in both rows. */
export function faultRows(
  log: ClientLog,
  injections: readonly Injection[],
  found: { readonly lost: readonly OrderRef[]; readonly doubled: readonly OrderRef[] },
): FaultRow[] {
  const names = [...new Set(injections.flatMap(({ faults }) => faults))].sort();
  const beganAt = (key: string) => log.orders.get(key)?.beganAt ?? Number.NaN;
  const rowOf = (fault: string, spans: readonly Span[], worstRecovery: number | undefined): FaultRow => {
    const within = (refs: readonly OrderRef[]) =>
      refs.filter(({ key }) => spans.some(([from, to]) => beganAt(key) >= from && beganAt(key) < to)).length;
    const counts = spans.map(([from, to]) => log.countsBetween(from, to));
    return {
      fault,
      injected: spans.length,
      requests: counts.reduce((sum, { requests }) => sum + requests, 0),
      acknowledged: counts.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
      lost: within(found.lost),
      doubled: within(found.doubled),
      worstRecovery,
    };
  };
  const rows = names.map((name) => {
    const own = injections.filter(({ faults }) => faults.includes(name));
    const recoveries = own.map(({ healedAt, recoveredAt = Number.NaN }) => (recoveredAt - healedAt) / 1_000);
    const worst = Math.max(...recoveries);
    return rowOf(name, own.map(spanOf), Number.isNaN(worst) ? undefined : worst);
  });
  return [...rows, { ...rowOf(NO_FAULT, gaps(injections.map(spanOf)), 0), injected: 0 }];
}

type Span = readonly [from: number, to: number];

const spanOf = ({ beganAt, recoveredAt = Number.POSITIVE_INFINITY }: Injection): Span => [beganAt, recoveredAt];

/** The time between spans that follow each other, before the first and after the last. */
function gaps(spans: readonly Span[]): Span[] {
  const edges = [0, ...spans.flat(), Number.POSITIVE_INFINITY];
  return Array.from({ length: edges.length / 2 }, (_, index) => [edges[2 * index], edges[2 * index + 1]] as Span);
}
