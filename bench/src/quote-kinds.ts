/** The provider by itself, a quote for which it is asked, and one that was given a moment ago. */
export const quoteKinds = ['provider alone', 'quotes asked', 'quotes remembered'] as const;
export type QuoteKind = (typeof quoteKinds)[number];
