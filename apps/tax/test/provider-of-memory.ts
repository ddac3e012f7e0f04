import { isDeepStrictEqual } from 'node:util';
import type { TaxAmounts } from '#contracts/events/tax.js';
import type { TaxSale } from '#contracts/events/tax-transaction.js';
import { type OutsideProvider, type RecordedTax, TaxRefused, TaxUnanswered } from '../src/providers/tax-provider.js';

/** One document at a provider that acts as AvaTax does and may keep silent before it has acted, or after. */
export class ProviderOfMemory implements OutsideProvider {
  readonly name = 'avatax';
  revisions = 0;
  voids = 0;
  document: { status: RecordedTax['status']; sale: TaxSale } | undefined;
  #silence: 'before' | 'after' | undefined;

  silent(when: 'before' | 'after' | undefined): void {
    this.#silence = when;
  }

  quote(sale: TaxSale): Promise<TaxAmounts> {
    return this.#answered(() => amountsOf(sale));
  }

  find(_code: string, sale: TaxSale): Promise<RecordedTax | 'absent'> {
    return this.#answered(() => (this.document ? this.#known(sale) : 'absent'));
  }

  record(_code: string, sale: TaxSale, { over, commits }: Parameters<OutsideProvider['record']>[2]): Promise<RecordedTax> {
    return this.#answered(() => {
      const isAdjusting = over !== 'absent' && over.status === 'Committed';
      if (this.document && this.document.status !== (isAdjusting ? 'Committed' : 'Saved')) throw new TaxRefused('DocStatusError');
      if (this.document?.status !== 'Saved') this.revisions += 1;
      this.document = { status: commits || isAdjusting ? 'Committed' : 'Saved', sale };
      return this.#known(sale);
    });
  }

  void(): Promise<void> {
    return this.#answered(() => {
      if (!this.document || this.document.status === 'Cancelled') throw new TaxRefused('nothing to void');
      this.voids += 1;
      this.document = { ...this.document, status: 'Cancelled' };
    });
  }

  test(): Promise<void> {
    return Promise.resolve();
  }

  async *list(): AsyncGenerator<never> {}

  async look(): Promise<'absent'> {
    return 'absent';
  }

  heardBy(): OutsideProvider {
    return this;
  }

  #known(sale: TaxSale): RecordedTax {
    const document = this.document as NonNullable<typeof this.document>;
    return { status: document.status, ...(isDeepStrictEqual(document.sale, sale) && { amounts: amountsOf(sale) }) };
  }

  async #answered<Answer>(act: () => Answer): Promise<Answer> {
    const silence = this.#silence;
    this.#silence = undefined;
    if (silence === 'before') throw new TaxUnanswered('silent');
    const answer = act();
    if (silence === 'after') throw new TaxUnanswered('silent');
    return answer;
  }
}

const amountsOf = ({ discount }: TaxSale) => ({ totalTax: discount }) as TaxAmounts;
