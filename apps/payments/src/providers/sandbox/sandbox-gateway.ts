import { createHash } from 'node:crypto';
import mongoose from 'mongoose';
import type { CallType } from '#contracts/gateway-call.js';
import type { Database } from '#platform/database.js';
import type { StoredCall } from '../provider.js';
import { type Behaviour, behaviourByAmount, behaviourByToken } from './behaviour.js';
import { decideOutcome, type SandboxAct, type SandboxPayment } from './sandbox-payment.js';

const PAYMENTS = 'sandboxPayments';
const LOST = 'sandboxLostCalls';
const DAY = 24 * 60 * 60 * 1_000;
const DUPLICATE = 11_000;

/** How the sandbox reckons time; for tests. */
export interface SandboxOptions {
  readonly now?: () => Date;
  /** Milliseconds for which a `short` authorization holds; a minute when left out. */
  readonly shortFor?: number;
}

/** What is sent to the sandbox. */
export interface SandboxRequest {
  readonly act: CallType;
  readonly amount: string;
  readonly currency: string;
  readonly payment: string;
  readonly order: string;
  /** The reference of the authorization that it is about. */
  readonly authorization?: string;
  readonly token?: string;
}

/** What became of one attempt of a call. */
export interface Attempted {
  readonly act: SandboxAct;
  readonly behaviour: Behaviour | undefined;
  /** The call had been carried out before. */
  readonly repeated: boolean;
}

/**
 * The sandbox's own truth: a document per authorization with everything that followed from it, each act added by one conditional write.
 * The unique index on the key makes sure that nothing is done twice. Throws when the database is away; then nobody knows what was done.
 */
export class SandboxGateway {
  constructor(
    private readonly database: Database,
    private readonly options: SandboxOptions,
  ) {
    database.declare({ name: PAYMENTS, indexes: [{ key: { 'acts.key': 1 }, unique: true }, { key: { paymentId: 1 } }] });
    database.declare({ name: LOST, indexes: [] });
  }

  /** Everything that was carried out for a payment, declined calls too, oldest first; each act once. */
  async acts(paymentId: string): Promise<SandboxAct[]> {
    const payments = await this.#payments.find({ paymentId }).sort({ _id: 1 }).toArray();
    return payments.flatMap(({ acts }) => acts).sort((one, other) => (one.at < other.at ? -1 : 1));
  }

  /** Carries a call out, once. Undefined when the call gets lost on its way: nothing is done then. */
  async carryOut(call: StoredCall): Promise<Attempted | undefined> {
    const request = JSON.parse(call.request) as SandboxRequest;
    for (let payment = await this.#read(documentOf(call)); ; payment = await this.#read(documentOf(call), 'linearizable')) {
      const known = payment?.acts.find(({ key }) => key === call.idempotencyKey);
      const behaviour = behaviourOf(call, payment?.token ?? request.token);
      if (known) return { act: sameRequest(known, call), behaviour, repeated: true };
      if (behaviour === 'lost-before' && (await this.#isFirst(call.idempotencyKey))) return undefined;
      const act = this.#act(payment, call, behaviour);
      if (await this.#add(payment, act, request, documentOf(call))) return { act, behaviour, repeated: false };
    }
  }

  /** What is true of a call now: asking is what time passes by. Null when it was never carried out. */
  async ask(call: StoredCall): Promise<SandboxAct | null> {
    for (;;) {
      const payment = await this.#read(documentOf(call), 'linearizable');
      const index = payment?.acts.findIndex(({ callId }) => callId === call.id) ?? -1;
      const act = payment?.acts[index];
      if (!payment || !act) return null;
      if (!act.later || act.isLater) return act;
      const { _id, version } = payment;
      const settled = await this.#payments.updateOne({ _id, version }, { $set: { [`acts.${index}.isLater`]: true }, $inc: { version: 1 } });
      if (settled.matchedCount === 1) return { ...act, isLater: true };
    }
  }

  #act(payment: SandboxPayment | null, call: StoredCall, behaviour: Behaviour | undefined): SandboxAct {
    const { id: callId, idempotencyKey: key, type, amount, request } = call;
    const at = this.options.now?.() ?? new Date();
    const holdsFor = behaviour === 'short' ? (this.options.shortFor ?? 60_000) : 7 * DAY;
    return {
      ...{ key, callId, type, amount, request, reference: referenceOf(key) },
      ...decideOutcome(payment, call, behaviour, at.toISOString()),
      at: at.toISOString(),
      ...(type === 'authorization' ? { authorizedUntil: new Date(at.getTime() + holdsFor).toISOString() } : {}),
    };
  }

  /** False when another write came first. Throws when the key belongs to another call. */
  async #add(payment: SandboxPayment | null, act: SandboxAct, request: SandboxRequest, _id: string): Promise<boolean> {
    try {
      if (payment) {
        const { version } = payment;
        const added = await this.#payments.updateOne({ _id, version }, { $push: { acts: act } as object, $inc: { version: 1 } });
        return added.matchedCount === 1;
      }
      const { payment: paymentId, currency, token } = request;
      await this.#payments.insertOne({ _id, version: 1, paymentId, currency, ...(token === undefined ? {} : { token }), acts: [act] });
      return true;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      const other = await this.#payments.findOne({ 'acts.key': act.key });
      if (other && other._id !== _id) throw new KeyReused(act.key);
      return false;
    }
  }

  /** Whether a call gets lost: its first attempt does. */
  async #isFirst(key: string): Promise<boolean> {
    try {
      await this.database.collection<{ _id: string }>(LOST).insertOne({ _id: key });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  #read(_id: string, level: 'majority' | 'linearizable' = 'majority') {
    return this.#payments.findOne({ _id }, { readConcern: { level }, maxTimeMS: 5_000 });
  }

  get #payments() {
    return this.database.collection<SandboxPayment>(PAYMENTS);
  }
}

/** The key was sent before, with something else: a bug of the caller. */
class KeyReused extends Error {
  constructor(key: string) {
    super(`the sandbox was sent the key ${key} before with another request`);
  }
}

function sameRequest(act: SandboxAct, call: StoredCall): SandboxAct {
  if (act.request !== call.request || act.type !== call.type || act.amount !== call.amount) throw new KeyReused(act.key);
  return act;
}

function behaviourOf({ type, amount }: StoredCall, token: string | undefined): Behaviour | undefined {
  const byToken = token === undefined ? undefined : behaviourByToken(token);
  return byToken?.type === type ? byToken.behaviour : behaviourByAmount(type, amount);
}

/** The document that a call belongs to: an authorization's own, or the one that it names. */
function documentOf(call: StoredCall): string {
  return (JSON.parse(call.request) as SandboxRequest).authorization ?? referenceOf(call.idempotencyKey);
}

/** The same for the same key, as everything here is. */
function referenceOf(key: string): string {
  return `sandbox_${createHash('sha256').update(key).digest('base64url').slice(0, 22)}`;
}

function isDuplicate(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE;
}
