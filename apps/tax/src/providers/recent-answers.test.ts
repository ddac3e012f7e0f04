import { eventually } from '../../../../test/support/eventually.js';
import { type AnsweredBy, RecentAnswers } from './recent-answers.js';

interface Answer {
  readonly said: number;
}

let asked: number;
let answeredBy: AnsweredBy[];
const ask = async (): Promise<Answer> => ({ said: ++asked });
const answersFor = (milliseconds: number, most = 100) => new RecentAnswers<Answer>(milliseconds, most, (by) => answeredBy.push(by));

beforeEach(() => {
  asked = 0;
  answeredBy = [];
});

it('asks once for a while, and each question by itself', async () => {
  const answers = answersFor(60_000);
  expect([await answers.of('a', ask), await answers.of('a', ask), await answers.of('b', ask)]).toEqual([
    { said: 1 },
    { said: 1 },
    { said: 2 },
  ]);
  expect(answeredBy).toEqual(['asking', 'remembering', 'asking']);
});

it('asks again when the while is over', async () => {
  const answers = answersFor(1);
  await answers.of('a', ask);
  await eventually(async () => (await answers.of('a', ask)).said > 1);
});

it('lets those who ask at the same time wait for one answer', async () => {
  const answers = answersFor(60_000);
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const both = [answers.of('a', () => promise), answers.of('a', ask)];
  resolve({ said: 7 });
  expect(await Promise.all(both)).toEqual([{ said: 7 }, { said: 7 }]);
  expect([asked, answeredBy]).toEqual([0, ['asking', 'joining']]);
});

it('never remembers what went wrong', async () => {
  const answers = answersFor(60_000);
  const fails = () => Promise.reject(new Error('away'));
  const both = [answers.of('a', fails), answers.of('a', ask)];
  expect(await Promise.allSettled(both)).toEqual([
    expect.objectContaining({ status: 'rejected' }),
    expect.objectContaining({ status: 'rejected' }),
  ]);
  expect(await answers.of('a', ask)).toEqual({ said: 1 });
});

it('keeps no more than there is room for, what was asked for last', async () => {
  const answers = answersFor(60_000, 2 * JSON.stringify({ said: 1 }).length);
  for (const question of ['a', 'b', 'a', 'c']) await answers.of(question, ask);
  expect([await answers.of('a', ask), await answers.of('b', ask)]).toEqual([{ said: 1 }, { said: 4 }]);
});

it('does nothing where it is switched off', async () => {
  const answers = answersFor(0);
  expect(await Promise.all([answers.of('a', ask), answers.of('a', ask)])).toEqual([{ said: 1 }, { said: 2 }]);
});
