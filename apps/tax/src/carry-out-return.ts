import type { KnownReturn, TaxTransaction } from './domain/tax-transaction.js';
import { type OutsideProvider, type ReturnToTell, TaxRefused } from './providers/tax-provider.js';

/** One try to let the provider know of a return. What may be recorded already is read first. Throws TaxUnanswered or TaxRefused. */
export async function carryOutReturn(
  provider: OutsideProvider,
  transaction: TaxTransaction,
  returned: KnownReturn,
  mayBeRecorded: boolean,
): Promise<void> {
  const told = toTell(transaction, returned);
  const found = mayBeRecorded ? await provider.findReturn(told) : 'absent';
  if (found === 'recorded') return;
  if (found !== 'absent') throw new TaxRefused(`the return ${returned.code} is ${found} at the provider, and is left so`);
  await provider.recordReturn(told);
}

/** The same where it did not happen after all: what is there is voided. */
export async function revokeReturn(provider: OutsideProvider, transaction: TaxTransaction, returned: KnownReturn): Promise<void> {
  const found = await provider.findReturn(toTell(transaction, returned));
  if (found !== 'absent' && found !== 'voided') await provider.void(returned.code, 'ReturnInvoice');
}

function toTell({ orderNumber: saleCode, sale }: TaxTransaction, { code, date, parts }: KnownReturn): ReturnToTell {
  return { code, saleCode, date, parts, sale };
}
