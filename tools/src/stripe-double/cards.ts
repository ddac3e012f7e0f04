import { invalid } from './stripe-objects.js';

/** What a means of payment leads to; the names are those of Stripe's test mode. */
export interface Conduct {
  readonly outcome: 'authorized' | 'declined' | 'requires_action' | 'processing';
  readonly decline_code?: string;
  readonly refunds?: 'pending';
}

const conducts: Readonly<Record<string, Conduct>> = {
  pm_card_visa: { outcome: 'authorized' },
  pm_card_chargeDeclined: { outcome: 'declined', decline_code: 'generic_decline' },
  pm_card_chargeDeclinedInsufficientFunds: { outcome: 'declined', decline_code: 'insufficient_funds' },
  pm_card_threeDSecure2Required: { outcome: 'requires_action' },
  pm_card_pendingRefund: { outcome: 'authorized', refunds: 'pending' },
  /** Ours: a means of payment that is not decided at once. */
  pm_processing: { outcome: 'processing' },
};

export function conductOf(means: string | null): Conduct {
  const conduct = conducts[means ?? ''];
  if (!conduct) throw invalid(`No such PaymentMethod: '${means}'`, { code: 'resource_missing', param: 'payment_method' });
  return conduct;
}

/** The error of a declined card. */
export function declineOf({ decline_code }: Conduct) {
  return { type: 'card_error', code: 'card_declined', decline_code, message: 'Your card was declined.' };
}
