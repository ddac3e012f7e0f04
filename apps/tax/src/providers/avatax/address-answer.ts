import { type AddressMessage, Coordinates, placeFields } from '#contracts/address-check.js';
import { Decimal, exactly } from '#contracts/money.js';
import { Address } from '#contracts/parties.js';
import { readErrors } from '#contracts/schema.js';
import { type ResolvedAddress, TaxUnanswered } from '../tax-provider.js';

type Fields = Readonly<Record<string, unknown>>;

const MOST_MESSAGES = 20;

/**
 * What AvaTax makes of an address. It answers with 200 also where it has found nothing; where it knows the street and not the house, there
 * are coordinates and an error. So valid is what has coordinates and no error. Throws TaxUnanswered where the answer is something else.
 */
export function resolvedIn(answer: unknown): ResolvedAddress {
  const fields = answer as Fields | null;
  const [found] = listIn(fields?.validatedAddresses);
  if (!found) throw new TaxUnanswered('AvaTax answered without an address');
  const coordinates = coordinatesIn(fields?.coordinates);
  const messages = listIn(fields?.messages ?? [])
    .slice(0, MOST_MESSAGES)
    .map(messageIn);
  if (!coordinates) return { status: 'invalid', messages: messages.length > 0 ? messages : [notFound] };
  const status = messages.some(({ severity }) => severity === 'Error') ? 'invalid' : 'valid';
  return { status, messages, normalised: addressIn(found), coordinates };
}

const notFound: AddressMessage = { severity: 'Error', text: 'AvaTax has not found the address' };

function listIn(value: unknown): Fields[] {
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'object' || each === null)) {
    throw new TaxUnanswered('AvaTax answered without an address');
  }
  return value as Fields[];
}

function addressIn(found: Fields): Address {
  const address = Object.fromEntries(
    placeFields.map((name) => [name, found[name]]).filter(([, text]) => text !== undefined && text !== null && text !== ''),
  );
  if (readErrors(Address, address).length > 0) throw new TaxUnanswered('AvaTax answered without an address');
  return address as unknown as Address;
}

/** Numbers, or texts of numbers; undefined where there are none. */
function coordinatesIn(value: unknown): Coordinates | undefined {
  if (value === undefined || value === null) return undefined;
  const { latitude, longitude } = value as Fields;
  const coordinates = { latitude: degreesIn(latitude, 90), longitude: degreesIn(longitude, 180) };
  if (readErrors(Coordinates, coordinates).length > 0) throw new TaxUnanswered('AvaTax answered without coordinates');
  return coordinates;
}

function degreesIn(value: unknown, most: number): string {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
  const degrees = isNumber ? Number(value) : Number.NaN;
  if (!(Math.abs(degrees) <= most)) throw new TaxUnanswered('AvaTax answered without coordinates');
  // The seventh decimal is a centimetre; nothing is below zero that rounds to it.
  return exactly(Decimal((Number(degrees.toFixed(7)) || 0).toFixed(7)));
}

function messageIn({ summary, details, refersTo, severity }: Fields): AddressMessage {
  const said = [details, summary].find((text) => typeof text === 'string' && text.trim() !== '');
  return addressMessage(severityIn(severity), String(said ?? 'without a word'), String(refersTo ?? ''));
}

/** `refersTo`: such as `address.postalCode`, or nothing. */
export function addressMessage(severity: AddressMessage['severity'], text: string, refersTo: string): AddressMessage {
  const name = refersTo.split('.').at(-1)?.toLowerCase();
  const field = placeFields.find((each) => each.toLowerCase() === name);
  return {
    severity,
    text: text
      .toWellFormed()
      .replace(/\p{Cc}/gu, ' ')
      .slice(0, 500),
    ...(field && { field }),
  };
}

/** AvaTax has `Exception` and `Success`, too. */
function severityIn(severity: unknown): AddressMessage['severity'] {
  if (typeof severity !== 'string') throw new TaxUnanswered('AvaTax answered with a message that has no severity');
  if (/^(error|exception)$/i.test(severity)) return 'Error';
  return /^warning$/i.test(severity) ? 'Warning' : 'Information';
}
