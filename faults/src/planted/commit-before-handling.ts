import { OffsetTracker } from '#platform/kafka/offset-tracker.js';

// A message counts as handled as soon as it is taken.
const take = OffsetTracker.prototype.take;
OffsetTracker.prototype.take = function (offset) {
  take.call(this, offset);
  this.finish(offset);
};
