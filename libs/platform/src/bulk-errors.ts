/** Why one document of a batch was not written. */
export interface BulkDocumentError {
  readonly index: number;
  readonly code: number;
  readonly errmsg?: string;
}

/** The server's code for a duplicate key. */
export const DUPLICATE_KEY = 11_000;

/**
 * The errors of single documents in a batch whose other documents were written for sure; undefined when the whole batch is in doubt:
 * a connection that died comes as a batch error without errors of documents, and a majority may not have what was written.
 */
export function documentErrorsOf(error: unknown): BulkDocumentError[] | undefined {
  const { writeErrors, result } = error as {
    writeErrors?: BulkDocumentError | BulkDocumentError[];
    result?: { getWriteConcernError?: () => unknown };
  };
  const errors = [writeErrors ?? []].flat();
  return errors.length === 0 || result?.getWriteConcernError?.() ? undefined : errors;
}

/** Whether a batch was written and only its acknowledgement by a majority is missing. */
export function lacksWriteConcern(error: unknown): boolean {
  return Boolean((error as { result?: { getWriteConcernError?: () => unknown } }).result?.getWriteConcernError?.());
}
