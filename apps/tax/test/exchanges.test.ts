import { AvataxDouble } from '#tools/avatax-double/avatax-double.js';
import { avataxProvider } from '../src/providers/avatax/avatax.provider.js';
import { AvataxClient } from '../src/providers/avatax/avatax-client.js';
import type { Exchange } from '../src/providers/tax-provider.js';
import { sale } from './provider-kit.js';

let double: AvataxDouble;
let heard: Exchange[];
const shipFrom = { country: 'US', line1: '2000 Main Street', city: 'Irvine', region: 'CA', postalCode: '92614' };
const fresh = { over: 'absent', commits: true, why: 'new' } as const;
const provider = (deadline = 5_000) =>
  avataxProvider(
    new AvataxClient({ url: double.url, ...double.access, deadline }),
    { shipFrom },
    { companyCode: 'DEFAULT', lineLimit: 1_000 },
  ).heardBy(async (exchange) => {
    heard.push(exchange);
  });

beforeAll(async () => {
  double = await AvataxDouble.start();
});
beforeEach(() => {
  heard = [];
});
afterEach(() => double.heal());
afterAll(() => double.close());

describe('who listens to a provider', () => {
  it('hears what is sent about a document and what comes back, and no credentials', async () => {
    const asked = provider();
    const committed = await asked.record('SO-1', sale(), fresh);
    await asked.find('SO-1', sale());
    await asked.record('SO-1', sale({ discount: '0' }), { over: committed, commits: true, why: 'dearer' });
    await asked.void('SO-1');
    expect(heard.map(({ method, path, status }) => [method, path.replace(/\?.*/, ''), status])).toEqual([
      ['POST', '/api/v2/transactions/create', 201],
      ['GET', '/api/v2/companies/DEFAULT/transactions/SO-1', 200],
      ['POST', '/api/v2/companies/DEFAULT/transactions/SO-1/adjust', 200],
      ['POST', '/api/v2/companies/DEFAULT/transactions/SO-1/void', 200],
    ]);
    expect(heard[0]).toMatchObject({
      request: { code: 'SO-1', type: 'SalesInvoice', commit: true },
      answer: { code: 'SO-1', status: 'Committed', totalTax: 6.99, lines: expect.any(Array) },
      askedAt: expect.any(Date),
      milliseconds: expect.any(Number),
    });
    expect(heard[0]?.failure).toBeUndefined();
    const { accountId, licenseKey } = double.access;
    expect(JSON.stringify(heard)).not.toMatch(
      new RegExp(`${licenseKey}|${Buffer.from(`${accountId}:${licenseKey}`).toString('base64')}|authorization`, 'i'),
    );
  });

  it('hears of a refusal with its code, of an error, and of silence', async () => {
    await expect(
      provider().record('SO-2', sale({ address: { country: 'US', region: 'AL', postalCode: '10021' } }), fresh),
    ).rejects.toThrow();
    double.next({ fail: 503 });
    await expect(provider().record('SO-2', sale(), fresh)).rejects.toThrow();
    double.next({ late: 'until-healed' });
    await expect(provider(200).find('SO-2', sale())).rejects.toThrow();
    expect(heard).toMatchObject([
      { status: 400, failure: expect.stringMatching(/InvalidZip/), answer: { error: { code: 'GetTaxError', details: expect.any(Array) } } },
      { status: 503, failure: expect.stringMatching(/^AvaTax/) },
      { failure: 'AvaTax has not answered within 200 ms' },
    ]);
    expect(heard[2]?.status).toBeUndefined();
  });

  it('hears nothing of quotes and of tests of the connection', async () => {
    await provider().quote(sale());
    await provider().test();
    expect(heard).toEqual([]);
  });
});
