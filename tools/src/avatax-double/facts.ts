import { readFileSync } from 'node:fs';

/** A field of a model as it was published. */
export interface Field {
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  readonly format?: string;
  readonly ref?: string;
  readonly items?: Field;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
}

export interface Model {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Field>>;
  /** Fields that the SDK of 2026 has besides, with their types as it writes them. */
  readonly sdk26_added: Readonly<Record<string, string>>;
}

interface Contract {
  readonly paths: Readonly<Record<string, object>>;
  readonly models: Readonly<Record<string, Model>>;
}

interface KnownError {
  readonly code: string;
  readonly number: number;
  readonly faultCode?: 'Client' | 'Server';
  readonly severity?: 'Error' | 'Exception' | 'Success';
}

/** Paths and models of AvaTax REST v2, as far as the double needs them. */
export const contract: Contract = facts('contract-subset');

export function modelOf(name: string): Model {
  const model = contract.models[name];
  if (!model) throw new Error(`the contract has no model ${name}`);
  return model;
}

const { errors, newer } = facts('error-codes') as { errors: KnownError[]; newer: KnownError[] };
const known = new Map([...newer, ...errors].map((error) => [error.code, error]));

/** Number and kind of an error. Throws on a code that AvaTax does not have. */
export function knownError(code: string): Required<KnownError> {
  const error = known.get(code);
  if (!error) throw new Error(`AvaTax has no error ${code}`);
  return { faultCode: 'Client', severity: 'Error', ...error };
}

/** What is beside the sources is not built; like the stores, it is read from where the project is. */
function facts<Facts>(name: string): Facts {
  return JSON.parse(readFileSync(`tools/src/avatax-double/facts/${name}.json`, 'utf8'));
}
