import { isDeepStrictEqual } from 'node:util';
import type { TaxAmounts, TaxDocumentLine } from '#contracts/events/tax.js';
import { type TaxedKind, type TaxSale, taxedKinds } from '#contracts/events/tax-transaction.js';
import { amountIn, Decimal, exactly, roundTo, sum, zero } from '#contracts/money.js';
import { saleLines } from '../src/providers/avatax/sale-lines.js';
import {
  type FoundReturn,
  type OutsideProvider,
  type RecordedTax,
  type ResolvedAddress,
  type ReturnToTell,
  TaxRefused,
  TaxUnanswered,
} from '../src/providers/tax-provider.js';

interface MemoryReturn {
  readonly told: Pick<ReturnToTell, 'saleCode' | 'date' | 'parts'>;
  readonly status: 'recorded' | 'voided';
}

/** The documents of one order at a provider that acts as AvaTax does and may keep silent before it has acted, or after. */
export class ProviderOfMemory implements OutsideProvider {
  readonly name = 'avatax';
  revisions = 0;
  voids = 0;
  document: { status: RecordedTax['status']; sale: TaxSale } | undefined;
  readonly returns = new Map<string, MemoryReturn>();
  /** Filed: nothing of the sale can change, and returns can still be made. */
  isLocked = false;
  /** Each time that a return was recorded. */
  returned = 0;
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
      if (this.isLocked && this.document?.status === 'Committed') throw new TaxRefused('CannotModifyLockedTransaction');
      if (this.document && this.document.status !== (isAdjusting ? 'Committed' : 'Saved')) throw new TaxRefused('DocStatusError');
      if (this.document?.status !== 'Saved') this.revisions += 1;
      this.document = { status: commits || isAdjusting ? 'Committed' : 'Saved', sale };
      return this.#known(sale);
    });
  }

  findReturn({ code, saleCode, date, parts }: ReturnToTell): Promise<FoundReturn> {
    return this.#answered(() => {
      const found = this.returns.get(code);
      if (!found || found.status === 'voided') return found ? 'voided' : 'absent';
      return isDeepStrictEqual(found.told, { saleCode, date, parts }) ? 'recorded' : 'recorded otherwise';
    });
  }

  recordReturn({ code, saleCode, date, parts }: ReturnToTell): Promise<void> {
    return this.#answered(() => {
      if (this.document?.status !== 'Committed') throw new TaxRefused('there is no sale that is reported');
      if (this.returns.has(code)) throw new TaxRefused('DocStatusError');
      this.returned += 1;
      this.returns.set(code, { told: { saleCode, date, parts }, status: 'recorded' });
    });
  }

  void(code: string, type?: string): Promise<void> {
    return this.#answered(() => {
      if (type === 'ReturnInvoice') return this.#voidReturn(code);
      if (!this.document || this.document.status === 'Cancelled') throw new TaxRefused('nothing to void');
      if ([...this.returns.values()].some(({ status }) => status === 'recorded')) throw new TaxRefused('its returns are there');
      this.voids += 1;
      this.document = { ...this.document, status: 'Cancelled' };
    });
  }

  resolve(): Promise<ResolvedAddress> {
    return this.#answered(() => ({ status: 'unchecked', messages: [] }));
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

  #voidReturn(code: string): void {
    const found = this.returns.get(code);
    if (found?.status !== 'recorded') throw new TaxRefused('nothing to void');
    this.returns.set(code, { ...found, status: 'voided' });
  }

  #known(sale: TaxSale): RecordedTax {
    const document = this.document as NonNullable<typeof this.document>;
    const { totalTax: tax, ...is } = amountsOf(document.sale);
    const amount = sum(taxedKinds.flatMap((kind) => is[kind].map(({ taxable }) => Decimal(taxable)))).toFixed(2);
    const isAsAsked = isDeepStrictEqual(document.sale, sale);
    return { status: document.status, ...(isAsAsked && { amounts: amountsOf(sale) }), sums: { date: document.sale.date, amount, tax } };
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

const states: Readonly<Record<string, readonly string[]>> = { CA: ['0.06', '0.0125', '0.005'], NY: ['0.04', '0.04875'], OR: ['0'] };

/** By jurisdiction, each rounded by line, and taken out of what includes it as a whole; but what was given back keeps its tax. */
export function amountsOf(sale: TaxSale): TaxAmounts {
  const rates = states[sale.address?.region ?? 'OR'] ?? ['0'];
  const taxed = saleLines(sale).map(({ kind, part, net: sent, includesTax, tax: charged }) => {
    const whole = Decimal('1').plus(sum(rates.map((rate) => Decimal(rate))));
    const net = includesTax ? roundTo(sent.div(whole), sale.currency) : sent;
    const tax = includesTax ? sent.minus(net) : sum(rates.map((rate) => roundTo(sent.times(rate), sale.currency)));
    return { kind, id: part.id, net, tax: charged ?? tax };
  });
  const of = (kind: TaxedKind): TaxDocumentLine[] =>
    sale[kind].map(({ id }) => {
      const own = taxed.filter((line) => line.kind === kind && line.id === id);
      const [taxable, tax] = [sum(own.map(({ net }) => net)), sum(own.map((line) => line.tax))];
      return { id, taxable: exactly(taxable), rate: '0', tax: exactly(tax) };
    });
  const [lines, shipments, payments] = taxedKinds.map(of) as [TaxDocumentLine[], TaxDocumentLine[], TaxDocumentLine[]];
  const totalTax = amountIn(sum([...lines, ...shipments, ...payments].map(({ tax }) => Decimal(tax))).plus(zero), sale.currency);
  const none = { orderDiscount: sale.discount, orderTaxRate: '0', orderDiscountTax: '0' };
  const included = sale.pricesIncludeTax && { pricesIncludeTax: true };
  return { provider: 'avatax', currency: sale.currency, country: sale.country, ...none, ...included, lines, shipments, payments, totalTax };
}
