import process from 'node:process';
import { Command, InvalidArgumentError } from 'commander';
import { AvataxDouble } from './avatax-double/avatax-double.js';
import { defaults } from './avatax-double/double-options.js';
import { withRun } from './with-run.js';

interface Flags {
  readonly port: number;
  readonly account: string;
  readonly key: string;
  readonly company: string;
  readonly lineLimit: number;
}

// `npm run avatax-double`: AvaTax for development without an account, until Ctrl-C. It forgets everything then. docs/avatax-double.md
const command = new Command('npm run avatax-double --')
  .description('Starts a double of AvaTax REST v2 on loopback: for tests, demos and work offline. Its tax is arithmetic, not advice.')
  .option('--port <n>', 'where it listens on 127.0.0.1; 0 for any that is free', wholeNumber, 8099)
  .option('--account <id>', 'account id', defaults.access.accountId)
  .option('--key <key>', 'licence key', defaults.access.licenseKey)
  .option('--company <code>', 'code of its one company', defaults.companies[0]?.companyCode)
  .option('--line-limit <n>', 'lines that a document may have', wholeNumber, defaults.lineLimit)
  .showHelpAfterError();

command.action(({ port, account, key, company, lineLimit }: Flags) =>
  withRun('avatax-double', { fresh: true, interruptedCode: 0 }, async (run, interrupted) => {
    const companies = [{ id: 1, companyCode: company, name: company }];
    const double = await AvataxDouble.start({ port, access: { accountId: account, licenseKey: key }, companies, lineLimit });
    run.onClose(() => double.close());
    process.stdout.write(
      `A double of AvaTax, for development only: ${double.url}\n  account ${account}, licence key ${key}, company ${company}\n  what it was asked: ${double.url}/double/calls\n\nCtrl-C stops it, and it forgets everything.\n`,
    );
    return new Promise((resolve) => interrupted.addEventListener('abort', () => resolve(0), { once: true }));
  }),
);

await command.parseAsync();

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('must be a whole number');
  return value;
}
