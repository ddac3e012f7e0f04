import cardValidator from 'card-validator';
import { pathOf } from './schema.js';

// As people write them: digits, perhaps in groups. Within longer names, such as ids, digits are no card's.
const numbers = /(?<![\w-])\d(?:[ -]?\d){13,18}(?![\w-])/g;
const codeNames = new Set(['cvv', 'cvv2', 'cvc', 'cvc2', 'csc', 'cvn', 'cid', 'securitycode', 'cardsecuritycode']);

// One in ten numbers of a carrier would pass for a card's.
const ofParcels = new Set(['barcode', 'label', 'trackingNumber']);

/**
 * Where in a request something stands that looks like the number of a payment card (a known issuer's range and length, with a right check
 * digit), or like its security code: `payments[0].comment`. Undefined when there is none. Card data is for the payment provider alone. What carriers number and
 * printers print of a parcel is not looked at.
 */
export function cardDataIn(input: unknown): string | undefined {
  const names = namesOfCardData(input, '');
  return names && pathOf(names);
}

function namesOfCardData(input: unknown, name: string): string[] | undefined {
  if (typeof input === 'string' || typeof input === 'number') return isCardData(String(input), name) ? [] : undefined;
  if (typeof input !== 'object' || input === null) return undefined;
  for (const [key, value] of Object.entries(input)) {
    if (hasCardNumber(key)) return [];
    if (ofParcels.has(key) || (name === 'tracking' && key === 'number')) continue;
    const below = namesOfCardData(value, key);
    if (below) return [key, ...below];
  }
  return undefined;
}

function isCardData(text: string, name: string): boolean {
  return hasCardNumber(text) || (/^\s*\d{3,4}\s*$/.test(text) && codeNames.has(name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')));
}

function hasCardNumber(text: string): boolean {
  // Most texts have too few characters, and to look costs less than to search.
  if (text.length < 14) return false;
  return [...text.matchAll(numbers)].some(([number]) => cardValidator.number(number).isValid);
}
