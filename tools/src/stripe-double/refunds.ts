import { conductOf } from './cards.js';
import { type Form, textOf, textsOf } from './form-body.js';
import type { Ledger } from './ledger.js';
import { amountOf } from './payment-intents.js';
import { type Intent, invalid, type Refund } from './stripe-objects.js';

/** Refunds of what was captured, each of a part or of all, until nothing is left. */
export class Refunds {
  constructor(private readonly ledger: Ledger) {}

  create(intent: Intent, form: Form): Refund {
    const { ledger } = this;
    const charge = intent.latest_charge;
    if (!charge?.captured) throw invalid(`This PaymentIntent does not have a captured charge to refund.`, { param: 'payment_intent' });
    const left = charge.amount_captured - charge.amount_refunded;
    if (left === 0) throw invalid('It has already been refunded.', { code: 'charge_already_refunded' });
    const amount = textOf(form, 'amount') === undefined ? left : amountOf(form, 'amount');
    if (amount > left) throw invalid(`Refund amount is greater than unrefunded amount on charge`, { param: 'amount' });
    const isPending = conductOf(intent.payment_method).refunds === 'pending';
    const refund: Refund = {
      ...{ id: ledger.newId('re'), object: 'refund', created: ledger.now(), currency: intent.currency, amount, charge: charge.id },
      ...{ payment_intent: intent.id, metadata: textsOf(form, 'metadata'), reason: textOf(form, 'reason') ?? null },
      ...(isPending ? { status: 'pending', pending_reason: 'processing' } : { status: 'succeeded' }),
    };
    ledger.refunds.set(refund.id, refund);
    // What is pending counts too.
    charge.amount_refunded += amount;
    ledger.acted('refund', intent, amount);
    ledger.emit('refund.created', refund);
    ledger.emit('charge.refunded', charge);
    return refund;
  }

  complete(refund: Refund): void {
    refund.status = 'succeeded';
    delete refund.pending_reason;
    this.ledger.emit('refund.updated', refund);
  }

  /** It comes back, perhaps days after it had succeeded. */
  fail(refund: Refund, failure_reason: string): void {
    const charge = this.ledger.intents.get(refund.payment_intent)?.latest_charge;
    if (charge) charge.amount_refunded -= refund.amount;
    refund.status = 'failed';
    refund.failure_reason = failure_reason;
    delete refund.pending_reason;
    this.ledger.emit('refund.failed', refund);
  }
}
