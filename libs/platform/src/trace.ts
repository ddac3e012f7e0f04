import { randomBytes } from 'node:crypto';

// All zeros are not an id. Source: W3C Trace Context, 3.2.2.
const FORM = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The caller's W3C `traceparent` when it is one, else the start of a new trace. */
export function traceOf(header: string | undefined): string {
  return header !== undefined && FORM.test(header) ? header : `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}

/** The same trace, a new span below it. */
export function childOf(traceparent: string): string {
  return traceparent.replace(FORM, (_all, trace: string, _span, flags: string) => `00-${trace}-${randomBytes(8).toString('hex')}-${flags}`);
}
