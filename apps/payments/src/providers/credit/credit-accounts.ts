import { Inject, Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import type { ChangeCredit, CreditAccount, CreditEntry, OpenCreditAccount } from '#contracts/credit-account.js';
import { decimalsObstacle } from '#contracts/decimals-obstacle.js';
import { amountIn, Decimal } from '#contracts/money.js';
import { isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import type { ChangeContext } from '#platform/change-context.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { fingerprint } from '#platform/fingerprint.js';
import type { PageCursor } from '#platform/list-conditions.js';
import { accountIdOfCustomer, CreditCodes, endingOf } from './credit-codes.js';
import { available, type CreditHolder, changeCredit } from './credit-entry.js';
import { CreditLedger, type EntryHead, type StoredEntry } from './credit-ledger.js';

/** Which credit accounts are wanted; each condition that is named must hold. */
export interface CreditConditions {
  readonly customer?: string | undefined;
  readonly code?: string | undefined;
  readonly storeId?: string | undefined;
}

/** What people do with credit accounts, a short method per use case. */
@Injectable()
export class CreditAccounts {
  constructor(
    private readonly ledger: CreditLedger,
    private readonly codes: CreditCodes,
    @Inject(STORES) private readonly stores: Stores,
  ) {}

  /** One of a customer in each currency of each store, and one of each code in each store. */
  async open(command: OpenCreditAccount, context: ChangeContext): Promise<(CreditAccount & { readonly replayed: boolean }) | Refusal> {
    const { storeId, currency, customerId, code, amount = '0', reason } = command;
    const obstacle = this.#obstacle(command);
    if (obstacle) return obstacle;
    const accountId =
      customerId === undefined ? this.codes.accountIdOf(storeId, code ?? '') : accountIdOfCustomer(storeId, currency, customerId);
    const whose = customerId === undefined ? { codeEnding: endingOf(code ?? '') } : { customerId };
    const entered = await this.ledger.open(accountId, { storeId, currency, ...whose }, amount, headOf('open', context, reason));
    if (isRefusal(entered)) return entered;
    const account = await this.find(entered.entry.accountId);
    return account ? { ...account, replayed: entered.replayed } : noSuchAccount();
  }

  /** Puts something on an account or takes something off it. */
  async change(
    id: string,
    { amount, reason }: ChangeCredit,
    context: ChangeContext,
  ): Promise<{ readonly entry: CreditEntry; readonly replayed: boolean } | Refusal> {
    const first = await this.ledger.first(id);
    if (!first?.holder) return noSuchAccount();
    const { holder } = first;
    const obstacle = decimalsObstacle(amount, holder.currency);
    if (obstacle) return obstacle;
    const head = headOf(id, context, reason);
    const entered = await this.ledger.add(id, head, (standing) => changeCredit(standing, amount, holder.currency));
    return isRefusal(entered) ? entered : { ...entered, entry: entryView(entered.entry, holder) };
  }

  /** The account as it is now, or null. */
  async find(id: string): Promise<CreditAccount | null> {
    const first = await this.ledger.first(id);
    return first && this.#view(first);
  }

  /** At most so many, newest first. */
  async list({ customer, code, storeId }: CreditConditions, limit: number, after?: PageCursor): Promise<CreditAccount[]> {
    if (code !== undefined && !this.codes.areOffered) return [];
    const accountIds = code === undefined ? undefined : [...this.stores.keys()].map((each) => this.codes.accountIdOf(each, code));
    const firsts = await this.ledger.firsts({ accountIds, customerId: customer, storeId }, limit, after);
    return Promise.all(firsts.map((first) => this.#view(first)));
  }

  /** At most so many, newest first, those before a number where one is named; null when there is no such account. */
  async entries(id: string, limit: number, before?: number): Promise<CreditEntry[] | null> {
    const [first, entries] = await Promise.all([this.ledger.first(id), this.ledger.entries(id, limit, before)]);
    return first?.holder ? entries.map((entry) => entryView(entry, first.holder as CreditHolder)) : null;
  }

  #obstacle({ storeId, currency, customerId, code, amount = '0' }: OpenCreditAccount): Refusal | undefined {
    const store = this.stores.get(storeId);
    if (!store) return refuse('unknown-store', `there is no store "${storeId}"`, 'storeId');
    if (!store.currencies.includes(currency)) {
      return refuse('currency-not-offered', `${storeId} sells in ${store.currencies.join(', ')}`, 'currency');
    }
    if ((customerId === undefined) === (code === undefined))
      return refuse('invalid-input', 'name a customer or a code, not both', 'customerId');
    if (code !== undefined && !this.codes.areOffered) return refuse('codes-not-offered', 'the service has no secret for codes', 'code');
    return decimalsObstacle(amount, currency);
  }

  async #view(first: StoredEntry): Promise<CreditAccount> {
    const last = (await this.ledger.last(first.accountId)) ?? first;
    const { storeId, currency, customerId, codeEnding } = first.holder as CreditHolder;
    return {
      ...{ id: first.accountId, storeId, currency },
      ...(customerId === undefined ? {} : { customerId }),
      ...(codeEnding === undefined ? {} : { code: `****${codeEnding}` }),
      balance: amountIn(Decimal(last.balance), currency),
      reserved: amountIn(Decimal(last.reserved), currency),
      available: amountIn(available(last), currency),
      ...{ createdAt: first.at, modifiedAt: last.at },
    };
  }
}

/** An entry as clients see it. */
function entryView(entry: StoredEntry, { currency }: Pick<CreditHolder, 'currency'>): CreditEntry {
  const { _id: id, number, type, declined, reason, paymentId, orderNumber, actor, at } = entry;
  const money = (amount: string) => amountIn(Decimal(amount), currency);
  return {
    ...{ id, number, type, amount: money(entry.amount), reserves: money(entry.reserves) },
    ...{ balance: money(entry.balance), available: amountIn(available(entry), currency) },
    ...(declined === undefined ? {} : { declined }),
    ...(reason === undefined ? {} : { reason }),
    ...(paymentId === undefined ? {} : { paymentId }),
    ...(orderNumber === undefined ? {} : { orderNumber }),
    ...{ actor, at },
  };
}

/** Without a key of the client's, each request is another. */
function headOf(scope: string, { actor, idempotency }: ChangeContext, reason: string | undefined): EntryHead {
  const key = `request/${scope}/${idempotency?.key ?? newId()}`;
  return { key, fingerprint: idempotency?.fingerprint ?? fingerprint(key), actor, ...(reason === undefined ? {} : { reason }) };
}

function noSuchAccount(): Refusal {
  return refuse('not-found', 'there is no such credit account');
}
