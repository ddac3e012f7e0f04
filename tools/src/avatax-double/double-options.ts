import type { Access } from './access.js';
import type { Company } from './companies.js';

export interface DoubleOptions {
  readonly access?: Access;
  /** The first is meant where a request names none. */
  readonly companies?: readonly Company[];
  /** Lines of a document. */
  readonly lineLimit?: number;
  /** Milliseconds until `$include=ForceTimeout` is answered. */
  readonly forceTimeoutAfter?: number;
}

/** How a double is, unless it is told otherwise. */
export const defaults = {
  access: { accountId: '2000000001', licenseKey: 'KEY_OF_THE_DOUBLE' },
  companies: [{ id: 1, companyCode: 'DEFAULT', name: 'A company of the double' }],
  lineLimit: 15_000,
  forceTimeoutAfter: 30_000,
} satisfies DoubleOptions;
