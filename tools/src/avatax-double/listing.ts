import { failure } from './avatax-failure.js';
import type { Books } from './books.js';
import { companyOf } from './companies.js';
import { documentView } from './document-view.js';
import { Filter } from './filters.js';

const MOST = 1_000;
const DEFAULT_DAYS = 30;
const DAY = 24 * 3_600_000;

type Row = Readonly<Record<string, unknown>>;

/** Every revision of a company's recorded documents that the filter takes; without a date in it, of the last thirty days. */
export function listDocuments(books: Books, companyCode: string, url: URL): object {
  const company = companyOf(books.companies, companyCode);
  const filter = Filter.of(url.searchParams.get('$filter') ?? '');
  const since = filter.asksFor('date') ? '' : new Date(Date.now() - DEFAULT_DAYS * DAY).toISOString().slice(0, 10);
  const withLines = /\blines\b/i.test(url.searchParams.get('$include') ?? '');
  const rows = books.ledger
    .all()
    .filter((document) => document.companyCode === company.companyCode && document.request.date >= since)
    .map((document) => documentView(document, withLines) as Row)
    .filter((row) => filter.matches(row));
  return pageOf(ordered(rows, url.searchParams.get('$orderBy')), url);
}

/** A page of at most 1,000, with the way to the next. */
export function pageOf(rows: readonly object[], url: URL): object {
  const skip = numberIn(url, '$skip', 0);
  const top = Math.min(numberIn(url, '$top', MOST), MOST);
  const page = { '@recordsetCount': rows.length, value: rows.slice(skip, skip + top) };
  if (skip + top >= rows.length) return page;
  const next = new URL(url);
  next.searchParams.set('$top', String(top));
  next.searchParams.set('$skip', String(skip + top));
  return { ...page, '@nextLink': next.href };
}

/** `date desc`; by id where nothing is said. */
function ordered(rows: Row[], by: string | null): Row[] {
  const [name = 'id', direction = 'asc'] = by?.trim().split(/\s+/) ?? [];
  const sign = /^desc/i.test(direction) ? -1 : 1;
  const valueIn = (row: Row) => row[name] as number | string;
  return rows.sort((left, right) => sign * (valueIn(left) < valueIn(right) ? -1 : valueIn(left) > valueIn(right) ? 1 : 0));
}

function numberIn(url: URL, name: string, otherwise: number): number {
  const value = Number(url.searchParams.get(name) ?? otherwise);
  if (!Number.isInteger(value) || value < 0) throw failure('QueryParameterOutOfRange', `${name} is out of range.`, { refersTo: name });
  return value;
}
