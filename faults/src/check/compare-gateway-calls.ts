import type { MongoClient } from '#infra/mongo/client.js';
import { verifiedServices } from '#tools/verify-services.js';

interface PaymentDocument {
  readonly _id: string;
  readonly state: {
    readonly openCalls?: readonly { readonly idempotencyKey: string }[];
    readonly transactions: readonly { readonly type: string; readonly status: string; readonly idempotencyKey: string }[];
  };
}

/** What a gateway has carried out and no payment knows of, what payments take for done and their gateway does not, and what stays open. */
export async function* gatewayDifferences(mongo: MongoClient, carriedOut: ReadonlySet<string>): AsyncGenerator<string> {
  const { database, documents } = verifiedServices.payments;
  const known = new Set<string>();
  for await (const { _id, state } of mongo.db(database).collection<PaymentDocument>(documents).find()) {
    if (state.openCalls) yield `payment ${_id} does not know what became of ${state.openCalls.length} calls`;
    const succeeded = state.transactions.filter(({ status }) => status === 'succeeded');
    const authorizations = succeeded.filter(({ type }) => type === 'authorization');
    if (authorizations.length > 1) yield `payment ${_id} was authorized ${authorizations.length} times`;
    for (const { type, idempotencyKey } of succeeded) {
      if (known.has(idempotencyKey)) yield `payment ${_id} counts a ${type} twice`;
      known.add(idempotencyKey);
      if (!carriedOut.has(idempotencyKey)) yield `payment ${_id} counts a ${type}, and its gateway has no ${idempotencyKey}`;
    }
  }
  for (const key of carriedOut) if (!known.has(key)) yield `the gateway has carried out ${key}, and no payment says so`;
}
