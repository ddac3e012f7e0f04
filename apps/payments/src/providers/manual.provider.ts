import type { GatewayAnswer, PaymentProvider } from './payment-provider.js';

/** Cash, invoice, bank transfer: nobody is asked, a promise to pay counts as the authorization. */
export const manualProvider: PaymentProvider = {
  gateway: 'manual',
  isLocal: true,
  async authorize({ amount, currency }) {
    return {
      status: 'succeeded',
      responseCode: 'promised',
      request: `authorize ${amount} ${currency}`,
      response: 'promised, to be paid by hand',
    };
  },
  async void({ amount, currency }) {
    return {
      status: 'succeeded',
      responseCode: 'released',
      request: `void ${amount} ${currency}`,
      response: 'nothing is to be paid any more',
    };
  },
};

const words = {
  capture: { responseCode: 'received', response: 'received by hand' },
  refund: { responseCode: 'returned', response: 'given back by hand' },
  void: { responseCode: 'released', response: 'nothing more is to be paid' },
};

/** What the log says of money that people moved by hand, or stopped waiting for. */
export function byHand(type: keyof typeof words): GatewayAnswer & { readonly type: keyof typeof words } {
  return { type, status: 'succeeded', request: `${type}, by hand`, ...words[type] };
}
