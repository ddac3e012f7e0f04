import { Allow } from 'class-validator';
import jsonMergePatch from 'json-merge-patch';
import { keywords, Optional } from './fields.js';
import { type Refusal, refuse } from './refusals.js';
import { inputErrors } from './schema.js';

/** Lets a patch have these fields: what it makes of the document is what is checked; until then it must only be harmless. */
export function patches(type: { readonly prototype: object }, names: readonly string[]): void {
  for (const name of names) {
    Allow()(type.prototype, name);
    keywords({ 'x-depth': 5, 'x-expected': 'must not be nested so deep' })(type.prototype, name);
    Optional()(type.prototype, name);
  }
}

/** What a JSON merge patch (RFC 7396) makes of something, or what stands against that being a `type`. */
export function patched<Data extends object>(type: new () => Data, before: object, patch: object): Data | Refusal {
  const unsafe = unsafeName(patch);
  if (unsafe !== undefined) return refuse('invalid-input', 'is not a name that can stand here', unsafe);
  const after = jsonMergePatch.apply(structuredClone(before), patch) as Data;
  const errors = inputErrors(type, after);
  return errors.length > 0 ? { ...refuse('invalid-input', 'some fields are not as they must be'), more: { errors } } : after;
}

/** The place of a name that the library would pass over in silence, with all that follows it. */
function unsafeName(patch: unknown, path = ''): string | undefined {
  if (typeof patch !== 'object' || patch === null) return undefined;
  for (const [name, value] of Object.entries(patch)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (['__proto__', 'constructor', 'prototype'].includes(name)) return at;
    const below = unsafeName(value, at);
    if (below !== undefined) return below;
  }
  return undefined;
}
