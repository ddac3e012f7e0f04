import process from 'node:process';
import { Argument, Command } from 'commander';
import { localUrl } from './local-addresses.js';

/** What a service answers to a redrive. */
interface Redriven {
  readonly redriven: number;
  readonly failed: readonly { readonly id: string; readonly detail: string }[];
}

const services = ['orders', 'payments', 'shipments', 'tax'] as const;

const command = new Command('npm run redrive --')
  .description(
    'Tries every dead letter of a service again, in order per document, once its cause is mended. Exits with 1 when some fail again. ' +
      'With --discard, gives one up first, by the id that an earlier run has shown: what it said is lost to this service.',
  )
  .addArgument(new Argument('<service>', 'whose dead letters').choices(services))
  .option('--url <url>', 'base URL of the service; without it http://localhost on ORDERS_PORT, PAYMENTS_PORT, …, or the usual port')
  .option('--discard <id>', 'a dead letter that nothing will mend, as <topic>/<partition>/<offset>')
  .showHelpAfterError();

command.action(async (service: (typeof services)[number], { url, discard }: { url?: string; discard?: string }) => {
  const letters = `${url ?? localUrl(service)}/admin/dead-letters`;
  const address = `${letters}/redrive`;
  try {
    if (discard) {
      const response = await fetch(`${letters}/${discard}`, { method: 'DELETE' });
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      const { discarded } = (await response.json()) as { discarded: number };
      process.stdout.write(discarded === 1 ? `${discard} given up\n` : `there is no dead letter ${discard}\n`);
    }
    const response = await fetch(address, { method: 'POST' });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const { redriven, failed } = (await response.json()) as Redriven;
    process.stdout.write(`${redriven} handled, ${failed.length} failed again\n`);
    for (const { id, detail } of failed) process.stdout.write(`  ${id}: ${detail}\n`);
    process.exitCode = failed.length > 0 ? 1 : 0;
  } catch (error) {
    const reason = (error as { cause?: Error }).cause?.message ?? (error as Error).message;
    process.stderr.write(`${service} could not be asked at ${address}: ${reason}\nIs it running? Another address: --url\n`);
    process.exitCode = 2;
  }
});

try {
  await command.parseAsync();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
