import { latenciesOf } from './latencies.js';
import { quoteFigures } from './quote-figures.js';

test('what is ours is counted from the middle time of the provider, so that its slow answers are ours too', () => {
  const alone = latenciesOf([2, 2, 2, 8]);
  const asked = latenciesOf([6, 6, 6, 20]);
  expect(quoteFigures(alone, asked)).toEqual({ overhead: 18, lessPauses: 12, ratio: 3 });
});
