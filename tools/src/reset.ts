import { rmSync } from 'node:fs';
import process from 'node:process';
import { removeContainers } from '#infra/docker/compose.js';
import { withRun } from './with-run.js';

// `npm run reset`: forgets the data and the logs of `npm start`. Databases named by MONGO_URL are not touched. Refuses while it runs.
await withRun('dev', { fresh: false }, async (run) => {
  await removeContainers(run.name);
  run.onClose(async () => rmSync(run.directory, { recursive: true, force: true }));
  process.stdout.write(`Removed ${run.directory}. The next npm start begins with nothing.\n`);
  return 0;
});
