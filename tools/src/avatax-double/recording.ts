import { randomUUID } from 'node:crypto';
import { failure, getTaxErrors, NotDoubled } from './avatax-failure.js';
import type { Books } from './books.js';
import { calculate } from './calculation.js';
import { companyOf } from './companies.js';
import { readModel } from './read-model.js';
import { type CreateTransaction, documentTypes, isRecorded } from './requests.js';
import type { TaxDocument } from './tax-document.js';

interface Adjustment {
  readonly adjustmentReason: string;
  readonly adjustmentDescription?: string;
  readonly newTransaction: CreateTransaction;
}

type Draft = Omit<TaxDocument, 'id' | 'version'>;

/** POST …/transactions/create: over what is saved or posted too, never over what is committed or cancelled. */
export function create(books: Books, body: unknown): TaxDocument {
  return record(books, readModel<CreateTransaction>('CreateTransactionModel', body));
}

/** A document is estimated or recorded, as its type says. */
export function record(books: Books, request: CreateTransaction): TaxDocument {
  const draft = draftOf(books, request);
  if (!isRecorded(draft.type)) return estimate(draft);
  const current = books.ledger.current(draft);
  if (current?.status === 'Committed' || current?.status === 'Cancelled') throw wrongStatus();
  return current ? replace(books, current, draft) : recordFirst(books, draft);
}

/** POST …/transactions/createoradjust: over everything but what is locked; what is cancelled comes back to life. */
export function createOrAdjust(books: Books, body: unknown): { document: TaxDocument; isNew: boolean } {
  const given = readModel<Partial<Adjustment> & { createTransactionModel: unknown }>('CreateOrAdjustTransactionModel', body);
  const { adjustmentReason = 'Other', adjustmentDescription = 'Create or adjust transaction' } = given;
  const adjustment = readModel<Adjustment>('AdjustTransactionModel', {
    ...{ adjustmentReason, adjustmentDescription, newTransaction: given.createTransactionModel },
  });
  const draft = draftOf(books, adjustment.newTransaction);
  if (!isRecorded(draft.type)) return { document: estimate(draft), isNew: true };
  const current = books.ledger.current(draft);
  if (!current) return { document: recordFirst(books, draft), isNew: true };
  mustBeUnlocked(current);
  const isOpen = current.status === 'Saved' || current.status === 'Posted';
  return { document: isOpen ? replace(books, current, draft) : revise(books, current, draft, adjustment), isNew: false };
}

/** POST …/{code}/adjust: a further revision of what is committed. */
export function adjust(books: Books, current: TaxDocument, body: unknown): TaxDocument {
  const adjustment = readModel<Adjustment>('AdjustTransactionModel', body);
  mustBeUnlocked(current);
  if (adjustment.adjustmentReason === 'Other' && !adjustment.adjustmentDescription)
    throw failure('ValueRequiredError', 'Field adjustmentDescription is required.', { refersTo: 'adjustmentDescription' });
  const { newTransaction } = adjustment;
  if (newTransaction.type && newTransaction.type !== current.type)
    throw failure('CannotAdjustDocumentType', 'An adjustment cannot change the type of a document.', { refersTo: 'type' });
  if (current.status !== 'Committed') throw wrongStatus('Committed');
  const { companyCode, code, type } = current;
  return revise(books, current, draftOf(books, { ...newTransaction, companyCode, code, type }), adjustment);
}

/** What is locked was filed. */
export function mustBeUnlocked({ locked }: TaxDocument): void {
  if (locked) throw failure('CannotModifyLockedTransaction', 'A locked transaction may not be modified.');
}

export function wrongStatus(expected = 'Saved|Posted') {
  return getTaxErrors([{ message: `DocStatus is invalid for this operation. Expected ${expected}`, faultSubCode: 'DocStatusError' }]);
}

function draftOf({ companies, lineLimit }: Books, request: CreateTransaction): Draft {
  const { type = 'SalesOrder', code = randomUUID(), commit = false } = request;
  if (!documentTypes.includes(type)) throw new NotDoubled(`documents of the type ${type}`);
  const { companyCode, id: companyId } = companyOf(companies, request.companyCode);
  return {
    ...{ companyCode, companyId, code, type, request, calculation: calculate(request, lineLimit), adjustmentReason: 'NotAdjusted' },
    ...{ status: commit ? 'Committed' : 'Saved', locked: false, modified: new Date() },
  };
}

function estimate(draft: Draft): TaxDocument {
  return { ...draft, status: 'Temporary', id: 0, version: 1 };
}

function recordFirst({ ledger }: Books, draft: Draft): TaxDocument {
  const document: TaxDocument = { ...draft, id: ledger.newId(), version: 1 };
  ledger.add(document);
  ledger.acted('recorded', document);
  if (document.status === 'Committed') ledger.acted('committed', document);
  return document;
}

/** AvaTax may give it another version and id: nobody says. */
function replace({ ledger }: Books, { id, version }: TaxDocument, draft: Draft): TaxDocument {
  const document: TaxDocument = { ...draft, id, version };
  ledger.replaceLast(document, document);
  ledger.acted('replaced', document);
  if (document.status === 'Committed') ledger.acted('committed', document);
  return document;
}

function revise({ ledger }: Books, current: TaxDocument, draft: Draft, adjustment: Adjustment): TaxDocument {
  const { adjustmentReason, adjustmentDescription } = adjustment;
  const reason = { adjustmentReason, ...(adjustmentDescription && { adjustmentDescription }) };
  const document: TaxDocument = { ...draft, ...reason, id: ledger.newId(), version: current.version + 1 };
  const wasCancelled = current.status === 'Cancelled';
  if (!wasCancelled) current.status = 'Adjusted';
  ledger.add(document);
  ledger.acted(wasCancelled ? 'revived' : 'adjusted', document);
  if (wasCancelled && document.status === 'Committed') ledger.acted('committed', document);
  return document;
}
