import { execa } from 'execa';
import type { Run } from '../run.js';
import { SetupError } from '../setup-error.js';

export interface ComposePorts {
  readonly kafka: number;
  readonly mongo: number;
}

/** Whether a Docker engine with Compose answers, and soon. `DOCKET_DOCKER=off` says no. */
export async function dockerAnswers(): Promise<boolean> {
  if (process.env.DOCKET_DOCKER === 'off') return false;
  const options = { timeout: 5_000, stdin: 'ignore', reject: false } as const;
  const results = await Promise.all([execa('docker', ['info'], options), execa('docker', ['compose', 'version'], options)]);
  return results.every((result) => !result.failed);
}

/** Starts containers of docker-compose.yml, as a project per run, and waits until they are healthy. They end with the run. */
export async function startContainers(run: Run, services: readonly string[], ports: ComposePorts): Promise<void> {
  const env = { KAFKA_PORT: String(ports.kafka), MONGO_PORT: String(ports.mongo) };
  run.onClose(() => compose(run.name, env, run.fresh ? ['down', '--volumes'] : ['stop']));
  try {
    await compose(run.name, env, ['up', '--detach', '--wait', ...services]);
  } catch (error) {
    throw new SetupError(
      `Docker answers, but docker compose up failed:\n${(error as { all?: string }).all ?? error}`,
      'Correct that (KAFKA_PORT and MONGO_PORT choose other ports), or set DOCKET_DOCKER=off: Kafka and MongoDB are then local processes.',
      { cause: error },
    );
  }
}

/** Removes a run's containers and their data, if an engine answers. */
export async function removeContainers(runName: string): Promise<void> {
  if (await dockerAnswers()) await compose(runName, {}, ['down', '--volumes']);
}

/** The services of a run whose containers run already, as after a start that was killed. */
export async function runningContainers(runName: string): Promise<string[]> {
  if (!(await dockerAnswers())) return [];
  const { stdout } = await compose(runName, {}, ['ps', '--services', '--status', 'running']);
  return stdout.split('\n');
}

/** The names of the containers begin with the project's. */
function compose(runName: string, env: Record<string, string>, args: readonly string[]) {
  const project = runName === 'dev' ? 'docket' : `docket-${runName}`;
  return execa('docker', ['compose', '--project-name', project, ...args], { env, stdin: 'ignore', all: true, timeout: 10 * 60_000 });
}
