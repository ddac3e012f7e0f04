import process from 'node:process';
import { type ExecaError, execa } from 'execa';

/** Creates the topics that are missing, as a job of its own that a deployment has too. Replicas: `KAFKA_REPLICATION`, else one. */
export async function createTopics(kafkaBrokers: string, replication?: number): Promise<void> {
  try {
    await execa(process.execPath, ['--enable-source-maps', 'dist/libs/platform/src/kafka/create-topics.js'], {
      env: { KAFKA_BROKERS: kafkaBrokers, ...(replication ? { KAFKA_REPLICATION: String(replication) } : {}) },
      stdin: 'ignore',
      all: true,
      timeout: 60_000,
    });
  } catch (error) {
    const { all } = error as ExecaError<{ all: true }>;
    throw new Error(`The topics could not be created:\n${all ?? error}`, { cause: error });
  }
}
