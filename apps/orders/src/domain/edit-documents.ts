import type { EditDocuments, PlannedInvoice } from '#contracts/edit-preview.js';
import { amountIn, Decimal, sum, zero } from '#contracts/money.js';
import type { OrderTotals } from '#contracts/order.js';
import type { Order } from './order.js';
import { currenciesOf, totalIn } from './totals.js';

// Drafts bind nobody, and what is void counts no more.
const COUNTED = ['Issued', 'PartiallyPaid', 'Paid'];

/** What a store says about the documents of an edit. */
export interface DocumentsPolicy {
  /** What is missing in the order's currency is invoiced without anybody asking. */
  readonly invoicesMissing: boolean;
}

/** The documents that follow from an edit, by what the order knows of those that there are. */
export function documentsOfEdit(before: Order, after: Order, policy: DocumentsPolicy): EditDocuments {
  const currencies = currenciesOf(after);
  const taxDocument = before.documents.find(({ type }) => type === 'tax');
  return {
    invoices: currencies.flatMap((currency) => plannedInvoice(after, currency, policy)),
    tax: {
      type: 'SalesInvoice',
      ...(taxDocument && { replaces: taxDocument.number }),
      totalTax: currencies.map((currency) => ({
        currency,
        before: taxIn(currency, before.totals, before.currency),
        after: taxIn(currency, after.totals, after.currency),
      })),
    },
  };
}

/** What is due less what was invoiced; nothing where nothing was. */
function plannedInvoice({ documents, totals, currency: own }: Order, currency: string, policy: DocumentsPolicy): PlannedInvoice[] {
  const invoices = documents.filter(
    (document) => document.type === 'invoice' && document.currency === currency && COUNTED.includes(document.status),
  );
  const invoiced = sum(invoices.map(({ kind, amount }) => (kind === 'credit-note' ? zero.minus(amount) : Decimal(amount))));
  const difference = Decimal(totalIn(currency, totals, own)).minus(invoiced);
  if (invoices.length === 0 || difference.eq(zero)) return [];
  const kind = difference.gt(zero) ? 'invoice' : 'credit-note';
  const byItself = policy.invoicesMissing && kind === 'invoice' && currency === own;
  return [{ kind, currency, amount: amountIn(difference.abs(), currency), byItself }];
}

function taxIn(currency: string, totals: OrderTotals, own: string): string {
  if (currency === own) return totals.taxTotal;
  return totals.others?.find((other) => other.currency === currency)?.taxTotal ?? amountIn(zero, currency);
}
