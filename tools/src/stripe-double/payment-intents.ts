import { type Conduct, conductOf, declineOf } from './cards.js';
import { type Form, partOf, textOf, textsOf } from './form-body.js';
import type { Ledger } from './ledger.js';
import { type Intent, invalid, StripeFailure } from './stripe-objects.js';

const WEEK = 7 * 24 * 3_600;

/** A payment intent from its making to its end. */
export class PaymentIntents {
  constructor(private readonly ledger: Ledger) {}

  create(form: Form): Intent {
    const { ledger } = this;
    const means = textOf(form, 'payment_method') ?? textOf(form, 'confirmation_token') ?? null;
    const id = ledger.newId('pi');
    const intent: Intent = {
      ...{
        id,
        object: 'payment_intent',
        created: ledger.now(),
        currency: textOf(form, 'currency') ?? '',
        amount: amountOf(form, 'amount'),
      },
      ...{
        capture_method: textOf(form, 'capture_method') === 'manual' ? 'manual' : 'automatic',
        client_secret: `${id}_secret_${id.slice(-8)}`,
      },
      ...{ status: means === null ? 'requires_payment_method' : 'requires_confirmation', amount_capturable: 0, amount_received: 0 },
      ...{ metadata: textsOf(form, 'metadata'), payment_method: means, last_payment_error: null },
      ...{ canceled_at: null, cancellation_reason: null, latest_charge: null },
    };
    // A token that is not there is found before anything is made.
    if (means !== null) conductOf(means);
    ledger.intents.set(id, intent);
    ledger.emit('payment_intent.created', intent);
    return textOf(form, 'confirm') === 'true' ? this.confirm(intent, means) : intent;
  }

  /** As a storefront does with the client's secret, or as it is asked for when the intent is made. Throws what a declined card gives. */
  confirm(intent: Intent, means: string | null = intent.payment_method): Intent {
    this.#mustBe(intent, 'confirm', 'requires_payment_method', 'requires_confirmation', 'requires_action');
    const conduct = conductOf(means);
    intent.payment_method = means;
    if (conduct.outcome === 'declined') throw this.#decline(intent, conduct);
    if (conduct.outcome === 'authorized') return this.authorize(intent);
    intent.status = conduct.outcome;
    this.ledger.emit(`payment_intent.${conduct.outcome}`, intent);
    return intent;
  }

  authorize(intent: Intent): Intent {
    const { ledger } = this;
    const { id, amount, currency, metadata } = intent;
    const capture_before = ledger.now() + WEEK;
    const card = { brand: 'visa', last4: '4242', exp_month: 8, exp_year: 2031, fingerprint: 'Xt5EWLLDS7FJjR1c', capture_before };
    intent.latest_charge = {
      ...{ id: ledger.newId('ch'), object: 'charge', created: ledger.now(), currency, amount, payment_intent: id, status: 'succeeded' },
      ...{ captured: false, amount_captured: 0, amount_refunded: 0, metadata, payment_method_details: { type: 'card', card } },
    };
    Object.assign(intent, { status: 'requires_capture', amount_capturable: amount, last_payment_error: null });
    ledger.acted('authorization', intent, amount);
    ledger.emit('payment_intent.amount_capturable_updated', intent);
    return intent;
  }

  decline(intent: Intent): Intent {
    this.#decline(intent, { outcome: 'declined', decline_code: 'generic_decline' });
    return intent;
  }

  capture(intent: Intent, form: Form): Intent {
    const { ledger } = this;
    this.#mustBe(intent, 'capture', 'requires_capture');
    const charge = intent.latest_charge;
    if (!charge) throw new Error('it was never charged');
    const units = textOf(form, 'amount_to_capture') === undefined ? intent.amount_capturable : amountOf(form, 'amount_to_capture');
    if (units > intent.amount_capturable)
      throw invalid('It is more than can be captured.', { code: 'amount_too_large', param: 'amount_to_capture' });
    const isFinal = textOf(form, 'final_capture') !== 'false';
    if (!isFinal && !ledger.multicapture) throw invalid('Multicapture is not available.', { param: 'final_capture' });
    intent.amount_received += units;
    intent.amount_capturable = isFinal ? 0 : intent.amount_capturable - units;
    intent.metadata = { ...intent.metadata, ...textsOf(form, 'metadata') };
    if (intent.amount_capturable === 0) intent.status = 'succeeded';
    Object.assign(charge, { captured: true, amount_captured: intent.amount_received });
    ledger.acted('capture', intent, units);
    ledger.emit('charge.captured', charge);
    if (intent.status === 'succeeded') ledger.emit('payment_intent.succeeded', intent);
    return intent;
  }

  cancel(intent: Intent, form: Form): Intent {
    this.#mustBe(intent, 'cancel', 'requires_payment_method', 'requires_confirmation', 'requires_action', 'requires_capture');
    this.ledger.acted('cancellation', intent, intent.amount_capturable);
    return this.#end(intent, textOf(form, 'cancellation_reason') ?? null);
  }

  /** Holds whose time is over are released, and nobody is asked. */
  lapse(intent: Intent): Intent {
    const until = intent.latest_charge?.payment_method_details.card.capture_before ?? 0;
    if (intent.status !== 'requires_capture' || this.ledger.now() < until) return intent;
    return this.#end(intent, 'automatic');
  }

  #end(intent: Intent, cancellation_reason: string | null): Intent {
    Object.assign(intent, { status: 'canceled', amount_capturable: 0, canceled_at: this.ledger.now(), cancellation_reason });
    this.ledger.emit('payment_intent.canceled', intent);
    return intent;
  }

  #decline(intent: Intent, conduct: Conduct): StripeFailure {
    const error = declineOf(conduct);
    Object.assign(intent, { status: 'requires_payment_method', payment_method: null, last_payment_error: error });
    this.ledger.emit('payment_intent.payment_failed', intent);
    return new StripeFailure(402, { ...error, payment_intent: { ...intent } });
  }

  #mustBe(intent: Intent, what: string, ...statuses: readonly Intent['status'][]): void {
    if (statuses.includes(intent.status)) return;
    const message = `This PaymentIntent's status is ${intent.status}: it is too early or too late to ${what}.`;
    throw invalid(message, { code: 'payment_intent_unexpected_state', payment_intent: { ...intent } });
  }
}

/** In the minor unit. Throws on what is no amount, before anything has begun. */
export function amountOf(form: Form, name: string): number {
  const text = textOf(form, name) ?? '';
  const amount = Number(text);
  if (!/^\d+$/.test(text) || amount < 1)
    throw new StripeFailure(400, { type: 'invalid_request_error', code: 'parameter_invalid_integer', param: name }, false);
  if (amount > 99_999_999) throw invalid('It is too large.', { code: 'amount_too_large', param: name });
  return amount;
}

/** Whether an answer is to hold the whole object instead of its id. */
export function expands(form: Form, path: string): boolean {
  return Object.values(partOf(form, 'expand')).includes(path);
}
