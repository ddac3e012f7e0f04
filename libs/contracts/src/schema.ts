import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import currencies from 'currency-codes';
import countries from 'i18n-iso-countries';

/** One thing wrong with an input: where (`lines[0].quantity`, empty for the whole) and what was expected. */
export interface InputError {
  readonly path: string;
  readonly message: string;
}

/** A JSON Schema (2020-12) as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

// More errors than this help nobody, and a hostile input could have a hundred thousand.
const MAX_ERRORS = 20;
// An unknown field's name is the client's, and may be as long as its request.
const MAX_PATH = 300;

const currencyCodes = new Set(currencies.codes());
const countryCodes = new Set(Object.keys(countries.getAlpha2Codes()));

// Of an input of more values than this, and far more than any that is right, only the first error is told: to find all takes seconds.
const MAX_VALUES = 100_000;

const ajv = ajvWith({ allErrors: true });
const ajvForFirst = ajvWith({ allErrors: false });

function ajvWith(options: { readonly allErrors: boolean }): Ajv2020 {
  const made = new Ajv2020({ ...options, verbose: true, strict: false, strictNumbers: true, discriminator: true });
  addFormats.default(made, ['date', 'date-time', 'email', 'uri']);
  // The library lets a leap second through, which no Date can hold.
  const dateTime = addFormats.default.get('date-time') as { readonly validate: (text: string) => boolean };
  made.addFormat('date-time', (text) => dateTime.validate(text) && !Number.isNaN(Date.parse(text)));
  // JSON can hold half of a surrogate pair and control characters; what stores or shows a text cannot, or changes it.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are refused
  made.addFormat('text', (text) => text.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text));
  made.addFormat('iso-4217', (code) => currencyCodes.has(code));
  made.addFormat('iso-3166-1-alpha-2', (code) => countryCodes.has(code));
  made.addKeyword({ keyword: 'x-depth', validate: isWithinDepth });
  return made;
}

/** Whether objects and lists lie within each other so many times at most. */
function isWithinDepth(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isWithinDepth(depth - 1, inner));
}

/**
 * JSON Schemas of every decorated class, by class name, referring to each other below `prefix`.
 * The decorators are the one source of what is valid; OpenAPI, the events' schemas and the checks at run time derive from here.
 */
export function schemasByName(prefix: string): Record<string, JsonSchema> {
  const schemas = validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: prefix,
  }) as Record<string, Record<string, unknown>>;
  for (const schema of Object.values(schemas)) {
    schema.additionalProperties = false;
    for (const field of Object.values((schema.properties ?? {}) as Record<string, Record<string, unknown>>)) chooseByName(field, prefix);
  }
  return schemas;
}

/** The library knows no list whose items are of several classes. */
function chooseByName(field: Record<string, unknown>, prefix: string): void {
  const choice = field['x-one-of'] as { property: string; classes: string[]; names: string[] } | undefined;
  if (!choice) return;
  delete field['x-one-of'];
  field.items = {
    type: 'object',
    required: [choice.property],
    discriminator: { propertyName: choice.property },
    oneOf: choice.classes.map((name) => ({ $ref: `${prefix}${name}` })),
    'x-expected': `must be one of ${choice.names.map((name) => `"${name}"`).join(', ')}`,
  };
}

/** The JSON Schema of one class, whole in itself. */
export function schemaOf(type: { name: string }): JsonSchema {
  const all = schemasByName('#/$defs/');
  const needed: Record<string, JsonSchema> = {};
  const gather = (name: string): void => {
    if (needed[name]) return;
    const schema = all[name];
    if (!schema) throw new Error(`${name} carries no validation decorators`);
    needed[name] = schema;
    for (const [, part] of JSON.stringify(schema).matchAll(/"#\/\$defs\/([^"]+)"/g)) gather(part as string);
  };
  gather(type.name);
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', $ref: `#/$defs/${type.name}`, $defs: needed };
}

/** By type, those that end at the first error, which is all that a right input needs, and those that tell all of them. */
interface Validators {
  readonly schema: (type: { name: string }) => JsonSchema;
  readonly first: Map<object, ValidateFunction>;
  readonly all: Map<object, ValidateFunction>;
}

const compiled: Validators = { schema: schemaOf, first: new Map(), all: new Map() };
const tolerant: Validators = { schema: openSchemaOf, first: new Map(), all: new Map() };

/** What is wrong with `input` as a `type`; empty when it is valid. Unknown fields are wrong. Never throws, whatever the input. */
export function inputErrors(type: { name: string }, input: unknown): InputError[] {
  return errorsBy(compiled, type, input);
}

/** The same for what another version of these contracts may have written: fields that are not known here are let through. */
export function readErrors(type: { name: string }, input: unknown): InputError[] {
  return errorsBy(tolerant, type, input);
}

function openSchemaOf(type: { name: string }): JsonSchema {
  const { $defs, ...schema } = schemaOf(type) as JsonSchema & { $defs: Record<string, JsonSchema> };
  const open = ({ additionalProperties: _, ...rest }: JsonSchema) => rest;
  return { ...schema, $defs: Object.fromEntries(Object.entries($defs).map(([name, each]) => [name, open(each)])) };
}

function errorsBy({ schema, first, all }: Validators, type: { name: string }, input: unknown): InputError[] {
  const validate = validatorOf(ajvForFirst, first, type, schema);
  if (validate(input)) return [];
  if (hasMoreValues(input, MAX_VALUES)) return inputErrorsOf(validate);
  const validateAll = validatorOf(ajv, all, type, schema);
  validateAll(input);
  return inputErrorsOf(validateAll);
}

function validatorOf(
  by: Ajv2020,
  validators: Map<object, ValidateFunction>,
  type: { name: string },
  schema: Validators['schema'],
): ValidateFunction {
  let validate = validators.get(type);
  if (!validate) {
    validate = by.compile(schema(type));
    validators.set(type, validate);
  }
  return validate;
}

/** Whether there are more than so many values within an input. It may be as deep as it is long. */
function hasMoreValues(input: unknown, most: number): boolean {
  let seen = 0;
  const open = [input];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    const inner = Object.values(value);
    seen += inner.length;
    if (seen > most) return true;
    for (const each of inner) open.push(each);
  }
  return false;
}

function inputErrorsOf(validate: ValidateFunction): InputError[] {
  const errors = new Map<string, string>();
  for (const error of validate.errors ?? []) {
    const { path, message } = describe(error);
    if (!errors.has(path)) errors.set(path, message);
    if (errors.size === MAX_ERRORS) break;
  }
  return [...errors].map(([path, message]) => ({ path: path.slice(0, MAX_PATH), message }));
}

function describe(error: ErrorObject): InputError {
  const at = readablePath(error.instancePath);
  const below = (name: string) => (at === '' ? name : `${at}.${name}`);
  if (error.keyword === 'required') return { path: below(error.params.missingProperty), message: 'is required' };
  if (error.keyword === 'additionalProperties') return { path: below(error.params.additionalProperty), message: 'is not a known field' };
  if (error.keyword === 'propertyNames') return { path: below(error.params.propertyName), message: 'is not a name that can stand here' };
  if (error.keyword === 'discriminator') return { path: below(error.params.tag), message: expectedBy(error) };
  if (error.propertyName !== undefined) return { path: below(error.propertyName), message: 'is not a name that can stand here' };
  return { path: at, message: expectedBy(error) };
}

function expectedBy(error: ErrorObject): string {
  if (error.keyword === 'format' && error.params.format === 'text') return 'must have no control characters, nor half of a character';
  const expected = (error.parentSchema as { 'x-expected'?: string } | undefined)?.['x-expected'];
  return expected ?? error.message ?? 'is not valid';
}

/** `/lines/0/quantity` → `lines[0].quantity` */
function readablePath(pointer: string): string {
  const parts = pointer.split('/').slice(1);
  return pathOf(parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')));
}

/** `['lines', '0', 'quantity']` → `lines[0].quantity` */
export function pathOf(names: readonly string[]): string {
  let path = '';
  for (const name of names) {
    path += /^\d+$/.test(name) ? `[${name}]` : path === '' ? name : `.${name}`;
  }
  return path;
}
