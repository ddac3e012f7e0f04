import type { TaxAmounts } from '#contracts/events/tax.js';
import type { TaxTransaction } from './domain/tax-transaction.js';
import { type OutsideProvider, type RecordedTax, TaxRefused } from './providers/tax-provider.js';

/**
 * One try to let the provider know what it is to know; gives the amounts of the sale, but of one that is voided. What may be recorded already is
 * read first, and nothing is sent that is there. `said` is what the provider has said of this very sale and stage before: where it says
 * otherwise now, somebody else has changed it there. Throws TaxUnanswered or TaxRefused.
 */
export async function carryOut(
  provider: OutsideProvider,
  transaction: TaxTransaction,
  said?: Pick<TaxAmounts, 'totalTax'>,
): Promise<TaxAmounts | undefined> {
  const { orderNumber, stage, sale, mayBeRecorded, why = 'the order has changed' } = transaction;
  if (stage === 'estimated') return provider.quote(sale);
  const over: RecordedTax | 'absent' = mayBeRecorded ? await provider.find(orderNumber, sale) : 'absent';
  if (stage === 'voided') {
    if (over !== 'absent' && over.status !== 'Cancelled') await provider.void(orderNumber);
    return undefined;
  }
  const done = doneIn(over, stage);
  if (done && done.totalTax === (said ?? done).totalTax) return done;
  if (over !== 'absent' && over.status === 'Cancelled') throw new TaxRefused('its document was voided at the provider, and is left so');
  return (await provider.record(orderNumber, sale, { over, commits: stage === 'committed', why })).amounts;
}

/** The amounts of the sale, where it is there and as it should be; what is committed already cannot be less. */
function doneIn(over: RecordedTax | 'absent', stage: 'saved' | 'committed'): TaxAmounts | undefined {
  const isDone = over !== 'absent' && (over.status === 'Committed' || (over.status === 'Saved' && stage === 'saved'));
  return isDone ? over.amounts : undefined;
}
