import { childOf, traceOf } from './trace.js';

const caller = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const FORM = /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/;

test("the caller's trace is gone on with", () => {
  expect(traceOf(caller)).toBe(caller);
});

test.each([
  [undefined],
  [''],
  ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331'],
  ['00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01'],
  ['ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
  [`${caller}\r\nx: y`],
  [` ${caller}`],
  ['00-00000000000000000000000000000000-b7ad6b7169203331-01'],
  ['00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01'],
])('%j is none, so a new one begins', (header) => {
  const trace = traceOf(header);
  expect(trace).toMatch(FORM);
  expect(trace).not.toBe(header);
  expect(trace).not.toBe(traceOf(header));
});

test('a child is in the same trace with the same flags, and has a span of its own', () => {
  const child = childOf(caller);
  expect(child).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
  expect(child).not.toBe(caller);
  expect(childOf(caller)).not.toBe(child);
  expect(childOf(caller.replace(/01$/, '00'))).toMatch(/-00$/);
});
