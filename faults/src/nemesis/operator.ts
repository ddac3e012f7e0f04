import type { MongoClient } from '#infra/mongo/client.js';
import { allServices } from '#tools/verify-services.js';
import type { Cluster } from '../cluster/cluster.js';
import { FAULT_HEADER } from './intruder.js';

interface Letter {
  readonly _id: string;
  readonly reason: string;
  readonly detail: string;
  readonly headers: readonly (readonly [string, string])[];
}

/** Does what docs/operations.md asks of a person: gives up what never was an event, and has the rest handled again. */
export class Operator {
  /** Events of ours that a handler could not handle: no fault of the surroundings may lead to that. */
  readonly unhandled = new Set<string>();

  constructor(
    private readonly cluster: Cluster,
    private readonly mongo: MongoClient,
  ) {}

  /** True when nothing is set aside in any service. Throws while a service cannot be asked. */
  async clearDeadLetters(): Promise<boolean> {
    const cleared = await Promise.all(allServices.map(({ name, database }) => this.#clear(name, database)));
    return cleared.every(Boolean);
  }

  async #clear(service: string, database: string): Promise<boolean> {
    const letters = await this.mongo
      .db(database)
      .collection<Letter>('deadLetters')
      .find({}, { projection: { value: 0 } })
      .toArray();
    if (letters.length === 0) return true;
    const replica = this.cluster.nodes.find((node) => node.service === service);
    const address = `${replica?.url}/admin/dead-letters`;
    for (const { _id, reason, detail, headers } of letters) {
      if (headers.some(([name]) => name === FAULT_HEADER)) await ask('DELETE', `${address}/${_id}`);
      else if (reason !== 'key-held') this.unhandled.add(`${service} could not handle ${_id}: ${reason}, ${detail}`);
    }
    await ask('POST', `${address}/redrive`);
    return false;
  }
}

async function ask(method: string, address: string): Promise<void> {
  const response = await fetch(address, { method, signal: AbortSignal.timeout(20_000) });
  if (!response.ok) throw new Error(`${method} ${address} was answered with ${response.status}`);
  await response.body?.cancel();
}
