import type { MongoClient } from '#infra/mongo/client.js';
import { verifiedServices } from '#tools/verify-services.js';
import type { StripeEffect } from '../providers/stripe-stand-in.js';

/** A payment as it is stored, as far as it says what its gateway was asked. */
export interface StoredPayment {
  readonly _id: string;
  readonly state: {
    readonly orderNumber: string;
    readonly gateway: string;
    readonly openCalls?: readonly object[];
    readonly transactions: readonly Transaction[];
  };
}

interface Transaction {
  readonly type: 'authorization' | 'capture' | 'refund' | 'void';
  readonly status: string;
  readonly amount: string;
  readonly idempotencyKey: string;
}

/** Reads all payments and compares them with what Stripe has done. */
export async function gatewayDifferences(mongo: MongoClient, effects: readonly StripeEffect[]): Promise<string[]> {
  const { database, documents } = verifiedServices.payments;
  const payments = await mongo.db(database).collection<StoredPayment>(documents).find().toArray();
  return [...stripeDifferences(payments, effects)];
}

/** Where what payments take for done and what Stripe has done are not the same, once each; and what stays open. A sentence each. */
export function* stripeDifferences(payments: readonly StoredPayment[], effects: readonly StripeEffect[]): Generator<string> {
  const done = Map.groupBy(effects, ({ paymentId }) => paymentId);
  for (const { _id, state } of payments) {
    const who = `payment ${_id} of order ${state.orderNumber}`;
    if (state.openCalls) yield `${who} does not know what became of ${state.openCalls.length} calls`;
    if (state.gateway !== 'stripe') continue;
    const succeeded = state.transactions.filter(({ status }) => status === 'succeeded');
    for (const type of types) {
      const logged = succeeded.filter((transaction) => transaction.type === type);
      const carriedOut = (done.get(_id) ?? []).filter(({ kind }) => kind === kindOf(type));
      yield* moveDifferences(who, type, logged, carriedOut);
    }
    done.delete(_id);
  }
  for (const [paymentId, [first]] of done) yield `Stripe has carried out one ${first?.kind} for payment ${paymentId}, which is not there`;
}

const types = ['authorization', 'capture', 'refund', 'void'] as const;
const kindOf = (type: Transaction['type']) => (type === 'void' ? 'cancellation' : type);

function* moveDifferences(
  who: string,
  type: Transaction['type'],
  logged: readonly Transaction[],
  carriedOut: readonly StripeEffect[],
): Generator<string> {
  // What is given up of a promise that nobody had made yet is nothing at Stripe.
  const isCounted = type === 'void';
  const [ours, theirs] = [
    logged.map(({ amount }) => (isCounted ? 'one' : unitsOf(amount))),
    carriedOut.map(({ amount }) => (isCounted ? 'one' : amount)),
  ];
  if (listed(ours) !== listed(theirs)) yield `${who} knows of ${listed(ours)} as ${type}, and Stripe has carried out ${listed(theirs)}`;
  // Without a key, it was the shopper or the bank that acted.
  const keys = new Set(carriedOut.flatMap(({ key }) => key ?? []));
  for (const { idempotencyKey } of logged) keys.delete(idempotencyKey);
  for (const key of keys) yield `Stripe has carried out one ${type} under the key ${key}, and ${who} does not say so`;
}

/** In pence: `12.30` is 1230. */
const unitsOf = (amount: string) => Number(amount.replace('.', ''));

function listed(amounts: readonly (number | string)[]): string {
  return amounts.length === 0 ? 'nothing' : amounts.toSorted().join(' and ');
}
