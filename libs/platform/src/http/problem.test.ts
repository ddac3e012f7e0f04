import { PlaceOrder } from '#contracts/commands/place-order.js';
import { type RefusalCode, refusals, refuse } from '#contracts/refusals.js';
import { orNotFound, orThrow, ProblemError, problem, validated } from './problem.js';

const thrownBy = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('nothing was thrown');
};

test.each(Object.keys(refusals) as RefusalCode[])('the refusal %s has a type, a title and a status of an error of the client', (code) => {
  expect(problem(code, 'so it is')).toEqual({
    type: `urn:docket:problem:${code}`,
    title: refusals[code].title,
    status: expect.any(Number),
    detail: 'so it is',
  });
  expect(refusals[code].status).toBeGreaterThanOrEqual(400);
  expect(refusals[code].status).toBeLessThan(500);
});

test('a refusal is answered with its field', () => {
  expect(thrownBy(() => orThrow(refuse('currency-not-offered', 'not in EUR', 'currency')))).toEqual({
    type: 'urn:docket:problem:currency-not-offered',
    title: 'The store does not sell in this currency',
    status: 422,
    detail: 'not in EUR',
    errors: [{ path: 'currency', message: 'not in EUR' }],
  });
});

test('a refusal of the whole has no fields', () => {
  expect(thrownBy(() => orThrow(refuse('version-conflict', 'it is at 3')))).not.toHaveProperty('errors');
});

test('what was done is passed on', () => {
  const outcome = { id: 'order-1' };
  expect(orThrow(outcome)).toBe(outcome);
  expect(orNotFound(outcome, 'order')).toBe(outcome);
});

test('what is not there is answered with 404', () => {
  expect(thrownBy(() => orNotFound(null, 'such order'))).toMatchObject({ status: 404, detail: 'there is no such order' });
});

test('a valid body is passed on as it came', () => {
  const body = { storeId: 'uk', currency: 'GBP', lines: [{ sku: '85123A', name: 'Hanging heart holder', quantity: 6, price: '2.55' }] };
  expect(validated(PlaceOrder).transform(body)).toBe(body);
});

test.each([[undefined], [null], ['text'], [[]], [{}]])('the body %j is answered with 400 and what was expected', (body) => {
  const found = thrownBy(() => validated(PlaceOrder).transform(body));
  expect(found).toMatchObject({ status: 400, type: 'urn:docket:problem:invalid-input' });
  expect(found.errors?.length).toBeGreaterThan(0);
});
