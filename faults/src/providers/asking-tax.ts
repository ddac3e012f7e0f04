import process from 'node:process';
import { Unavailable } from '#platform/outage.js';
import { TaxService } from '../../../apps/tax/src/tax.service.js';

// Loaded into the services before their own code: the provider of tax that there is asks nobody outside, so that it could not fail.
const TIME_LIMIT = 3_000;

const { calculate } = TaxService.prototype;
TaxService.prototype.calculate = async function (...asked) {
  await ask();
  return calculate.apply(this, asked);
};

async function ask(): Promise<void> {
  try {
    const response = await fetch(`${process.env.DOCKET_FAULTS_TAX}`, { method: 'POST', signal: AbortSignal.timeout(TIME_LIMIT) });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`answered with ${response.status}`);
  } catch (cause) {
    throw new Unavailable('the provider of tax', { cause });
  }
}
