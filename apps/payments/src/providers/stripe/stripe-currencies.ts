/** How Stripe counts a currency: `digits` of its minor unit, of which the last may have to be 0, so that only so many `decimals` are used. */
export interface MinorUnit {
  readonly digits: number;
  readonly decimals: number;
}

const none = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF';
/** Counted in hundredths as it was before it lost them. */
const noneInHundredths = 'ISK';
/** The last of three must be 0. */
const three = 'BHD JOD KWD OMR TND';
// UGX is missing on purpose: Stripe's own pages tell both that it has hundredths and that it has none.
const two = `
  AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE CZK DKK DOP DZD EGP ETB
  EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS KHR KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR
  MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD SZL THB TJS TOP
  TRY TTD TWD TZS UAH USD UYU UZS WST XCD YER ZAR ZMW`;

const unit = (codes: string, digits: number, decimals: number) =>
  codes
    .trim()
    .split(/\s+/)
    .map((code): [string, MinorUnit] => [code, { digits, decimals }]);

/** The currencies in which Stripe charges, by its page on currencies; not the minor units of ISO 4217. */
export const minorUnits: ReadonlyMap<string, MinorUnit> = new Map([
  ...unit(none, 0, 0),
  ...unit(noneInHundredths, 2, 0),
  ...unit(two, 2, 2),
  ...unit(three, 3, 2),
]);

/** The least charge, where Stripe's page names one. It goes by the currency of the account that is paid, so Stripe may decline more than these. */
export const leastCharges: Readonly<Record<string, string>> = {
  ...{ AED: '2', AUD: '0.5', BRL: '0.5', CAD: '0.5', CHF: '0.5', CZK: '15', DKK: '2.5', EUR: '0.5', GBP: '0.3', HKD: '4', HUF: '175' },
  ...{ INR: '0.5', JPY: '50', MXN: '10', MYR: '2', NOK: '3', NZD: '0.5', PLN: '2', RON: '2', SEK: '3', SGD: '0.5', THB: '10', USD: '0.5' },
};

/** Of these it takes amounts of more than eight digits; of how many, its pages do not agree, so that is left to its answer. */
export const undecidedLargest: ReadonlySet<string> = new Set(['COP', 'HUF', 'IDR', 'INR', 'JPY', 'KRW', 'LBP', 'VND']);
