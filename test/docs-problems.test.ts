import { globSync, readFileSync } from 'node:fs';
import { NotFoundException, PayloadTooLargeException, ServiceUnavailableException, UnsupportedMediaTypeException } from '@nestjs/common';
import { refusals } from '#contracts/refusals.js';
import { ProblemFilter } from '#platform/http/problem.filter.js';
import { rowsOf, sectionsOf } from './support/markdown.js';

const chapters = sectionsOf(readFileSync('docs/problems.md', 'utf8'), 2);
const types = sectionsOf(chapters.get('By type') ?? '', 3);
const byStatus = rowsOf(chapters.get('By status') ?? '').map(([status, title]) => `${status} ${title}`);

/** Codes that the sources write out in a problem's type, beside those of the refusals. */
const writtenOut = globSync('{apps,libs}/**/src/**/*.ts')
  .filter((file) => !file.endsWith('.test.ts'))
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/urn:docket:problem:(\$\{[^}]*\}|[a-z-]+)/g)])
  .flatMap(([, code = '']) => (code.startsWith('$') ? [...code.matchAll(/'([a-z-]+)'/g)].map(([, quoted = '']) => quoted) : [code]));

test('every code has its section, and no other has one', () => {
  expect([...types.keys()].sort()).toEqual([...new Set([...Object.keys(refusals), ...writtenOut])].sort());
});

test.each(Object.entries(refusals))('%s: the page has its status and title', (code, { status, title }) => {
  expect(types.get(code)?.trim().split('\n')[0]).toMatch(`Status ${status}: ${title}.`);
});

test.each([
  ['an unknown route', new NotFoundException()],
  ['a body that is too large', new PayloadTooLargeException()],
  ['a body of another type', new UnsupportedMediaTypeException()],
  ['a service that is not ready', new ServiceUnavailableException()],
  ['a fault', new Error('a fault')],
])('%s: the page has its status and title', (_name, error) => {
  const { status, title, type } = answerTo(error);
  expect(type).toBe('about:blank');
  expect(byStatus).toContain(`${status} ${title}`);
});

/** The problem that a client gets for an error. */
function answerTo(error: Error): { status: number; title: string; type: string } {
  let body = '';
  const reply = {
    status: () => reply,
    header: () => reply,
    send: (text: string) => {
      body = text;
    },
  };
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const http = { getRequest: () => ({ id: 'correlation-1', method: 'GET' }), getResponse: () => reply };
  new ProblemFilter(log as never).catch(error, { getType: () => 'http', switchToHttp: () => http } as never);
  return JSON.parse(body);
}
