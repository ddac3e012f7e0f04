import { randomBytes } from 'node:crypto';
import type { Charge, Effect, Intent, Refund, StripeEvent } from './stripe-objects.js';

/** All that the double remembers, and its clock. */
export class Ledger {
  readonly intents = new Map<string, Intent>();
  readonly refunds = new Map<string, Refund>();
  readonly effects: Effect[] = [];
  readonly events: StripeEvent[] = [];
  /** The key of the request that is being carried out. */
  key: string | undefined;
  #passed = 0;

  constructor(readonly multicapture: boolean) {}

  /** In seconds, as Stripe writes times. */
  readonly now = (): number => Math.floor(Date.now() / 1_000) + this.#passed;

  pass(seconds: number): void {
    this.#passed += seconds;
  }

  newId(prefix: string): string {
    return `${prefix}_${randomBytes(12).toString('hex')}`;
  }

  acted(kind: Effect['kind'], intent: Intent, amount: number): void {
    this.effects.push({ kind, intent: intent.id, amount, key: this.key });
  }

  emit(type: string, object: Intent | Charge | Refund): void {
    const shown = 'latest_charge' in object ? { ...object, latest_charge: object.latest_charge?.id ?? null } : object;
    this.events.push({
      ...{ id: this.newId('evt'), object: 'event', api_version: '2026-10-28.endive', created: this.now(), livemode: false, type },
      data: { object: structuredClone(shown) },
    });
  }
}
