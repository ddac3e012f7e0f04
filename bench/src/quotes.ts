import process from 'node:process';
import { Pool } from 'undici';
import { freePorts } from '#infra/ports.js';
import type { Run } from '#infra/run.js';
import { waitForDaemon } from '#infra/wait-for-daemon.js';
import { california as address, avataxSettings, avataxStore } from '#tools/avatax-double/avatax-settings.js';
import { defaults } from '#tools/avatax-double/double-options.js';
import type { GatewayClient } from './gateway-client.js';
import type { Answer } from './load.js';
import { type OpenLoopResult, openLoop } from './open-loop.js';
import { type QuoteFigures, quoteFigures } from './quote-figures.js';
import { type QuoteKind, quoteKinds } from './quote-kinds.js';

export interface QuotesOptions {
  /** Of all three kinds together. */
  readonly perSecond: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
  readonly onStep: (what: string) => void;
}

/** How long quotes take by the gateway, beside what the provider takes by itself in the same seconds. */
export interface Quotes {
  readonly linesPerQuote: number;
  readonly load: OpenLoopResult;
  /** Absent where a kind was not measured. */
  readonly figures?: QuoteFigures;
}

const STORE = 'quoted';
// As the sample's orders have on average.
const LINES = 27;
// Until the code that is run is compiled.
const WARM_UP_SECONDS = 15;

/** A double of AvaTax, as a process of its own, and what the services need to be set to for asking it. */
export async function startProvider(run: Run): Promise<{ readonly url: string; readonly settings: Readonly<Record<string, string>> }> {
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const double = run.start({
    ...{ name: 'avatax-double', role: 'service', graceMs: 2_000, env: {} },
    ...{ command: process.execPath, args: ['dist/tools/src/avatax-double.js', '--port', String(port)] },
  });
  await waitForDaemon(double, () => answers(url), 30_000);
  return { url, settings: await avataxSettings(url, defaults.access, run.directory, [avataxStore(STORE)]) };
}

/** The three kinds in turn, at a constant rate: all of them meet the same state of the machine. */
export async function measureQuotes(
  client: GatewayClient,
  providerUrl: string,
  { perSecond, seconds, signal, onStep }: QuotesOptions,
): Promise<Quotes> {
  const provider = new Pool(providerUrl, { connections: 64 });
  const send = async (index: number): Promise<Answer> => {
    const kind = quoteKinds[index % quoteKinds.length] as QuoteKind;
    try {
      if (kind === 'provider alone') await askProvider(provider, index);
      else await client.quote(quoteOf(kind === 'quotes asked' ? index : 0));
      return { kind };
    } catch (error) {
      return { kind, failure: (error as Error).message };
    }
  };
  try {
    onStep('quotes: warming up');
    await openLoop(perSecond, WARM_UP_SECONDS, signal, (index) => send(index + 3_000_000));
    onStep(`quotes: ${perSecond} per second for ${seconds} seconds`);
    const load = await openLoop(perSecond, seconds, signal, send);
    const [alone, asked] = [load.requests['provider alone'], load.requests['quotes asked']];
    return { linesPerQuote: LINES, load, ...(alone && asked && { figures: quoteFigures(alone.latencies, asked.latencies) }) };
  } finally {
    await provider.close();
  }
}

/** Each number another cart. */
function amounts(index: number): string[] {
  return Array.from({ length: LINES }, (_, line) => (((index * LINES + line) % 1_000_000_000) / 100).toFixed(2));
}

function quoteOf(index: number): object {
  return {
    ...{ storeId: STORE, currency: 'USD', address, buyer: { customerId: 'c-bench' } },
    lines: amounts(index).map((amount, line) => ({ id: String(line + 1), sku: `SKU-${line}`, amount })),
  };
}

/** What AvaTax is asked for such a quote. */
async function askProvider(provider: Pool, index: number): Promise<void> {
  const { accountId, licenseKey } = defaults.access;
  const model = {
    ...{ type: 'SalesOrder', companyCode: 'DEFAULT', date: '2026-11-20', customerCode: 'c-bench', currencyCode: 'USD' },
    addresses: { shipFrom: address, shipTo: address },
    lines: amounts(index).map((amount, line) => ({
      ...{ number: String(line + 1), quantity: 1, amount: Number(amount), itemCode: `SKU-${line}` },
    })),
  };
  const { statusCode, body } = await provider.request({
    ...{ method: 'POST', path: '/api/v2/transactions/create?$include=Lines,Details,Summary,Addresses' },
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${accountId}:${licenseKey}`).toString('base64')}`,
    },
    body: JSON.stringify(model),
  });
  await body.text();
  if (statusCode >= 300) throw new Error(`the provider answered ${statusCode}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/v2/utilities/ping`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
