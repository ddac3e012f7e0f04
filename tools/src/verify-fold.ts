/** Any document's fields, as the database gives them. */
export type Fields = Readonly<Record<string, unknown>>;

export interface RecordedEvent {
  readonly type: string;
  readonly data: Fields;
}

type Part = Fields & { readonly id: string };

/** What each event makes of a document, by docs/events.md. Written anew here, to be independent of the services' own rules. */
const rules: Readonly<Record<string, (before: Fields, data: Fields) => Fields>> = {
  'order.placed': (_, data) => ({ ...data, tax: { status: 'pending' }, documents: [], taxableVersion: 1 }),
  'order.priced': (order, { taxedVersion, taxRate, payments, totals, lines, shipments, taxDocument }) => ({
    ...order,
    taxedVersion,
    taxRate,
    payments,
    totals,
    lines: withTaxes(order.lines, lines),
    shipments: withTaxes(order.shipments, shipments),
    tax: { status: 'calculated' },
    documents: withLatest(order.documents, taxDocument),
  }),
  'order.document-recorded': (order, { document }) => ({ ...order, documents: withLatest(order.documents, document) }),
  'tax.calculated': (_, data) => data,
  'shipment.opened': (_, data) => ({ ...data, status: 'New' }),
  'payment.opened': (_, data) => ({ ...data, status: 'New', authorizedAmount: '0', transactions: [] }),
  'authorization.requested': (payment, data) => ({ ...payment, status: 'Pending', openAuthorization: data }),
  'payment.authorized': (payment, data) => ({ ...answered(payment, data), status: 'Authorized', authorizedAmount: data.amount }),
  'payment.declined': (payment, data) => ({ ...answered(payment, data), status: 'Declined' }),
};

/** What a document must be after these events, in the order of their versions. Throws on an event that is not known. */
export function foldHistory(events: readonly RecordedEvent[]): Fields {
  let state: Fields = {};
  for (const { type, data } of events) {
    const rule = rules[type];
    if (!rule) throw new Error(`its history has an event ${type}, of which no rule is known`);
    state = rule(state, data);
  }
  return state;
}

/** Where two states differ, a sentence for each field in which they do; a field that is undefined is absent. */
export function* stateDifferences(stored: unknown, folded: unknown, path = 'state'): Generator<string> {
  if (isObject(stored) && isObject(folded) && Array.isArray(stored) === Array.isArray(folded)) {
    for (const name of new Set([...Object.keys(stored), ...Object.keys(folded)])) {
      yield* stateDifferences(stored[name], folded[name], Array.isArray(stored) ? `${path}[${name}]` : `${path}.${name}`);
    }
  } else if (stored !== folded) {
    yield `${path} is ${written(stored)}, by its history ${written(folded)}`;
  }
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const written = (value: unknown) => (value === undefined ? 'absent' : JSON.stringify(value).slice(0, 200));

function withTaxes(parts: unknown, taxes: unknown): Part[] {
  const taxed = new Map((taxes as Part[]).map((tax) => [tax.id, tax]));
  return (parts as Part[]).map((part) => {
    const tax = taxed.get(part.id);
    return tax ? { ...part, taxRate: tax.taxRate, taxTotal: tax.taxTotal } : part;
  });
}

/** The one that has changed last stands last. */
function withLatest(documents: unknown, latest: unknown): Part[] {
  const changed = latest as Part;
  return [...(documents as Part[]).filter(({ id }) => id !== changed.id), changed];
}

function answered({ openAuthorization: _, ...payment }: Fields, data: Fields): Fields {
  return { ...payment, transactions: [...(payment.transactions as unknown[]), data.transaction] };
}
