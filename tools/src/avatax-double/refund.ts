import { Decimal, zero } from '#contracts/money.js';
import { failure } from './avatax-failure.js';
import type { Books } from './books.js';
import { type CalculatedLine, taxOf } from './calculated-line.js';
import { readModel } from './read-model.js';
import { record } from './recording.js';
import type { CreateTransaction, LineItem } from './requests.js';
import { toCents } from './spread.js';
import type { TaxDocument } from './tax-document.js';

interface Refund {
  readonly refundTransactionCode?: string;
  readonly refundDate: string;
  readonly refundType?: 'Full' | 'Partial' | 'TaxOnly' | 'Percentage';
  readonly refundPercentage?: Decimal;
  readonly refundLines?: readonly string[];
  readonly referenceCode?: string;
}

/** POST …/{code}/refund: a committed return of whole lines, exactly as they were charged, or calculated as of the sale. */
export function refund(books: Books, sale: TaxDocument, body: unknown, isAsOfTheSale: boolean): TaxDocument {
  const model = readModel<Refund>('RefundTransactionModel', body);
  if (sale.type !== 'SalesInvoice') throw failure('InvalidDocumentTypeForRefund', `The transaction is a ${sale.type}.`);
  if (sale.status !== 'Committed') throw failure('InvalidDocumentStatusForRefund', `The transaction is ${sale.status}.`);
  mustFit(model);
  const { request, calculation, companyCode, code } = sale;
  const { discount: _spread, taxOverride: _replaced, ...rest } = request;
  const returned: CreateTransaction = {
    ...{ ...rest, companyCode, code: model.refundTransactionCode ?? code, type: 'ReturnInvoice', date: model.refundDate, commit: true },
    referenceCode: model.referenceCode ?? code,
    lines: chosen(calculation.lines, model).map((line) => returnedLine(line, model, isAsOfTheSale)),
    ...(isAsOfTheSale && { taxOverride: { type: 'TaxDate', taxDate: calculation.taxDate, reason: 'Refund' } as const }),
  };
  return record(books, returned);
}

function mustFit({ refundType = 'Full', refundLines = [], refundPercentage }: Refund): void {
  if (refundType === 'Full' && refundLines.length > 0) throw failure('RefundTypeAndLineMismatch', 'A full refund names no lines.');
  if (refundType === 'Partial' && refundLines.length === 0) throw failure('RefundLinesRequired', 'A partial refund names its lines.');
  if (refundType === 'Full' && refundPercentage) throw failure('RefundTypeAndPercentageMismatch', 'A full refund has no percentage.');
  if (refundType !== 'Percentage') return;
  if (!refundPercentage) throw failure('RefundPercentageMissing', 'Say what percentage is refunded.');
  if (refundPercentage.lt('0') || refundPercentage.gt('100'))
    throw failure('RefundPercentageOutOfRange', 'A percentage is from 0 to 100.', { refersTo: 'refundPercentage' });
}

/** The lines named, or all. */
function chosen(lines: readonly CalculatedLine[], { refundLines = [] }: Refund): readonly CalculatedLine[] {
  if (refundLines.length === 0) return lines;
  return refundLines.map((wanted) => {
    const line = lines.find(({ number }) => number === wanted);
    if (!line) throw failure('LineNoOutOfRange', `The transaction has no line ${wanted}.`, { refersTo: 'refundLines' });
    return line;
  });
}

function returnedLine(sold: CalculatedLine, { refundType, refundPercentage }: Refund, isAsOfTheSale: boolean): LineItem {
  const { discounted: _spread, taxIncluded: _net, taxOverride: _replaced, ...item } = sold.line;
  const share = refundType === 'Percentage' && refundPercentage ? refundPercentage.div('100') : Decimal('1');
  const negated = (amount: Decimal) => toCents(amount.times(share)).times('-1');
  const amount = refundType === 'TaxOnly' ? zero : negated(sold.lineAmount.minus(sold.discount));
  const charged = { type: 'TaxAmount', taxAmount: negated(taxOf(sold)), reason: 'Refund' } as const;
  return { ...item, number: sold.number, amount, ...(!isAsOfTheSale && { taxOverride: charged }) };
}
