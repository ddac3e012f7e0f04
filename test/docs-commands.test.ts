import { readFileSync } from 'node:fs';
import { allCommands } from '#contracts/all-commands.js';
import { CommandAnswer } from '#contracts/command-answer.js';
import { inputErrors } from '#contracts/schema.js';
import { rowsOf, sectionsOf } from './support/markdown.js';

const page = readFileSync('docs/commands.md', 'utf8');

test('the page lists every command with its topic and the class of its data, and no others', () => {
  let topic = '';
  const listed = rowsOf(page.slice(0, page.indexOf('## Message'))).map(([name = '', , type = '', data = '']) => {
    topic = name.replaceAll('`', '') || topic;
    return [topic, type.replaceAll('`', ''), data.split(':')[0]];
  });
  expect(listed).toEqual(allCommands.map(({ topic: { name }, type, dataClass }) => [name, type, dataClass.name]));
});

test('the answers that it shows are answers', () => {
  const examples = [...(sectionsOf(page, 2).get('Answer') ?? '').matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => JSON.parse(text));
  expect(examples.map((answer) => inputErrors(CommandAnswer, answer))).toEqual([[], []]);
});
