import type { Decimal } from '#contracts/money.js';
import { failure } from './avatax-failure.js';
import type { Books } from './books.js';
import { readModel } from './read-model.js';
import { mustBeUnlocked, wrongStatus } from './recording.js';
import type { TaxDocument } from './tax-document.js';

/** POST …/{code}/commit: what is to be filed. `commit: false` changes nothing. */
export function commit({ ledger }: Books, document: TaxDocument, body: unknown): TaxDocument {
  const model = readModel<{ commit: boolean }>('CommitTransactionModel', body);
  if (!isOpen(document)) throw failure('InvalidDocumentStatusForCommit', `The transaction is ${document.status}.`);
  if (!model.commit) return document;
  document.status = 'Committed';
  ledger.acted('committed', document);
  return document;
}

/** POST …/{code}/verify: posted, when it is what it is taken for. */
export function verify({ ledger }: Books, document: TaxDocument, body: unknown): TaxDocument {
  const model = readModel<{ verifyTransactionDate?: string; verifyTotalAmount?: Decimal; verifyTotalTax?: Decimal }>(
    'VerifyTransactionModel',
    body,
  );
  if (!isOpen(document)) throw failure('InvalidDocumentStatusForVerify', `The transaction is ${document.status}.`);
  const { request, calculation } = document;
  if (model.verifyTransactionDate && model.verifyTransactionDate !== request.date)
    throw failure('DateMismatch', `The date is ${request.date}.`);
  if (model.verifyTotalAmount && !model.verifyTotalAmount.eq(calculation.totalAmount))
    throw failure('TotalAmountMismatch', `The total is ${calculation.totalAmount.toFixed(2)}.`);
  if (model.verifyTotalTax && !model.verifyTotalTax.eq(calculation.totalTax))
    throw failure('TotalTaxMismatch', `The tax is ${calculation.totalTax.toFixed(2)}.`);
  document.status = 'Posted';
  ledger.acted('posted', document);
  return document;
}

/** POST …/{code}/changecode. */
export function changeCode({ ledger }: Books, document: TaxDocument, body: unknown): TaxDocument {
  const { newCode } = readModel<{ newCode: string }>('ChangeTransactionCodeModel', body);
  if (!isOpen(document)) throw wrongStatus();
  if (ledger.current({ ...document, code: newCode }))
    throw failure('DocumentCodeConflict', `There is a transaction ${newCode}.`, { refersTo: 'newCode' });
  ledger.rename(document, newCode);
  ledger.acted('renamed', document);
  return document;
}

/** POST …/{code}/void, by its code. */
export function voidDocument(books: Books, document: TaxDocument, body: unknown): TaxDocument {
  const { code } = readModel<{ code: string }>('VoidTransactionModel', body);
  mustBeUnlocked(document);
  if (document.status === 'Cancelled') throw failure('TransactionAlreadyCancelled', 'The transaction is cancelled already.');
  switch (code) {
    case 'DocVoided':
      return cancel(books, document);
    case 'DocDeleted':
      return isOpen(document) ? remove(books, document) : cancel(books, document);
    case 'AdjustmentCancelled':
      return cancelAdjustment(books, document);
    case 'PostFailed':
      return unpost(books, document);
    default:
      throw failure('InvalidEnumValue', 'A transaction is voided for a reason.', { refersTo: 'code' });
  }
}

function cancel({ ledger }: Books, document: TaxDocument): TaxDocument {
  document.status = 'Cancelled';
  ledger.acted('cancelled', document);
  return document;
}

function remove({ ledger }: Books, document: TaxDocument): TaxDocument {
  ledger.replaceLast(document);
  document.status = 'Cancelled';
  ledger.acted('deleted', document);
  return document;
}

function cancelAdjustment({ ledger }: Books, document: TaxDocument): TaxDocument {
  const before = ledger.revisions(document).at(-2);
  if (!before) throw failure('TransactionNotCancelled', 'The transaction was never adjusted.');
  ledger.replaceLast(document);
  if (before.status === 'Adjusted') before.status = 'Committed';
  ledger.acted('adjustment-cancelled', before);
  return before;
}

function unpost({ ledger }: Books, document: TaxDocument): TaxDocument {
  if (document.status !== 'Posted') throw failure('InvalidDocumentStatus', `The transaction is ${document.status}, not Posted.`);
  document.status = 'Saved';
  ledger.acted('unposted', document);
  return document;
}

function isOpen({ status }: TaxDocument): boolean {
  return status === 'Saved' || status === 'Posted';
}
