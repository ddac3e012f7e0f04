import type { TaxableAmount } from '#contracts/commands/quote-tax.js';
import type { TaxAmounts, TaxDetail, TaxDocumentLine } from '#contracts/events/tax.js';
import type { TaxSale } from '#contracts/events/tax-transaction.js';
import { amountIn, Decimal, exactly, roundTo, sum, zero } from '#contracts/money.js';
import { type RecordedTax, TaxUnanswered } from '../tax-provider.js';
import { type SaleLine, saleLines } from './sale-lines.js';

// More than this of details would not fit into an event; the amounts go before them.
const MOST_DETAILS = 3_000;

type Fields = Readonly<Record<string, unknown>>;

/** What of an answer tells which document it is, and how it stands. */
export interface AnsweredDocument {
  readonly status: string;
  readonly referenceCode: string;
  readonly fields: Fields;
}

/** A document that AvaTax says it has. Throws TaxUnanswered where the answer is something else, whatever its status: it may have acted. */
export function documentIn(answer: unknown, code: string | undefined): AnsweredDocument {
  const fields = answer as Fields | null;
  if (typeof fields !== 'object' || fields === null || typeof fields.status !== 'string' || !Array.isArray(fields.lines)) {
    throw new TaxUnanswered('AvaTax answered without a document');
  }
  if (code !== undefined && (fields.code !== code || !Number(fields.id))) throw new TaxUnanswered('AvaTax answered with another document');
  return { status: fields.status, referenceCode: String(fields.referenceCode ?? ''), fields };
}

/** Saved and posted documents can be replaced and committed alike. */
export function statusIn(status: string): RecordedTax['status'] {
  return status === 'Committed' || status === 'Cancelled' ? status : 'Saved';
}

/** Whether it is what was sent with this checksum, and nobody has changed its date or its amount since. */
export function isAsSent({ referenceCode, fields }: AnsweredDocument, checksum: string, sale: TaxSale): boolean {
  const isSameDay = String(fields.date).slice(0, 10) === sale.date;
  return referenceCode === checksum && isSameDay && number(fields.totalAmount).eq(totalIn(fields, sale));
}

/** What was sent, without the tax that was included in it: AvaTax adds up what is before tax. */
function totalIn({ totalTax }: Fields, sale: TaxSale): Decimal {
  const sent = saleLines(sale);
  const amount = sum(sent.map(({ net }) => net));
  return sale.pricesIncludeTax ? amount.plus(sum(sent.map(({ tax = zero }) => tax))).minus(number(totalTax)) : amount;
}

/** What is due on one line of a document. */
export type LineTax = Pick<TaxDocumentLine, 'taxable' | 'rate' | 'tax' | 'details'>;

/** The amounts of a sale in the answer about it. Throws TaxUnanswered where they are not whole, or do not add up. */
export function amountsIn(document: AnsweredDocument, sale: TaxSale): TaxAmounts {
  return amountsOf(lineTaxesIn(document, sale), sale);
}

/** What is due on each line of a sale, as they were sent. Throws TaxUnanswered. */
export function lineTaxesIn({ fields }: AnsweredDocument, sale: TaxSale): LineTax[] {
  const answered = new Map((fields.lines as Fields[]).map((line) => [String(line.lineNumber), line]));
  const sent = saleLines(sale);
  if (answered.size !== sent.length) throw new TaxUnanswered('AvaTax answered with other lines than it was asked about');
  const keepsDetails = (fields.lines as Fields[]).flatMap(detailsOf).length <= MOST_DETAILS;
  const taxes = sent.map((line) => taxOf(line, answered.get(line.number), sale.currency, keepsDetails));
  if (!money(fields.totalTax, sale.currency).eq(sum(taxes.map(({ tax }) => Decimal(tax))))) {
    throw new TaxUnanswered('the amounts of AvaTax do not add up');
  }
  return taxes;
}

/** What is due on the lines of a sale, by its own parts. */
export function amountsOf(taxes: readonly LineTax[], sale: TaxSale): TaxAmounts {
  const sent = saleLines(sale).map((line, index) => [line, taxes[index] as LineTax] as const);
  const byPart = Map.groupBy(sent, ([{ kind, part }]) => `${kind}/${part.id}`);
  const linesOf = (kind: SaleLine['kind']) =>
    sale[kind].map((part) => lineOf(part, wholeOf((byPart.get(`${kind}/${part.id}`) ?? []).map(([, tax]) => tax))));
  return {
    provider: 'avatax',
    currency: sale.currency,
    country: sale.country,
    orderDiscount: sale.discount,
    // Its share is taken off each line already.
    orderTaxRate: '0',
    orderDiscountTax: '0',
    ...(sale.pricesIncludeTax && { pricesIncludeTax: true }),
    lines: linesOf('lines'),
    shipments: linesOf('shipments'),
    payments: linesOf('payments'),
    totalTax: amountIn(sum(taxes.map(({ tax }) => Decimal(tax))), sale.currency),
  };
}

function taxOf(sent: SaleLine, line: Fields | undefined, currency: string, keepsDetails: boolean): LineTax {
  if (!line) throw new TaxUnanswered('AvaTax answered with other lines than it was asked about');
  const tax = money(line.tax, currency);
  if (sent.tax && !sent.tax.eq(tax)) throw new TaxUnanswered('AvaTax answered with another tax than was charged');
  const details = detailsOf(line).map((each) => detailIn(each, currency));
  if (details.length > 0 && !sum(details.map(({ amount }) => Decimal(amount))).eq(tax)) {
    throw new TaxUnanswered('the amounts of AvaTax do not add up');
  }
  const net = sent.includesTax ? sent.net.minus(tax) : sent.net;
  // Taken for an amount before tax, it would be the amount of the line.
  if (sent.includesTax && line.lineAmount !== undefined && !number(line.lineAmount).eq(net)) {
    throw new TaxUnanswered('AvaTax answered with another amount than was sent');
  }
  const rate = rateOf(net, tax, sum(details.map((each) => Decimal(each.rate))), currency);
  return { taxable: exactly(net), rate, tax: exactly(tax), ...(keepsDetails && details.length > 0 && { details }) };
}

/** A part that has several lines is one of the order all the same. */
function wholeOf([line, ...others]: readonly LineTax[]): LineTax | undefined {
  if (!line || others.length === 0) return line;
  const all = [line, ...others];
  const taxable = sum(all.map((each) => Decimal(each.taxable)));
  const tax = sum(all.map((each) => Decimal(each.tax)));
  const details = all.flatMap((each) => each.details ?? []);
  const rate = taxable.eq(zero) ? zero : tax.div(taxable).abs().round(8, Decimal.roundDown);
  const amounts = { taxable: exactly(taxable), rate: rate.gt('1') ? '1' : exactly(rate), tax: exactly(tax) };
  return { ...line, ...amounts, ...(details.length > 0 && { details }) };
}

/** What costs nothing is not sent, and taxed with nothing. */
function lineOf({ id, taxCode }: TaxableAmount, tax: LineTax = { taxable: '0', rate: '0', tax: '0' }): TaxDocumentLine {
  return { id, ...tax, ...(taxCode === undefined ? {} : { taxCode }) };
}

/** For information: the sum of the jurisdictions' rates where it gives the amount, or else what the amount comes to. */
function rateOf(net: Decimal, tax: Decimal, told: Decimal, currency: string): string {
  const rate = roundTo(net.times(told), currency).minus(tax).abs().lte('0.02') && !tax.eq(zero) ? told : net.eq(zero) ? zero : tax.div(net);
  const shown = rate.abs().round(8, Decimal.roundDown);
  return shown.gt('1') ? '1' : exactly(shown);
}

function detailsOf(line: Fields): Fields[] {
  return Array.isArray(line.details) ? (line.details as Fields[]) : [];
}

function detailIn(detail: Fields, currency: string): TaxDetail {
  const rate = number(detail.rate).abs().round(8, Decimal.roundDown);
  return {
    jurisdiction: String(detail.jurisName || detail.country || '-').slice(0, 200),
    type: String(detail.jurisdictionType || detail.jurisType || '-').slice(0, 50),
    tax: String(detail.taxName || '-').slice(0, 200),
    rate: rate.gt('1') ? '1' : exactly(rate),
    taxable: exactly(number(detail.taxableAmount)),
    amount: exactly(money(detail.tax, currency)),
  };
}

/** An amount that the currency can pay. */
function money(value: unknown, currency: string): Decimal {
  const amount = number(value);
  if (!roundTo(amount, currency).eq(amount)) throw new TaxUnanswered(`AvaTax answered with an amount that ${currency} does not have`);
  return amount;
}

function number(value: unknown): Decimal {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  try {
    return Decimal(text);
  } catch {
    throw new TaxUnanswered('AvaTax answered without an amount');
  }
}
