import fc from 'fast-check';
import { differencesOf, type ListedDocument, type OwnDocument, pairsOf } from './compare-documents.js';

const own = (code: string, change: Partial<OwnDocument> = {}): OwnDocument => ({
  ...{ code, documentType: 'SalesInvoice', orderId: `order-${code}`, storeId: 'us' },
  ...{ status: 'Committed', date: '2026-11-20', amount: '100.00', tax: '7.75' },
  ...change,
});

/** As the provider has what we have told it; nothing of what is asked only. */
function told({ code, documentType, status, date, amount, tax }: OwnDocument): ListedDocument[] {
  return status === 'None' ? [] : [{ code, documentType, status, date, amount, tax, version: 1 }];
}

const found = (ours: readonly OwnDocument[], theirs: readonly ListedDocument[]) =>
  pairsOf(ours, theirs)
    .map((pair) => ({ key: `${pair.key.documentType}/${pair.key.code}`, names: differencesOf(pair) }))
    .filter(({ names }) => names.length > 0);

/** What may become of a document at the provider, and what is to be found of it. */
const plants = {
  none: (document: ListedDocument) => ({ theirs: [document], names: [] }),
  missing: () => ({ theirs: [], names: ['missing'] }),
  voided: (document: ListedDocument) => ({ theirs: [{ ...document, status: 'Cancelled' as const }], names: ['status-differs'] }),
  dearer: (document: ListedDocument) => ({ theirs: [{ ...document, amount: '100.01' }], names: ['amount-differs'] }),
  taxed: (document: ListedDocument) => ({ theirs: [{ ...document, tax: '7.7' }], names: ['tax-differs'] }),
  altered: (document: ListedDocument) => ({
    theirs: [
      { ...document, status: 'Adjusted' as const },
      { ...document, version: 2, amount: '1', tax: '0' },
    ],
    names: ['amount-differs', 'tax-differs'],
  }),
  adjusted: (document: ListedDocument) => ({
    theirs: [
      { ...document, version: 3 },
      { ...document, status: 'Adjusted' as const, amount: '1' },
      { ...document, status: 'Adjusted' as const, version: 2, tax: '1' },
    ],
    names: [],
  }),
  moved: (document: ListedDocument) => ({ theirs: [{ ...document, status: 'Adjusted' as const }], names: ['missing'] }),
};
const kinds = Object.keys(plants) as (keyof typeof plants)[];

test('differences that are planted are found, and no others', () => {
  const planted = fc.uniqueArray(
    fc.record({
      code: fc.nat({ max: 10_000 }).map(String),
      documentType: fc.constantFrom('SalesInvoice', 'ReturnInvoice'),
      kind: fc.constantFrom(...kinds),
    }),
    { selector: ({ code, documentType }) => `${documentType}/${code}`, maxLength: 60 },
  );
  const strangers = fc.uniqueArray(
    fc.nat({ max: 10_000 }).map((number) => `X-${number}`),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(planted, strangers, fc.infiniteStream(fc.nat()), (documents, unknown, order) => {
      const ours = documents.map(({ code, documentType }) => own(code, { documentType }));
      const outcomes = documents.map(({ kind, code, documentType }, index) => ({
        key: `${documentType}/${code}`,
        ...plants[kind](told(ours[index] as OwnDocument)[0] as ListedDocument),
      }));
      const theirs = [...outcomes.flatMap(({ theirs: rows }) => rows), ...unknown.flatMap((code) => told(own(code)))];
      const shuffled = theirs
        .map((document) => ({ document, at: order.next().value as number }))
        .sort((left, right) => left.at - right.at)
        .map(({ document }) => document);
      const wanted = [
        ...outcomes.map(({ key, names }) => ({ key, names })).filter(({ names }) => names.length > 0),
        ...unknown.map((code) => ({ key: `SalesInvoice/${code}`, names: ['unknown'] })),
      ];
      const byKey = (left: { key: string }, right: { key: string }) => (left.key < right.key ? -1 : 1);
      expect(found(ours, shuffled).sort(byKey)).toEqual(wanted.sort(byKey));
    }),
  );
});

test.each([
  ['nothing is owed on either side', own('1', { status: 'Cancelled' }), [], []],
  [
    'it was voided on both sides, whatever its amounts were',
    own('1', { status: 'Cancelled' }),
    told(own('1', { status: 'Cancelled', amount: '1' })),
    [],
  ],
  ['it lives on after it was voided', own('1', { status: 'Cancelled' }), told(own('1')), ['status-differs']],
  ['it is asked for only', own('1', { status: 'None' }), [], []],
  ['it is asked for only, and there is one', own('1', { status: 'None' }), told(own('1')), ['status-differs']],
  ['the provider has not been told yet', own('1', { waits: 'AvaTax is away' }), [], []],
  ['it is saved and not committed', own('1'), told(own('1', { status: 'Saved' })), ['status-differs']],
  ['it is of another day', own('1'), told(own('1', { date: '2026-11-19' })), ['date-differs']],
] as const)('%s', (_, ours, theirs, names) => {
  expect(found([ours], theirs).flatMap((each) => each.names)).toEqual(names);
});

test('what nobody knows of and nobody owes is no difference', () => {
  expect(found([], told(own('1', { status: 'Cancelled' })))).toEqual([]);
});
