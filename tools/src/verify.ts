import process from 'node:process';
import { Command, InvalidArgumentError } from 'commander';
import { verifySystem } from './verify-system.js';

interface Flags {
  readonly file?: string;
  readonly acknowledged?: string;
  readonly settle?: number;
}

const command = new Command('npm run verify --')
  .description(
    'Compares the orders with what was asked for, all databases with each other, and each with its topic. Prints every difference and nothing else; ' +
      'exits with 0 when there is none, 1 when there is one, 2 when it could not look. MONGO_URL and KAFKA_BROKERS say where.',
  )
  .option('--file <file>', 'a replayed CSV file: each of its orders must exist, as the file says')
  .option('--acknowledged <file>', 'what `replay --acknowledged` has written: each of these orders must exist; of --file, then only these')
  .option('--settle <seconds>', 'wait so long at most until nothing is on its way', seconds)
  .showHelpAfterError();

command.action(async (flags: Flags) => {
  const mongoUrl = process.env.MONGO_URL ?? 'mongodb://localhost:27017/?directConnection=true';
  const kafkaBrokers = (process.env.KAFKA_BROKERS ?? 'localhost:9092').split(',');
  const onNote = (text: string) => process.stderr.write(`${text}\n`);
  let differences = 0;
  try {
    for await (const difference of verifySystem({ mongoUrl, kafkaBrokers, ...flags, onNote })) {
      differences++;
      process.stdout.write(`${difference}\n`);
    }
    onNote(differences === 0 ? 'no difference' : `${differences} differences`);
    process.exitCode = differences === 0 ? 0 : 1;
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
