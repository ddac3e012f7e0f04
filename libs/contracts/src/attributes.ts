import { type Refusal, refuse } from './refusals.js';

/** A custom field that a store has, on orders, lines or shipments. */
export interface AttributeDeclaration {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'day';
  readonly on: 'order' | 'line' | 'shipment';
  /** The texts that it may have; left out, any. */
  readonly values?: readonly string[];
}

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** What stands against custom fields; a store that declares none takes any. `path` is where they are in the request. */
export function attributeObstacle(
  attributes: Attributes | undefined,
  on: AttributeDeclaration['on'],
  declared: readonly AttributeDeclaration[] | undefined,
  path: string,
): Refusal | undefined {
  if (!declared) return undefined;
  for (const [name, value] of Object.entries(attributes ?? {})) {
    const declaration = declared.find((each) => each.name === name && each.on === on);
    if (!declaration) {
      const known = declared.filter((each) => each.on === on).map((each) => each.name);
      return refuse(
        'attribute-not-declared',
        `the store has ${known.length === 0 ? 'none' : known.join(', ')} on ${on}s`,
        `${path}.${name}`,
      );
    }
    const wanted = mismatch(value, declaration);
    if (wanted !== undefined) return refuse('attribute-mismatch', `must be ${wanted}`, `${path}.${name}`);
  }
  return undefined;
}

/** What was wanted instead of the value; undefined when it is as declared. */
function mismatch(value: string | number | boolean, { type, values }: AttributeDeclaration): string | undefined {
  if (type === 'number') return typeof value === 'number' ? undefined : 'a number';
  if (type === 'boolean') return typeof value === 'boolean' ? undefined : 'true or false';
  if (typeof value !== 'string') return type === 'day' ? 'a day such as "2026-12-24"' : 'a text';
  if (type === 'day') return isDay(value) ? undefined : 'a day such as "2026-12-24"';
  return values && !values.includes(value) ? `one of ${values.join(', ')}` : undefined;
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
