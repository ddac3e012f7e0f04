import { Decimal } from '#contracts/money.js';
import { failure, unreadable } from './avatax-failure.js';
import { type Field, modelOf } from './facts.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A body as the model of this name: property names in any case, numbers and booleans also as strings, enums also by number, what is unknown
 * left out. Amounts come as Decimal, days as YYYY-MM-DD. Throws AvataxFailure.
 */
export function readModel<Read>(name: string, body: unknown): Read {
  if (body === null || body === undefined)
    throw failure('ModelRequiredException', 'Your API call did not specify a valid JSON-encoded object in the request body.');
  if (typeof body !== 'object' || Array.isArray(body)) throw unreadable(`a ${name} must be an object`);
  const { required, properties, sdk26_added: added } = modelOf(name);
  const names = new Map([...Object.keys(properties), ...Object.keys(added)].map((property) => [property.toLowerCase(), property]));
  const read: Record<string, unknown> = {};
  for (const [given, value] of Object.entries(body as Fields)) {
    const property = names.get(given.toLowerCase());
    if (property === undefined || value === null || value === undefined) continue;
    const field = properties[property];
    read[property] = field ? readField(property, field, value) : value;
  }
  for (const property of required) {
    // Without lines there is an error of its own.
    if (property !== 'lines' && read[property] === undefined)
      throw failure('ValueRequiredError', `Field ${property} is required.`, { refersTo: property });
  }
  return read as Read;
}

function readField(name: string, field: Field, value: unknown): unknown {
  if (field.enum) return readEnum(name, field.enum, value);
  if (field.ref) return readModel(field.ref, value);
  switch (field.type) {
    case 'array':
      if (!Array.isArray(value)) throw unreadable(`${name} must be an array`);
      return field.items ? value.map((item) => readField(name, field.items as Field, item)) : value;
    case 'number':
      return readNumber(name, value);
    case 'integer':
      return Number(readNumber(name, value).toFixed(0));
    case 'boolean':
      return readBoolean(name, value);
    case 'string':
      return field.format === 'date-time' ? readDay(name, value) : readText(name, field, value);
    default:
      return value;
  }
}

/** What the first value of an enum has for its number, where that is not 0. */
const firstNumbers: Readonly<Record<string, number>> = { textCase: 1 };

/** By name, in any case, or by number: the published lists are in the order of the numbers, but for `Any`. */
function readEnum(name: string, values: readonly string[], value: unknown): string {
  const text = String(value);
  const found = /^\d+$/.test(text)
    ? values[Number(text) - (firstNumbers[name] ?? 0)]
    : values.find((known) => known.toLowerCase() === text.toLowerCase());
  if (found === undefined) throw unreadable(`Error converting value "${text}" to ${name}. Known: ${values.join(', ')}.`);
  return found;
}

function readNumber(name: string, value: unknown): Decimal {
  try {
    return Decimal(String(value).trim());
  } catch {
    throw unreadable(`${name} must be a number`);
  }
}

function readBoolean(name: string, value: unknown): boolean {
  const text = String(value).toLowerCase();
  if (text !== 'true' && text !== 'false') throw unreadable(`${name} must be true or false`);
  return text === 'true';
}

/** The day as it is written: it has no zone. */
function readDay(name: string, value: unknown): string {
  const day = String(value).slice(0, 10);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) throw unreadable(`${name} must be a date`);
  return day;
}

function readText(name: string, { maxLength }: Field, value: unknown): string {
  if (typeof value === 'object') throw unreadable(`${name} must be a string`);
  const text = String(value);
  if (maxLength !== undefined && text.length > maxLength)
    throw failure('StringLengthError', `Field ${name} has an invalid length.`, {
      description: `It must be between 0 and ${maxLength} characters in length.`,
      refersTo: name,
    });
  return text;
}
