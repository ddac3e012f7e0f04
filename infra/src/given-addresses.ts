import { kafkaAnswers } from './kafka/answers.js';
import { withMongo } from './mongo/client.js';
import { SetupError } from './setup-error.js';

/** The brokers named by `KAFKA_BROKERS`, after one of them has answered; `null` when it is not set. */
export async function givenKafka(): Promise<string | null> {
  const brokers = process.env.KAFKA_BROKERS;
  if (!brokers) return null;
  const answers = await Promise.all(
    brokers.split(',').map((broker) => {
      const [host, port] = broker.trim().split(':');
      return host && port ? kafkaAnswers(host, Number(port), 5_000) : false;
    }),
  );
  if (answers.includes(true)) return brokers;
  throw new SetupError(
    `KAFKA_BROKERS=${brokers}: no Kafka broker answers there.`,
    'Start it, give another address (host:port, without TLS), or unset KAFKA_BROKERS: a broker is then started for you.',
  );
}

/** The database named by `MONGO_URL`, after it has answered; `null` when it is not set. */
export async function givenMongo(): Promise<string | null> {
  const url = process.env.MONGO_URL;
  if (!url) return null;
  try {
    const hello = await withMongo(url, 5_000, (client) => client.db('admin').command({ hello: 1 }));
    if (hello.setName && hello.primary) return url;
  } catch (error) {
    throw new SetupError(
      `MONGO_URL=${withoutPassword(url)}: ${(error as Error).message}`,
      'Start it, give another address, or unset MONGO_URL: a database is then started for you.',
      { cause: error },
    );
  }
  throw new SetupError(
    `MONGO_URL=${withoutPassword(url)}: this MongoDB is not a replica set with a primary.`,
    'One node will do: start mongod with --replSet NAME and run rs.initiate() once. Or unset MONGO_URL: a database is then started for you.',
  );
}

/** An address that may be shown. */
export function withoutPassword(url: string): string {
  return url.replace(/:[^:@/]*@/, ':***@');
}
