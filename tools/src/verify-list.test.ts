import { DifferenceList } from './verify-list.js';

test('of differences that only ids and amounts tell apart, 20 are shown and the others counted', () => {
  const list = new DifferenceList();
  const shown = Array.from({ length: 2_745 }, (_, index) => `invoice ${index} of the file has no order`).filter((each) => list.shows(each));
  expect(shown).toHaveLength(20);
  expect(list.shows('order CO-1: status is New, expected Done')).toBe(true);
  expect(list.total).toBe(2_746);
  expect(list.rest()).toEqual(['… and 2,725 more like: invoice # of the file has no order']);
});
