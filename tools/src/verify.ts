import process from 'node:process';
import { Command, InvalidArgumentError } from 'commander';
import { withoutPassword } from '#infra/given-addresses.js';
import { localKafka, localMongo } from './local-addresses.js';
import { DifferenceList } from './verify-list.js';
import { storesFile } from './verify-stores.js';
import { verifySystem } from './verify-system.js';

interface Flags {
  readonly file?: string;
  readonly acknowledged?: string;
  readonly settle?: number;
}

const command = new Command('npm run verify --')
  .description(
    'Compares the orders with what was asked for, all databases with each other, and each with its topic. ' +
      'Differences go to standard output, a line each, and when more than 20 are alike, a line that counts the others; ' +
      'what it looks at, how much it found and how many differences there are goes to standard error. ' +
      'Exits with 0 when there is no difference, 1 when there is one, 2 when it could not look. ' +
      'It looks where KAFKA_BROKERS and MONGO_URL say, else on localhost at KAFKA_PORT and MONGO_PORT, or the usual ports.',
  )
  .option('--file <file>', 'a CSV file that was replayed whole: each of its orders must exist, as the file says')
  .option('--acknowledged <file>', 'what `replay --acknowledged` has written: each of these orders must exist; of --file, then only these')
  .option('--settle <seconds>', 'wait so long at most until nothing is on its way', seconds)
  .showHelpAfterError();

command.action(async (flags: Flags) => {
  const onNote = (text: string) => process.stderr.write(`${text}\n`);
  const differences = new DifferenceList();
  try {
    const mongoUrl = localMongo();
    const kafkaBrokers = localKafka().split(',');
    onNote(`looking at Kafka ${kafkaBrokers.join(', ')} and MongoDB ${withoutPassword(mongoUrl)}, with the stores of ${storesFile()}`);
    for await (const difference of verifySystem({ mongoUrl, kafkaBrokers, ...flags, onNote })) {
      if (differences.shows(difference)) process.stdout.write(`${difference}\n`);
    }
    for (const line of differences.rest()) process.stdout.write(`${line}\n`);
    onNote(differences.total === 0 ? 'no difference' : `${differences.total} ${differences.total === 1 ? 'difference' : 'differences'}`);
    process.exitCode = differences.total === 0 ? 0 : 1;
  } catch (error) {
    onNote(`could not verify: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  }
});

// Whoever reads the output may have seen enough, as `head` does; that there was a difference is known by then.
process.stdout.on('error', () => process.exit(1));
await command.parseAsync();

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 0)) throw new InvalidArgumentError('must be a number of seconds');
  return value;
}
