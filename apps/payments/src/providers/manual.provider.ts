import type { LocalProvider } from './provider.js';

const words = {
  authorization: { responseCode: 'promised', response: 'promised, to be paid by hand' },
  capture: { responseCode: 'received', response: 'received by hand' },
  refund: { responseCode: 'returned', response: 'given back by hand' },
  void: { responseCode: 'released', response: 'nothing more is to be paid' },
};

/** Cash, invoice, bank transfer: nobody is asked. A promise to pay counts as the authorization; that money moved is said by people. */
export const manualProvider: LocalProvider = {
  gateway: 'manual',
  capabilities: { severalCaptures: true, keysLastHours: 0 },
  answer: ({ type }) => ({ status: 'succeeded', ...words[type] }),
};
