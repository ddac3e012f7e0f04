import type { TaxAmounts } from '#contracts/events/tax.js';
import type { TaxTransaction } from './domain/tax-transaction.js';
import { type OutsideProvider, type RecordedTax, TaxRefused } from './providers/tax-provider.js';

/**
 * One try to let the provider know what it is to know; gives the amounts of the sale, but of one that is voided. What may be recorded already is
 * read first, and nothing is sent that is there. Throws TaxUnanswered or TaxRefused.
 */
export async function carryOut(provider: OutsideProvider, transaction: TaxTransaction): Promise<TaxAmounts | undefined> {
  const { orderNumber, stage, sale, mayBeRecorded, why = 'the order has changed' } = transaction;
  if (stage === 'estimated') return provider.quote(sale);
  const over: RecordedTax | 'absent' = mayBeRecorded ? await provider.find(orderNumber, sale) : 'absent';
  if (stage === 'voided') {
    if (over !== 'absent' && over.status !== 'Cancelled') await provider.void(orderNumber);
    return undefined;
  }
  const done = doneIn(over, stage);
  if (done) return done;
  if (over !== 'absent' && over.status === 'Cancelled') throw new TaxRefused('its document was voided at the provider, and is left so');
  return (await provider.record(orderNumber, sale, { over, commits: stage === 'committed', why })).amounts;
}

/** The amounts of the sale, where it is there and as it should be. */
function doneIn(over: RecordedTax | 'absent', stage: 'saved' | 'committed'): TaxAmounts | undefined {
  return over !== 'absent' && over.status === (stage === 'committed' ? 'Committed' : 'Saved') ? over.amounts : undefined;
}
