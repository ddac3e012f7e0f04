import { cardDataIn } from '#contracts/card-data.js';
import { type Refusal, type RefusalCode, refusals } from '#contracts/refusals.js';
import { type InputError, inputErrors } from '#contracts/schema.js';

/** RFC 9457 problem details, as every error is answered. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly InputError[];
  /** Members of one type of problem. */
  readonly [member: string]: unknown;
}

/** An error that is answered as it stands. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(problem.detail ?? problem.title);
  }
}

/** The problem of a named refusal. */
export function problem(code: RefusalCode, detail: string, errors?: readonly InputError[]): Problem {
  const { status, title } = refusals[code];
  return { type: `urn:docket:problem:${code}`, title, status, detail, ...(errors && errors.length > 0 ? { errors } : {}) };
}

/** What a service did, or its refusal as an error to be answered. */
export function orThrow<Outcome extends object>(outcome: Outcome | Refusal): Outcome {
  if (!('refused' in outcome)) return outcome;
  throw new ProblemError(problemOf(outcome as Refusal));
}

/** A refusal as it is answered. */
export function problemOf({ refused, detail, path, more }: Refusal): Problem {
  return { ...problem(refused, detail, path === undefined ? undefined : [{ path, message: detail }]), ...more };
}

/** The document, or 404. */
export function orNotFound<Found extends object>(found: Found | null, what: string): Found {
  if (!found) throw new ProblemError(problem('not-found', `there is no ${what}`));
  return found;
}

/** What stands against a request's data: it is not as its class says, or carries card data, which is not told again. */
export function inputProblem(type: { name: string }, data: unknown): Problem | undefined {
  const errors = inputErrors(type, data);
  if (errors.length > 0) return problem('invalid-input', 'some fields are not as they must be', errors);
  const path = cardDataIn(data);
  if (path === undefined) return undefined;
  const message = 'looks like card data, which only the payment provider may have';
  return problem('card-data', 'nothing of the request was kept', [{ path, message }]);
}

/** Checks a request body by the decorators of its class: `@Body(validated(PlaceOrder)) command: PlaceOrder`. */
export function validated(type: { name: string }) {
  return {
    transform(body: unknown): unknown {
      const wrong = inputProblem(type, body);
      if (wrong) throw new ProblemError(wrong);
      return body;
    },
  };
}
