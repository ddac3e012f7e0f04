import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cached } from '../download-cache.js';
import { runProgram } from '../programs.js';
import { SetupError } from '../setup-error.js';

/** Also the tag of the image in docker-compose.yml. */
export const kafkaVersion = '4.4.0';

/** The folder with Kafka's jars, fetched by Maven the first time. */
export async function kafkaJars(onDownload: (what: string) => void): Promise<string> {
  await requireJava();
  return cached(`kafka-${kafkaVersion}`, async (folder) => {
    onDownload(`Fetching Apache Kafka ${kafkaVersion} with Maven (once, 43 MB)`);
    const project = await mkdtemp(path.join(tmpdir(), 'docket-kafka-'));
    try {
      const pom = path.join(project, 'pom.xml');
      await writeFile(pom, projectFile);
      const args = ['--batch-mode', '--quiet', '--strict-checksums', '--file', pom];
      await runProgram(
        'mvn',
        [...args, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`],
        "fetch Kafka's jars",
        'Install Maven (Debian: apt-get install maven).',
      );
    } finally {
      await rm(project, { recursive: true, force: true });
    }
  });
}

/** Kafka 4 brokers run on Java 17 or later. */
async function requireJava(): Promise<void> {
  const advice = 'Install Java 17 or later (Debian: apt-get install openjdk-17-jre-headless).';
  const printed = await runProgram('java', ['-version'], 'run Kafka', advice);
  const major = Number(/version "(\d+)/.exec(printed)?.[1] ?? 0);
  if (major < 17) throw new SetupError(`This Java is too old for Kafka: ${printed.split('\n')[0]}.`, advice);
}

/** slf4j-simple puts the broker's warnings on standard error, which is its log file. */
const projectFile = `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>docket</groupId>
  <artifactId>local-kafka</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${kafkaVersion}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;
