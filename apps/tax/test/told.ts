import type { OrderEditedData } from '#contracts/events/order.js';
import type { TaxAmounts } from '#contracts/events/tax.js';
import type { SettledReturn, TaxReturn, TaxStage } from '#contracts/events/tax-transaction.js';
import type { RefundedLine } from '#contracts/refunded-line.js';
import { type Decision, isRefusal } from '#contracts/refusals.js';
import { carryOut } from '../src/carry-out.js';
import { carryOutReturn, revokeReturn } from '../src/carry-out-return.js';
import { chargedReturns, toldParts, withReturned } from '../src/domain/charge-returns.js';
import { editedSale, refundedParts } from '../src/domain/given-back.js';
import {
  evolve,
  isOpen,
  isSaleKnown,
  isSaleOpen,
  type KnownReturn,
  liveReturn,
  openReturns,
  type TaxTransaction,
  type TaxTransactionEvent,
} from '../src/domain/tax-transaction.js';
import { chargeReturn, delayTax, requestTax, resumeTax, settleTax, submitTax, type Wish } from '../src/domain/tell-provider.js';
import { ProviderOfMemory } from './provider-of-memory.js';

const head = { taxTransactionId: 't-1', orderId: 'o-1', orderNumber: 'SO-1', storeId: 'us', taxNumber: 'TX-1' };

type Change = Omit<Wish, 'orderVersion' | 'stage'> & { readonly stage?: TaxStage };

/** An order's transaction with whoever speaks about it; time goes on by whole seconds. */
export class Told {
  state: TaxTransaction | null = null;
  readonly provider = new ProviderOfMemory();
  /** As the tax document of the sale has them. */
  amounts: TaxAmounts | undefined;
  /** Of which version and stage they are. */
  #said: TaxTransaction['settled'];
  version = 0;
  edits = 0;
  #now = 0;
  #calls = 0;
  #refunds = 0;

  wish({ stage = this.state?.stage ?? 'estimated', ...change }: Change): string {
    const call = this.#call();
    const wish: Wish = { orderVersion: change.sale ? ++this.version : this.version, stage, ...change };
    this.#store(requestTax(this.state, head, wish, call, this.#at(0)));
    return call.id;
  }

  /** As `order.edited` is handled. */
  edit(edit: OrderEditedData): void {
    const { sale, cameBack: parts } = editedSale(this.state as TaxTransaction, edit);
    const returned = this.#return('return', `RE-${this.version}`, { parts });
    this.wish({ sale, isTold: true, ...(parts.length > 0 && { returned }) });
  }

  /** As `payment.refunded` is; gives the id of the return. */
  refund(what: { readonly lines: readonly RefundedLine[] } | { readonly allowance: string }): string | undefined {
    const parts = 'lines' in what ? refundedParts(this.state as TaxTransaction, what.lines) : [];
    if ('lines' in what && parts.length === 0) return undefined;
    const returned = this.#return('refund', `RF-${++this.#refunds}`, { parts, ...('allowance' in what && { allowance: what.allowance }) });
    this.wish({ returned });
    return returned.id;
  }

  /** Whoever has this call tries; `dies` before anything of it is stored. */
  async run(callId: string | undefined, silence?: 'before' | 'after', dies = false): Promise<void> {
    const before = this.state;
    if (!before || callId === undefined || before.call?.id !== callId) return;
    this.provider.silent(silence);
    const next = this.#call();
    try {
      const { sale = before, returned } = isOpen(before) ? await this.#tell(before, callId) : {};
      if (!dies) this.#store(settleTax(this.state, callId, sale, next, returned));
    } catch (error) {
      const delay = { reason: (error as Error).message, isRefused: false, tries: before.tries + 1, nextAt: this.#at(1) };
      if (!dies) this.#store(delayTax(this.state, callId, before, delay, this.#at(0)));
    } finally {
      this.provider.silent(undefined);
    }
  }

  /** People ask that it is told again. */
  submit(commits: boolean): void {
    this.#store(submitTax(this.state, commits, 'again', this.#call(), this.#at(0)));
  }

  /** Long after, another takes over. */
  resume(): string | undefined {
    this.#now += 100;
    const call = this.#call();
    this.#store(resumeTax(this.state, call, this.#at(0)));
    return this.state?.call?.id;
  }

  /** Until nothing is due any more. */
  async finish(): Promise<void> {
    for (let round = 0; this.state?.dueAt !== undefined && round < 60; round++) await this.run(this.resume());
  }

  /** As the tax service does. */
  async #tell(before: TaxTransaction, callId: string): Promise<{ sale?: TaxTransaction['settled']; returned?: SettledReturn }> {
    if (before.stage === 'voided') {
      const live = liveReturn(before);
      const known = before.settled ?? { orderVersion: before.orderVersion, stage: 'committed' };
      if (live) return { sale: known, returned: await this.#takeBack(before, live) };
      await carryOut(this.provider, before);
      return {};
    }
    const asCharged = toldParts(before.returns);
    const asked = { ...before, sale: { ...before.sale, ...(asCharged.length > 0 && { asCharged }) } };
    const { orderVersion, stage } = before;
    const isOfThis = this.#said?.orderVersion === orderVersion && this.#said.stage === stage;
    const said = before.mayBeRecorded && isOfThis ? this.amounts : undefined;
    this.amounts = isSaleKnown(before) ? (this.amounts as TaxAmounts) : ((await carryOut(this.provider, asked, said)) as TaxAmounts);
    this.#said = { orderVersion, stage };
    if (isSaleOpen(before)) return {};
    const next = openReturns(before)[0] as KnownReturn;
    if (!next.isCharged && !next.isRevoked) this.#store(chargeReturn(this.state, callId, next.id, this.amounts));
    const returned = this.state?.returns?.find(({ id }) => id === next.id) as KnownReturn;
    if (next.isRevoked || returned.parts.length === 0) return { returned: await this.#takeBack(before, returned) };
    await carryOutReturn(this.provider, before, returned, next.isCharged ?? false);
    return { returned: { id: next.id, known: 'recorded' } };
  }

  async #takeBack(before: TaxTransaction, returned: KnownReturn): Promise<SettledReturn> {
    if (returned.isCharged && returned.parts.length > 0) await revokeReturn(this.provider, before, returned);
    return { id: returned.id, known: 'voided' };
  }

  /** The tax of the order, part by part: that of the sale less what is no part of the order any more. */
  orderTaxes(): TaxAmounts {
    const { sale } = this.state as TaxTransaction;
    const amounts = this.amounts as TaxAmounts;
    return withReturned(amounts, sale, chargedReturns(this.state as TaxTransaction, amounts));
  }

  #return(cause: TaxReturn['cause'], code: string, what: Pick<TaxReturn, 'parts' | 'allowance'>): TaxReturn {
    return { id: `id-${code}`, number: `TX-${code}`, code, cause, date: '2026-11-28', ...what };
  }

  #store(decision: Decision<TaxTransactionEvent>): void {
    if (isRefusal(decision)) throw new Error(decision.detail);
    for (const event of decision) this.state = evolve(this.state, event);
  }

  #call() {
    return { id: `call-${++this.#calls}`, inHandUntil: this.#at(60) };
  }

  #at(seconds: number): string {
    return new Date((this.#now + seconds) * 1_000).toISOString();
  }
}
