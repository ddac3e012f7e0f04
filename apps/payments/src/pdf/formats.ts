import { Decimal, exactly, minorUnit, roundTo } from '#contracts/money.js';

/** How an invoice writes amounts, rates and days. */
export interface Formats {
  /** Rounded to the currency, without its name: `1,234.50`. */
  amount(amount: string): string;
  /** With all its decimals: a price of `0.0125` must not read `0.01`. */
  price(amount: string): string;
  /** `1,234.50 GBP`. */
  money(amount: string): string;
  rate(rate: string): string;
  count(quantity: number): string;
  /** Of a time or a day: `26 Nov 2026`. */
  day(text: string): string;
}

export function formatsFor(locale: string, currency: string): Formats {
  const digits = minorUnit(currency);
  const decimals = (least: number, most: number) => {
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most });
    // As text, so that no digit is lost; the font has no narrow space.
    return (text: string) => format.format(text as `${number}`).replaceAll('\u202f', '\u00a0');
  };
  const [whole, exact, percent] = [decimals(digits, digits), decimals(digits, Math.max(digits, 4)), decimals(0, 6)];
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const amount = (text: string) => whole(exactly(roundTo(Decimal(text), currency)));
  return {
    amount,
    price: exact,
    money: (text) => `${amount(text)}\u00a0${currency}`,
    rate: (text) => `${percent(exactly(Decimal(text).times('100')))} %`,
    count: (quantity) => decimals(0, 0)(String(quantity)),
    day: (text) => days.format(new Date(text)),
  };
}
