import { failure } from './avatax-failure.js';

type Row = Readonly<Record<string, unknown>>;
type Test = (row: Row) => boolean;

/** `date ge '2026-11-01' and code eq 'A'` as conditions that must all hold; the names of fields in any case. Throws AvataxFailure. */
export class Filter {
  private constructor(
    private readonly tests: readonly Test[],
    private readonly fields: readonly string[],
  ) {}

  static of(text: string): Filter {
    const conditions = text.trim() === '' ? [] : text.split(/\s+and\s+(?=\w+\s+(?:eq|ne|gt|ge|lt|le|between|in|contains|startsWith)\s)/i);
    const read = conditions.map(readCondition);
    return new Filter(
      read.map(({ test }) => test),
      read.map(({ field }) => field),
    );
  }

  asksFor(field: string): boolean {
    return this.fields.includes(field);
  }

  matches(row: Row): boolean {
    return this.tests.every((test) => test(row));
  }
}

const orders: Readonly<Record<string, (difference: number) => boolean>> = {
  eq: (difference) => difference === 0,
  ne: (difference) => difference !== 0,
  gt: (difference) => difference > 0,
  ge: (difference) => difference >= 0,
  lt: (difference) => difference < 0,
  le: (difference) => difference <= 0,
};

function readCondition(text: string): { field: string; test: Test } {
  const [, name = '', operator = '', rest = ''] = /^\s*(\w+)\s+(\w+)\s+(.*?)\s*$/is.exec(text) ?? [];
  const values = [...rest.matchAll(/'((?:[^']|'')*)'|([^\s'(),]+)/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll("''", "'") ?? bare ?? '',
  );
  const field = name.toLowerCase();
  const valueIn = (row: Row) => {
    const entry = Object.entries(row).find(([property]) => property.toLowerCase() === field);
    if (!entry) throw failure('ParserFieldNameError', `There is no field ${name}.`, { refersTo: '$filter' });
    return entry[1];
  };
  const holds = orders[operator.toLowerCase()];
  if (holds && values.length === 1) return { field, test: (row) => holds(compare(valueIn(row), values[0] ?? '')) };
  if (/^in$/i.test(operator)) return { field, test: (row) => values.some((value) => compare(valueIn(row), value) === 0) };
  const [from = '', , to = ''] = values;
  if (/^between$/i.test(operator) && values.length === 3)
    return { field, test: (row) => compare(valueIn(row), from) >= 0 && compare(valueIn(row), to) <= 0 };
  throw failure('MalformedFilterException', `The filter cannot be read: ${text}`, { refersTo: '$filter' });
}

function compare(held: unknown, wanted: string): number {
  if (typeof held === 'number') return held - Number(wanted);
  const [left, right] = [String(held).toLowerCase(), wanted.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}
