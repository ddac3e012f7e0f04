import { GroupCommit } from '#platform/group-commit.js';

// A change is stored whatever version the document has by now.
const update = GroupCommit.prototype.update;
GroupCommit.prototype.update = function (filter, change) {
  return update.call(this, { _id: (filter as { _id: string })._id }, change);
};
