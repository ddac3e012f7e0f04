import Table from 'cli-table3';

/** A table for a terminal: the first column to the left, the others to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const colAligns = head.map((_, index) => (index === 0 ? ('left' as const) : ('right' as const)));
  const built = new Table({ head: [...head], colAligns, style: { head: [], border: [], compact: true } });
  built.push(...rows.map((row) => [...row]));
  return built.toString();
}
