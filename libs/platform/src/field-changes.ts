/** One field of a document that a change left different. */
export interface FieldChange {
  /** The field's name from the document down, such as `addresses.shipping.city` or `lines.price`. */
  readonly field: string;
  /** In a list, the id of the item, of lists in lists `outer/inner`. */
  readonly item?: string;
  /** Absent where the field, or the item, was not there. */
  readonly before?: unknown;
  /** Absent where the field, or the item, is not there any more. */
  readonly after?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * What is different between two states, each field on its own. Items of lists are told apart by their `id` or `lineId`, whatever their
 * order; one that came or went is a single change with the whole of it. `ignored` are names at the top that are nobody's content.
 */
export function fieldChanges(before: object, after: object, ignored: readonly string[] = []): FieldChange[] {
  return [...inObject(before as Fields, after as Fields, '', undefined, ignored)];
}

function* inObject(
  before: Fields,
  after: Fields,
  path: string,
  item: string | undefined,
  ignored: readonly string[] = [],
): Generator<FieldChange> {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (ignored.includes(name)) continue;
    yield* inValue(before[name], after[name], path === '' ? name : `${path}.${name}`, item);
  }
}

function* inValue(before: unknown, after: unknown, field: string, item: string | undefined): Generator<FieldChange> {
  // What a change left alone is most often the very same object.
  if (before === after) return;
  const [itemsBefore, itemsAfter] = [itemsOf(before), itemsOf(after)];
  if (itemsBefore && itemsAfter) yield* inItems(itemsBefore, itemsAfter, field, item);
  else if (isFields(before) && isFields(after)) yield* inObject(before, after, field, item);
  else if (JSON.stringify(before) !== JSON.stringify(after)) yield change(field, item, before, after);
}

function* inItems(
  before: ReadonlyMap<string, Fields>,
  after: ReadonlyMap<string, Fields>,
  field: string,
  outer: string | undefined,
): Generator<FieldChange> {
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [itemBefore, itemAfter] = [before.get(id), after.get(id)];
    const item = outer === undefined ? id : `${outer}/${id}`;
    if (itemBefore === itemAfter) continue;
    if (itemBefore && itemAfter) yield* inObject(itemBefore, itemAfter, field, item);
    else yield change(field, item, itemBefore, itemAfter);
  }
}

function change(field: string, item: string | undefined, before: unknown, after: unknown): FieldChange {
  return {
    field,
    ...(item === undefined ? {} : { item }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

/** The items of a list by their ids; undefined for what is no such list. An empty list has no items of any kind. */
function itemsOf(value: unknown): ReadonlyMap<string, Fields> | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map((item): [unknown, Fields] => [(item as Fields | null)?.id ?? (item as Fields | null)?.lineId, item]);
  return items.every(([id]) => typeof id === 'string') ? new Map(items as [string, Fields][]) : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
