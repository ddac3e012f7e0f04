import type { TaxAmounts } from '#contracts/events/tax.js';
import type { TaxSale } from '#contracts/events/tax-transaction.js';
import { sumDifferences, sumsOf } from './domain/compare-documents.js';
import { knownAmounts } from './domain/known-amounts.js';
import type { TaxTransaction } from './domain/tax-transaction.js';
import { type OutsideProvider, type RecordedTax, TaxRefused } from './providers/tax-provider.js';

/**
 * One try to let the provider know what it is to know; gives the amounts of the sale, but of one that is voided. What may be recorded already is
 * read first, and nothing is sent that is there. `said` is what the provider has said of this very sale and stage before: where it says
 * otherwise now, somebody else has changed it there. Where it comes to the same, nothing is sent either, though what went back of it since would be told
 * in lines of its own now. Throws TaxUnanswered or TaxRefused.
 */
export async function carryOut(provider: OutsideProvider, transaction: TaxTransaction, said?: TaxAmounts): Promise<TaxAmounts | undefined> {
  const { orderNumber, stage, sale, mayBeRecorded, why = 'the order has changed' } = transaction;
  if (stage === 'estimated') return provider.quote(sale);
  const over: RecordedTax | 'absent' = mayBeRecorded ? await provider.find(orderNumber, sale) : 'absent';
  if (stage === 'voided') {
    if (over !== 'absent' && over.status !== 'Cancelled') await provider.void(orderNumber);
    return undefined;
  }
  const done = doneIn(over, stage, sale, said);
  if (done) return done;
  if (over !== 'absent' && over.status === 'Cancelled') throw new TaxRefused('its document was voided at the provider, and is left so');
  return (await provider.record(orderNumber, sale, { over, commits: stage === 'committed', why })).amounts;
}

/** The amounts of the sale, where it is there and as it should be; what is committed already cannot be less. */
function doneIn(over: RecordedTax | 'absent', stage: 'saved' | 'committed', sale: TaxSale, said?: TaxAmounts): TaxAmounts | undefined {
  const isDone = over !== 'absent' && (over.status === 'Committed' || (over.status === 'Saved' && stage === 'saved'));
  if (!isDone) return undefined;
  const { amounts, sums } = over;
  if (amounts && amounts.totalTax === (said ?? amounts).totalTax) return amounts;
  return said && sumDifferences(sumsOf(sale.date, said), sums).length === 0 ? knownAmounts(said, sale) : undefined;
}
