import mongoose from 'mongoose';

/** Something this service needs is away for now: the same call may succeed later, and nothing is known to have happened. */
export class Unavailable extends Error {
  constructor(
    readonly what: string,
    options?: ErrorOptions,
  ) {
    super(`${what} is not available right now`, options);
  }
}

const { MongoBulkWriteError, MongoNetworkError, MongoServerSelectionError, MongoServerError, MongoError } = mongoose.mongo;

/** Whether a database call failed for want of a database, so that its outcome is unknown and it may be repeated. */
export function isDatabaseOutage(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  if (!(error instanceof MongoError)) return false;
  // What ended a batch as a whole comes wrapped.
  if (error instanceof MongoBulkWriteError && error.errorResponse instanceof Error) return isDatabaseOutage(error.errorResponse);
  // Once the monitor has cleared the pool, errors come without a label, so their names and codes count too.
  if (/^Mongo(NotConnected|PoolCleared|PoolClosed|WaitQueueTimeout|TopologyClosed|ClientClosed|OperationTimeout)/.test(error.name))
    return true;
  if (error.hasErrorLabel('RetryableWriteError') || error.hasErrorLabel('RetryableError')) return true;
  return error instanceof MongoServerError && isFailoverCode(Number(error.code));
}

/** Whether a code of the server says that it is changing its primary, or not done in time. */
export function isFailoverCode(code: number): boolean {
  return FAILOVER_CODES.has(code);
}

// Not primary, stepping down, shutting down, write concern not met in time. Source: the server's error_codes.yml.
const FAILOVER_CODES = new Set([50, 64, 89, 91, 189, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436]);

/** Whether an error says that something is away, rather than that something is wrong. */
export function isOutage(error: unknown): boolean {
  return error instanceof Unavailable || isDatabaseOutage(error);
}
