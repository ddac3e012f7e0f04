import {
  IsAmount,
  IsChangedBy,
  IsCount,
  IsCreditCode,
  IsCurrencyCode,
  IsId,
  IsLabel,
  IsOneOf,
  IsPaidAmount,
  IsTaxable,
  IsTime,
  Optional,
} from './fields.js';

/** Give a customer, or whoever knows a code, credit to pay with: one of `customerId` and `code`. */
export class OpenCreditAccount {
  @IsId() storeId!: string;
  @IsCurrencyCode() currency!: string;
  @Optional() @IsId() customerId?: string;
  /** Of a gift card; nobody is shown it again. */
  @Optional() @IsCreditCode() code?: string;
  /** What is on it from the start; left out, nothing. */
  @Optional() @IsPaidAmount() amount?: string;
  @Optional() @IsLabel(500) reason?: string;
}

/** Put something on a credit account, or take something off it. */
export class ChangeCredit {
  @IsChangedBy() amount!: string;
  @IsLabel(500) reason!: string;
}

/** A customer's credit in one currency of one store, or a gift card's. */
export class CreditAccount {
  @IsId() id!: string;
  @IsId() storeId!: string;
  @IsCurrencyCode() currency!: string;
  @Optional() @IsId() customerId?: string;
  /** The last four characters of the code, such as `****W4PC`. */
  @Optional() @IsLabel(8) code?: string;
  /** With what is reserved. */
  @IsTaxable() balance!: string;
  /** Promised to payments and not taken yet. */
  @IsTaxable() reserved!: string;
  @IsTaxable() available!: string;
  @IsTime() createdAt!: string;
  @IsTime() modifiedAt!: string;
}

/** `grant` and `withdrawal` are said by people; the others are the calls of payments. */
export const creditEntryTypes = ['opening', 'grant', 'withdrawal', 'authorization', 'capture', 'void', 'refund'] as const;
export type CreditEntryType = (typeof creditEntryTypes)[number];

/** One line of a credit account's ledger; nothing of it ever changes. */
export class CreditEntry {
  @IsId() id!: string;
  /** From 1, without a gap. */
  @IsCount() number!: number;
  @IsOneOf(creditEntryTypes) type!: CreditEntryType;
  /** What it changes the balance by; the amounts of all entries add up to it. */
  @IsAmount() amount!: string;
  /** What it changes by of what is reserved. */
  @IsAmount() reserves!: string;
  /** After it. */
  @IsTaxable() balance!: string;
  @IsTaxable() available!: string;
  /** Why a payment's call was declined, such as `insufficient_credit`; then nothing changes. */
  @Optional() @IsLabel(64) declined?: string;
  @Optional() @IsLabel(500) reason?: string;
  @Optional() @IsId() paymentId?: string;
  @Optional() @IsId() orderNumber?: string;
  @IsId() actor!: string;
  @IsTime() at!: string;
}
