import type { MongoClient } from '#infra/mongo/client.js';
import { verifiedServices } from '#tools/verify-services.js';

interface PaymentDocument {
  readonly _id: string;
  readonly state: {
    readonly transactions?: readonly { readonly type: string; readonly status: string; readonly idempotencyKey: string }[];
  };
}

/** What a provider has authorized and no payment knows of, and what payments take for authorized and their provider does not. */
export async function* authorizationDifferences(mongo: MongoClient, authorized: ReadonlySet<string>): AsyncGenerator<string> {
  const { database, documents } = verifiedServices.payments;
  const known = new Set<string>();
  for await (const { _id, state } of mongo.db(database).collection<PaymentDocument>(documents).find()) {
    const succeeded = (state.transactions ?? []).filter(({ type, status }) => type === 'authorization' && status === 'succeeded');
    const keys = succeeded.map(({ idempotencyKey }) => idempotencyKey);
    if (keys.length > 1) yield `payment ${_id} was authorized ${keys.length} times`;
    for (const key of keys) {
      known.add(key);
      if (!authorized.has(key)) yield `payment ${_id} counts as authorized, and its provider has no ${key}`;
    }
  }
  for (const key of authorized) if (!known.has(key)) yield `the provider has authorized ${key}, and no payment says so`;
}
