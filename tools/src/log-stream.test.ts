import { stripVTControlCharacters } from 'node:util';
import { readableLine } from './log-stream.js';

const readable = (entry: object) => stripVTControlCharacters(readableLine(JSON.stringify(entry)));
const entry = { level: 'info', time: Date.UTC(2026, 0, 2, 3, 4, 5, 6), pid: 1, hostname: 'here', name: 'orders', msg: 'listening' };

test('an entry is shown with its fields, an important one aloud, an error with its stack', () => {
  expect(readable({ ...entry, port: 8081, route: '/orders' })).toBe('03:04:05.006 info listening port=8081 route=/orders');
  expect(readable({ ...entry, level: 'warn' })).toBe('03:04:05.006 WARN listening');
  expect(readable({ ...entry, err: { message: 'no', stack: 'Error: no\n    at here' } })).toContain('listening \nError: no\n    at here');
});

test.each(['', 'plain text', '{"half":', '{"neither": "level nor time"}', 'null', '7'])('%j stays as it is', (line) => {
  expect(readableLine(line)).toBe(line);
});
