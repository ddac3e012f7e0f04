import mongoose from 'mongoose';

/** The driver that mongoose brings, so that there is one version of it. */
export type MongoClient = mongoose.mongo.MongoClient;

/** Connects, runs the action, disconnects. Rejects within `timeoutMs` when no database answers. */
export async function withMongo<Result>(url: string, timeoutMs: number, action: (client: MongoClient) => Promise<Result>): Promise<Result> {
  const client = new mongoose.mongo.MongoClient(url, { serverSelectionTimeoutMS: timeoutMs, connectTimeoutMS: timeoutMs });
  try {
    await client.connect();
    return await action(client);
  } finally {
    await client.close();
  }
}
