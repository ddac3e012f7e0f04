import type { PaymentProvider } from './payment-provider.js';

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
