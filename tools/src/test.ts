import process from 'node:process';
import { execa } from 'execa';
import { startInfrastructure } from '#infra/infrastructure.js';
import { createTopics } from './topics.js';
import { withRun } from './with-run.js';

// `npm test -- [Jest's arguments]`: Jest with a broker and a database of its own, empty at the start and gone at the end.
await withRun('test', { fresh: true }, async (run, interrupted) => {
  const step = (text: string) => process.stderr.write(`• ${text} …\n`);
  const { kafkaBrokers, mongoUrl } = await startInfrastructure(run, step);
  await createTopics(kafkaBrokers);
  const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', '--enable-source-maps'];
  // A test that failed may have left its connections open, and Jest would wait for them for ever.
  const { exitCode } = await execa(
    process.execPath,
    [...options, 'node_modules/jest/bin/jest.js', '--forceExit', ...process.argv.slice(2)],
    {
      env: { KAFKA_BROKERS: kafkaBrokers, MONGO_URL: mongoUrl, DOCKET_RUN: run.directory },
      stdio: 'inherit',
      reject: false,
      cancelSignal: interrupted,
    },
  );
  return exitCode ?? 1;
});
