import { Unavailable } from '../outage.js';
import { ProblemError } from './problem.js';

/** What a message leads to: where another service is away, the message waits for it, however long that takes. */
export async function waitingForOthers<Outcome>(handling: Promise<Outcome>): Promise<Outcome> {
  try {
    return await handling;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status >= 500) throw new Unavailable('another service', { cause: error });
    throw error;
  }
}
