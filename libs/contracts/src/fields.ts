import 'reflect-metadata';
import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

/** JSON Schema keywords, ours (`x-…`) among them. */
type Keywords = Readonly<Record<string, unknown>>;

const KEYWORDS = Symbol('JSON Schema keywords');

/** Adds JSON Schema keywords to a field, for what no decorator says. */
export const keywords =
  (schema: Keywords): PropertyDecorator =>
  (target, name) => {
    // The library would let the last decorator of a field win over the others.
    const merged = { ...Reflect.getMetadata(KEYWORDS, target, name), ...schema };
    Reflect.defineMetadata(KEYWORDS, merged, target, name);
    JSONSchema(merged)(target, name as string);
  };

/** Most lines that one order may hold; the largest real order known to us has 1,114. */
export const MAX_LINES = 2_000;

/**
 * A field decorator that is a rule and its words: `expected` is what a client reads when the rule is broken
 * ("must be …"), and the rest goes into the JSON Schema.
 */
function field(schema: Keywords, expected: string, ...rules: PropertyDecorator[]): PropertyDecorator {
  return applyDecorators(keywords({ ...schema, 'x-expected': expected }), ...rules);
}

/** A unit amount: a decimal string, zero or more, at most 12 digits before the point and 4 after it; more is refused, not rounded. */
export const IsUnitAmount = () =>
  field(
    { examples: ['2.55'] },
    'must be an amount as a string, zero or more, with at most 4 decimals, such as "2.55"',
    Matches(/^\d{1,12}(\.\d{1,4})?$/),
  );

/** An amount of money that moves: above zero, with at most 4 decimals. */
export const IsPaidAmount = () =>
  field(
    { examples: ['12.34'] },
    'must be an amount as a string, above zero, such as "12.34"',
    Matches(/^(?=.*[1-9])\d{1,16}(\.\d{1,4})?$/),
  );

/** What an amount changes by: above or below zero, with at most 4 decimals. */
export const IsChangedBy = () =>
  field(
    { examples: ['12.34', '-5'] },
    'must be an amount as a string, above or below zero, such as "12.34" or "-5"',
    Matches(/^-?(?=.*[1-9])\d{1,16}(\.\d{1,4})?$/),
  );

/** The code of a gift card, as people write it: 8 to 32 letters and digits, hyphens between them. */
export const IsCreditCode = () =>
  field(
    { examples: ['K7QD-9XMR-2HVT-W4PC'] },
    'must be 8 to 32 letters and digits, perhaps with hyphens between them, such as "K7QD-9XMR-2HVT-W4PC"',
    Matches(/^(?=.{8,32}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/),
  );

/** An amount that a document computed: a decimal string, signed, exact, of any number of decimals. */
export const IsAmount = () =>
  field({ examples: ['12.34'] }, 'must be a decimal amount as a string, such as "12.34"', Matches(/^-?\d{1,20}(\.\d{1,24})?$/));

/** An amount before tax that was computed: a decimal string, zero or more, exact. */
export const IsTaxable = () =>
  field({ examples: ['15.30'] }, 'must be an amount as a string, zero or more, such as "15.30"', Matches(/^\d{1,20}(\.\d{1,24})?$/));

/** A tax rate as a fraction of one, 0 to 1 (`"0.20"` is 20 %), with at most 8 decimals. */
export const IsRate = () =>
  field(
    { examples: ['0.20'] },
    'must be a rate as a string from "0" to "1", such as "0.20" for 20 %',
    Matches(/^(0(\.\d{1,8})?|1(\.0{1,8})?)$/),
  );

/** A whole number of pieces, at least one. */
export const IsQuantity = () =>
  field({ type: 'integer' }, 'must be a whole number from 1 to 1,000,000,000', IsInt(), Min(1), Max(1_000_000_000));

/** A whole number of pieces that may have come to none. */
export const IsPieces = () =>
  field({ type: 'integer' }, 'must be a whole number from 0 to 1,000,000,000', IsInt(), Min(0), Max(1_000_000_000));

/** A difference of pieces: a whole number that may be below zero. */
export const IsPiecesDifference = () =>
  field({ type: 'integer' }, 'must be a whole number up to 1,000,000,000', IsInt(), Min(-1_000_000_000), Max(1_000_000_000));

/** Pieces of many lines together, exact; below zero where more left than there was. */
export const IsSumOfPieces = () =>
  field({ type: 'integer' }, 'must be a whole number', IsInt(), Min(-Number.MAX_SAFE_INTEGER), Max(Number.MAX_SAFE_INTEGER));

/** Yes or no. */
export const IsFlag = () => field({ type: 'boolean' }, 'must be true or false', IsBoolean());

/** A position in a list of the same request, from 0. */
export const IsIndex = () =>
  field({ type: 'integer' }, `must be a position in the list, from 0 to ${MAX_LINES - 1}`, IsInt(), Min(0), Max(MAX_LINES - 1));

/** A document's version: 1 for its first state, one more for each change. */
export const IsVersion = () => field({ type: 'integer' }, 'must be a version, a whole number from 1', IsInt(), Min(1));

/** Status of an HTTP answer. */
export const IsHttpStatus = () => field({ type: 'integer' }, 'must be an HTTP status', IsInt(), Min(100), Max(599));

const ID = /^[\x21-\x7e]{1,128}$/;

/** An opaque id: of ours, or of a client's own system. */
export const IsId = () => field({}, 'must be an id: 1 to 128 visible characters', Matches(ID));

/** ISO 4217 code of a currency in use, such as `GBP`. */
export const IsCurrencyCode = () =>
  field({ format: 'iso-4217', examples: ['GBP'] }, 'must be an ISO 4217 currency code in capitals, such as "GBP"', IsString());

/** ISO 3166-1 alpha-2 code of a country, such as `GB`. */
export const IsCountryCode = () =>
  field(
    { format: 'iso-3166-1-alpha-2', examples: ['GB'] },
    'must be an ISO 3166-1 two-letter country code in capitals, such as "GB"',
    IsString(),
  );

/** A moment, RFC 3339 in UTC. */
export const IsTime = () => field({ format: 'date-time' }, 'must be a time, RFC 3339, such as "2026-01-31T09:30:00Z"', IsString());

/** A day of the calendar, wherever it is, such as `2026-12-24`. */
export const IsDay = () => field({ format: 'date' }, 'must be a day, such as "2026-12-24"', IsString());

/** BCP 47 tag of a language, such as `en-GB`. */
export const IsLanguage = () =>
  field({ examples: ['en-GB'] }, 'must be a language tag such as "en-GB"', Matches(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/));

/** Address of a picture or page. */
export const IsWebAddress = () =>
  field(
    { format: 'uri', pattern: '^https?://' },
    'must be an http:// or https:// address of at most 1,000 characters',
    IsString(),
    MaxLength(1_000),
  );

/** A measure, a decimal string greater than or equal to zero with at most 4 decimals. */
export const IsMeasure = () =>
  field(
    { examples: ['0.25'] },
    'must be a measure as a string, zero or more, with at most 4 decimals, such as "0.25"',
    Matches(/^\d{1,9}(\.\d{1,4})?$/),
  );

/** A measure that was computed from one in another unit. */
export const IsConverted = () =>
  field(
    { examples: ['453.5924'] },
    'must be a measure as a string, zero or more, with at most 4 decimals, such as "453.5924"',
    Matches(/^\d{1,12}(\.\d{1,4})?$/),
  );

export const IsEmailAddress = () =>
  field({ format: 'email' }, 'must be an e-mail address of at most 254 characters', IsString(), MaxLength(254));

/** Text for people, up to `length` characters; may be empty. */
export const IsText = (length: number) =>
  field({ format: 'text' }, `must be text of at most ${length} characters`, IsString(), MaxLength(length));

/** Text that must say something. */
export const IsLabel = (length: number) =>
  field({ format: 'text', minLength: 1 }, `must be text of 1 to ${length} characters`, IsString(), MaxLength(length));

/** One of a closed list of words. */
export const IsOneOf = (words: readonly string[]) =>
  field({ enum: [...words] }, `must be one of ${words.map((word) => `"${word}"`).join(', ')}`, IsString());

/** Some of a closed list of words, each once, at least one. */
export const IsSomeOf = (words: readonly string[]) => {
  const expected = `must be a list of ${words.map((word) => `"${word}"`).join(', ')}, each once at most`;
  return applyDecorators(
    keywords({ items: { enum: [...words], 'x-expected': expected }, uniqueItems: true, 'x-expected': expected }),
    IsArray(),
    ArrayMinSize(1),
  );
};

/** A list of ids, each once, `from` to `to` of them. */
export const IsIds = (from: number, to: number) => {
  const expected = `must be a list of ${from} to ${to} ids, each once`;
  return applyDecorators(
    keywords({ items: { type: 'string', pattern: ID.source, 'x-expected': 'must be an id' }, uniqueItems: true, 'x-expected': expected }),
    IsArray(),
    ArrayMinSize(from),
    ArrayMaxSize(to),
  );
};

/** Custom fields: up to 50 names, each with a string of at most 1,000 characters, a number or a boolean. */
export const IsAttributes = () =>
  field(
    {
      type: 'object',
      maxProperties: 50,
      propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$', not: { enum: ['constructor', 'prototype'] } },
      additionalProperties: {
        type: ['string', 'number', 'boolean'],
        format: 'text',
        maxLength: 1_000,
        'x-expected': 'must be a string of at most 1,000 characters, a number or a boolean',
      },
    },
    'must be an object of at most 50 custom fields, named with letters, digits, "_" and "-"',
    IsString(),
  );

/** A document of the given class within this one. */
export const IsPart = (type: () => new () => object) => applyDecorators(ValidateNested(), Type(type));

/** A list of documents of the given class, `from` to `to` of them. */
export const IsList = (type: () => new () => object, from = 0, to = MAX_LINES) =>
  applyDecorators(IsArray(), ArrayMinSize(from), ArrayMaxSize(to), ValidateNested({ each: true }), Type(type));

/** A list of documents of several classes, each of the one that its field `property` names. */
export const IsListOf = (property: string, classes: () => Readonly<Record<string, { name: string }>>, from = 0, to = MAX_LINES) => {
  const decorate: PropertyDecorator = (target, name) =>
    keywords({ 'x-one-of': { property, classes: Object.values(classes()).map((each) => each.name), names: Object.keys(classes()) } })(
      target,
      name,
    );
  return applyDecorators(IsArray(), ArrayMinSize(from), ArrayMaxSize(to), decorate);
};

/** The field may be left out; `null` is not the same and is refused. */
export const Optional = IsOptional;

/** Marks a field that carries personal data, for erasure and for redaction. */
export const Personal = () => keywords({ 'x-personal': true });

/** A document's version, in the query of an address. */
export const IsVersionText = () => field({}, 'must be a version, a whole number from 1', Matches(/^[1-9]\d{0,8}$/));

/** How many items a page has at most, in the query of an address. */
export const IsPageSize = () => field({}, 'must be a whole number from 1 to 1000', Matches(/^([1-9]\d{0,2}|1000)$/));

/** Where a page of a list begins: the `next` of the page before. */
export const IsCursor = () => field({}, 'must be the "next" of the page before', Matches(/^\d{1,15}$/));

/** A custom field and its value, in the query of an address. */
export const IsAttributeQuery = () =>
  field(
    {},
    'must be the name of a custom field, a colon and its value, such as "source:web"',
    Matches(/^[A-Za-z][A-Za-z0-9_-]{0,63}:.{1,1000}$/s),
  );

/** How often something happened, from 1. */
export const IsCount = () => field({ type: 'integer' }, 'must be a whole number from 1', IsInt(), Min(1));
