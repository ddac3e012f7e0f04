import { resolveAddress } from './address-resolution.js';
import { entityNotFound, NotDoubled, unreadable } from './avatax-failure.js';
import { type Books, existing } from './books.js';
import { companyView } from './companies.js';
import { changeCode, commit, verify, voidDocument } from './document-changes.js';
import { documentView } from './document-view.js';
import { Filter } from './filters.js';
import { listDocuments, pageOf } from './listing.js';
import { adjust, create, createOrAdjust } from './recording.js';
import { refund } from './refund.js';
import { type DocumentType, documentTypes } from './requests.js';
import type { TaxDocument } from './tax-document.js';

/** A request whose sender is known. */
export interface Asked {
  readonly books: Books;
  readonly accountId: number;
  readonly url: URL;
  /** Undefined where there was none. */
  readonly body: unknown;
  /** Of the path. */
  readonly companyCode: string;
  readonly code: string;
}

export interface Answer {
  readonly status: number;
  readonly body: object;
  readonly location?: string;
}

interface Endpoint {
  readonly operation: Operation;
  readonly path: RegExp;
  readonly answer: (asked: Asked) => Answer;
}

export const operations = [
  ...(['ping', 'queryCompanies', 'create', 'createOrAdjust', 'get', 'getById', 'list'] as const),
  ...(['commit', 'verify', 'adjust', 'void', 'refund', 'changeCode', 'resolveAddress'] as const),
];
export type Operation = (typeof operations)[number];

const document = '/api/v2/companies/(?<companyCode>[^/]*)/transactions/(?<code>[^/]*)';

const endpoints: readonly Endpoint[] = [
  at('queryCompanies', 'GET /api/v2/companies', companies),
  at('create', 'POST /api/v2/transactions/create', ({ books, body }) => created(create(books, body))),
  at('createOrAdjust', 'POST /api/v2/transactions/createoradjust', ({ books, body }) => {
    const { document, isNew } = createOrAdjust(books, body);
    return isNew ? created(document) : shown(document);
  }),
  at('getById', 'GET /api/v2/transactions/(?<code>\\d+)', ({ books, code }) => {
    const found = books.ledger.all().find(({ id }) => id === Number(code));
    if (!found) throw entityNotFound('Transaction not found.');
    return shown(found);
  }),
  at('resolveAddress', 'GET /api/v2/addresses/resolve', ({ url }) => ({
    ...{ status: 200, body: resolveAddress(Object.fromEntries(url.searchParams)) },
  })),
  at('resolveAddress', 'POST /api/v2/addresses/resolve', ({ body }) => ({ status: 200, body: resolveAddress(body) })),
  at('list', 'GET /api/v2/companies/(?<companyCode>[^/]+)/transactions', ({ books, companyCode, url }) => ({
    ...{ status: 200, body: listDocuments(books, companyCode, url) },
  })),
  at('get', `GET ${document}(?:/types/(?<type>\\w+))?`, (asked) => shown(documentOf(asked))),
  at('commit', `POST ${document}/commit`, (asked) => shown(commit(asked.books, documentOf(asked), asked.body))),
  at('verify', `POST ${document}/verify`, (asked) => shown(verify(asked.books, documentOf(asked), asked.body))),
  at('adjust', `POST ${document}/adjust`, (asked) => shown(adjust(asked.books, documentOf(asked), asked.body))),
  at('void', `POST ${document}/void`, (asked) => shown(voidDocument(asked.books, documentOf(asked), asked.body))),
  at('changeCode', `POST ${document}/changecode`, (asked) => shown(changeCode(asked.books, documentOf(asked), asked.body))),
  at('refund', `POST ${document}/refund`, (asked) => {
    const isAsOfTheSale = asked.url.searchParams.get('useTaxDateOverride') === 'true';
    return created(refund(asked.books, documentOf(asked), asked.body, isAsOfTheSale));
  }),
];

/** Of AvaTax, and not of the double. */
const notDoubled = /\/(audit|lock|settle|uncommit|unvoid|bulk)(\/|$)|\/transactions\/[^/]+\/types\/[^/]+\/./;

/** The endpoint and what the path says; undefined where AvaTax has nothing, or a code in the path is empty. Throws NotDoubled. */
export function endpointOf(method: string, path: string) {
  for (const endpoint of endpoints) {
    const match = endpoint.path.exec(`${method} ${path}`);
    if (!match) continue;
    const parts = Object.entries(match.groups ?? {}).map(([name, part]) => [name, part === undefined ? undefined : decoded(part)]);
    return parts.some(([, part]) => part === '') ? undefined : { ...endpoint, parts: Object.fromEntries(parts) as Record<string, string> };
  }
  if (path.startsWith('/api/v2/') && notDoubled.test(path)) throw new NotDoubled(`${method} ${path}`);
  return undefined;
}

function at(operation: Operation, path: string, answer: Endpoint['answer']): Endpoint {
  return { operation, path: new RegExp(`^${path}$`, 'i'), answer };
}

const shown = (document: TaxDocument): Answer => ({ status: 200, body: documentView(document) });

function created(document: TaxDocument): Answer {
  const location = `/api/v2/companies/${document.companyId}/transactions/${document.id}`;
  return { status: 201, body: documentView(document), location };
}

function companies({ books, accountId, url }: Asked): Answer {
  const filter = Filter.of(url.searchParams.get('$filter') ?? '');
  const rows = books.companies.map((company) => companyView(company, accountId)).filter((row) => filter.matches(row as never));
  return { status: 200, body: pageOf(rows, url) };
}

/** A code without a type is that of a sale. */
function documentOf({ books, companyCode, code, url }: Asked): TaxDocument {
  const [, inPath] = /\/types\/(\w+)$/.exec(url.pathname) ?? [];
  const given = inPath ?? url.searchParams.get('documentType') ?? 'SalesInvoice';
  const type = documentTypes.find((known) => known.toLowerCase() === given.toLowerCase());
  if (!type) throw unreadable(`Error converting value "${given}" to documentType.`);
  return existing(books, companyCode, code, type as DocumentType);
}

/** Some characters may not stand in a path, and are written in a way of AvaTax's own. */
function decoded(part: string): string {
  const plain = part.replaceAll(/_-ava(2f|2b|3f|25|23|27|22)-_/gi, (_all, hex: string) => `%${hex}`);
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
