/** Something outside the code is missing or in the way. Shown without a stack: what is wrong, then what to do about it. */
export class SetupError extends Error {
  override readonly name = 'SetupError';

  constructor(what: string, advice: string, options?: ErrorOptions) {
    super(`${what}\n${advice}`, options);
  }
}
