import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId } from 'uuid';
import { PaymentsConfig } from '../../payments.config.js';

// Fixed for good: they make the ids of accounts.
const CUSTOMERS = '5d1c7a52-6c0b-4a8e-9f0e-0f4a3f1f4c11';
const CODES = 'c0a5b7d4-3f0e-4c55-8f5e-9a6a2b7d9e02';

/** The account of a customer: one in each currency of each store. */
export function accountIdOfCustomer(storeId: string, currency: string, customerId: string): string {
  return derivedId(JSON.stringify([storeId, currency, customerId]), CUSTOMERS);
}

/**
 * Finds accounts by the codes of gift cards, which are as good as money and are not kept: the account's id follows from the code and a
 * secret of the service, so that who can read the database cannot try codes out.
 */
@Injectable()
export class CreditCodes {
  constructor(@Inject(PaymentsConfig) private readonly config: Pick<PaymentsConfig, 'CREDIT_CODE_KEY'>) {}

  /** Whether the service has the secret that accounts by code need. */
  get areOffered(): boolean {
    return this.config.CREDIT_CODE_KEY !== undefined;
  }

  /** The account of a code in a store, whether there is one or not; case and hyphens do not matter. Throws without the secret. */
  accountIdOf(storeId: string, code: string): string {
    const secret = this.config.CREDIT_CODE_KEY;
    if (secret === undefined) throw new Error('there are no credit accounts by code without CREDIT_CODE_KEY');
    const hash = createHmac('sha256', secret).update(JSON.stringify([storeId, plain(code)]));
    return derivedId(hash.digest('hex'), CODES);
  }
}

/** What people are shown of a code. */
export function endingOf(code: string): string {
  return plain(code).slice(-4);
}

function plain(code: string): string {
  return code.replaceAll('-', '').toUpperCase();
}
