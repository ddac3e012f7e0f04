import { knownError } from './facts.js';

/** One thing that is wrong with a request, besides what its code says. */
export interface ErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly description?: string;
  readonly faultSubCode?: string;
  readonly refersTo?: string;
}

/** An answer that is no success, with one detail for each thing that is wrong. */
export class AvataxFailure extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly details: readonly ErrorDetail[],
  ) {
    super(details[0]?.message ?? code);
  }

  get body(): object {
    return { error: { code: this.code, message: this.message, target: 'HttpRequest', details: this.details.map(detailOf) } };
  }
}

export function failure(code: string, message: string, more: Partial<ErrorDetail> = {}, status = 400): AvataxFailure {
  return new AvataxFailure(status, code, [{ code, message, ...more }]);
}

/** A body that could not be read as its model. */
export function unreadable(message: string): AvataxFailure {
  return new AvataxFailure(400, 'ModelStateInvalid', [{ code: 'JsonFormatError', message }]);
}

/** What goes wrong while tax is calculated or recorded; the sub-code is what tells one from the other. */
export function getTaxErrors(faults: readonly Omit<ErrorDetail, 'code'>[]): AvataxFailure {
  return new AvataxFailure(
    400,
    'GetTaxError',
    faults.map((fault) => ({ code: 'GetTaxError', ...fault })),
  );
}

export function entityNotFound(message: string): AvataxFailure {
  return failure('EntityNotFoundError', message, {}, 404);
}

/** AvaTax has it, the double does not: nobody is to take that for an answer of AvaTax. */
export class NotDoubled extends Error {
  constructor(what: string) {
    super(`the double of AvaTax does not do this: ${what}`);
  }
}

function detailOf(given: ErrorDetail): object {
  const { number, faultCode, severity } = knownError(given.code);
  const { code, message, description = message, faultSubCode, refersTo } = given;
  const helpLink = `http://developer.avalara.com/avatax/errors/${code}`;
  return {
    ...{ code, number, message, description, faultCode, ...(faultSubCode && { faultSubCode }), helpLink },
    ...{ ...(refersTo && { refersTo }), severity },
  };
}
