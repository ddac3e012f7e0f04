import type { Stored } from '../aggregate-document.js';

/** A document as clients see it: its state under a plain `id`, with version and times. `idField` is the state's own name of the id. */
export function documentView<State extends object, IdField extends keyof State>(idField: IdField) {
  return ({ id, version, state, createdAt, modifiedAt }: Stored<State>) => {
    const { [idField]: _, ...content } = state;
    return { id, version, createdAt: createdAt.toISOString(), modifiedAt: modifiedAt.toISOString(), ...content };
  };
}
