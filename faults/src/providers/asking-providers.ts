import process from 'node:process';
import { Unavailable } from '#platform/outage.js';
import { manualProvider } from '../../../apps/payments/src/providers/manual.provider.js';
import type { GatewayAnswer, PaymentProvider } from '../../../apps/payments/src/providers/provider.js';
import { TaxService } from '../../../apps/tax/src/tax.service.js';
import type { ProviderName } from './provider-stand-in.js';

// Loaded into the services before their own code: no provider of theirs asks anybody outside, so that none could fail.
const TIME_LIMIT = 3_000;

const { calculate } = TaxService.prototype;
TaxService.prototype.calculate = async function (order, ...rest) {
  await ask('tax', 'POST', order.orderId);
  return calculate.call(this, order, ...rest);
};

const done = (id: string): GatewayAnswer => ({ status: 'succeeded', reference: id, responseCode: 'done', response: 'carried out' });

const { gateway } = manualProvider;
Reflect.deleteProperty(manualProvider, 'answer');
Object.assign(manualProvider, {
  gateway,
  capabilities: { severalCaptures: true, keysLastHours: 24 },
  obstacle: () => undefined,
  prepare: ({ type, amount, currency }) => `${type} ${amount} ${currency}`,
  send: async ({ id, idempotencyKey }) => {
    await ask('payments', 'POST', idempotencyKey);
    return done(id);
  },
  find: async ({ id, idempotencyKey }) => ((await ask('payments', 'GET', idempotencyKey)) ? done(id) : 'absent'),
} satisfies PaymentProvider);

/** Whether there is what was asked for. */
async function ask(provider: ProviderName, method: 'GET' | 'POST', key: string): Promise<boolean> {
  const address = `${process.env.DOCKET_FAULTS_PROVIDERS}/${provider}`;
  try {
    const response = await fetch(address, { method, headers: { 'idempotency-key': key }, signal: AbortSignal.timeout(TIME_LIMIT) });
    await response.arrayBuffer();
    if (!response.ok && response.status !== 404) throw new Error(`answered with ${response.status}`);
    return response.ok;
  } catch (cause) {
    throw new Unavailable(`the provider of ${provider}`, { cause });
  }
}
