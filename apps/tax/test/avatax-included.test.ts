import fc from 'fast-check';
import type { TaxSale } from '#contracts/events/tax-transaction.js';
import { Decimal, roundTo, sum } from '#contracts/money.js';
import { AvataxDouble } from '#tools/avatax-double/avatax-double.js';
import { documentView } from '#tools/avatax-double/document-view.js';
import { TestClient } from '#tools/avatax-double/test-client.js';
import { avataxProvider } from '../src/providers/avatax/avatax.provider.js';
import type { LineTax } from '../src/providers/avatax/avatax-answer.js';
import { AvataxClient } from '../src/providers/avatax/avatax-client.js';
import { saleModel } from '../src/providers/avatax/avatax-request.js';
import type { SaleToTell } from '../src/providers/avatax/sale-lines.js';
import { RecentAnswers } from '../src/providers/recent-answers.js';
import type { OutsideProvider } from '../src/providers/tax-provider.js';
import { sale } from './provider-kit.js';

let double: AvataxDouble;
let provider: OutsideProvider;
let codes = 0;
const newCode = () => `SO-${++codes}`;
const shipFrom = { country: 'US', line1: '2000 Main Street', city: 'Irvine', region: 'CA', postalCode: '92614' };
const seattle = { country: 'US', line1: '400 Broad Street', city: 'Seattle', region: 'WA', postalCode: '98109' };
const fresh = { over: 'absent', commits: false, why: 'new' } as const;
const hundred: Partial<TaxSale> = { discount: '0', lines: [{ id: '1', amount: '100' }], shipments: [], payments: [] };
const included = (change: Partial<SaleToTell> = {}): SaleToTell => ({ ...sale({ ...hundred, pricesIncludeTax: true }), ...change });
const modelOf = (asked: TaxSale) => saleModel(asked, { shipFrom }, 'DEFAULT', 1_000);
const lastOf = (code: string) => documentView(double.revisionsOf({ code }).at(-1) as never) as Record<string, unknown>;

beforeAll(async () => {
  double = await AvataxDouble.start();
  const client = new AvataxClient({ url: double.url, ...double.access, deadline: 20_000 });
  const recent = new RecentAnswers<readonly LineTax[]>(60_000, 100_000);
  provider = avataxProvider(client, { shipFrom }, { companyCode: 'DEFAULT', lineLimit: 1_000 }, recent);
});
afterEach(() => double.heal());
afterAll(() => double.close());

describe('a sale whose prices include tax', () => {
  it('is told so line by line, and known by another checksum', () => {
    const [onTop, with_] = [modelOf(sale(hundred)), modelOf(included())];
    expect([onTop.lines, with_.lines]).toMatchObject([[{ amount: 100 }], [{ amount: 100, taxIncluded: true }]]);
    expect((onTop.lines as object[])[0]).not.toHaveProperty('taxIncluded');
    expect(with_.referenceCode).not.toBe(onTop.referenceCode);
  });

  it('costs what was priced: 100.00 in California are 92.81 and 7.19 of tax', async () => {
    expect(await provider.quote(included(), { mayBeRecent: true })).toMatchObject({
      ...{ pricesIncludeTax: true, totalTax: '7.19' },
      lines: [
        { taxable: '92.81', rate: '0.0775', tax: '7.19', details: [{ type: 'State', taxable: '92.81', amount: '5.57' }, {}, {}, {}] },
      ],
    });
    expect(await provider.quote(sale(hundred), { mayBeRecent: true })).toMatchObject({ totalTax: '7.75', lines: [{ taxable: '100' }] });
  });

  it('is known again when it is read back, and not where somebody has changed its amount', async () => {
    const code = newCode();
    const saved = await provider.record(code, included(), fresh);
    expect(saved).toMatchObject({ status: 'Saved', amounts: { totalTax: '7.19' } });
    expect(await provider.find(code, included())).toEqual(saved);
    expect(lastOf(code)).toMatchObject({ totalAmount: 92.81, totalTax: 7.19 });
    expect(await provider.find(code, sale(hundred))).not.toHaveProperty('amounts');
    const { lines, ...head } = modelOf(included());
    const onTop = (lines as object[]).map((line) => ({ ...line, taxIncluded: false }));
    await new TestClient(double).createOrAdjust({ ...head, lines: onTop, type: 'SalesInvoice', code });
    expect(await provider.find(code, included())).not.toHaveProperty('amounts');
  });

  it('is not taxed by an answer that puts its tax on top', async () => {
    const line = { lineNumber: '1', lineAmount: 100, tax: 7.75, details: [] };
    double.next({ say: JSON.stringify({ status: 'Temporary', totalAmount: 100, totalTax: 7.75, lines: [line] }) });
    await expect(provider.quote(included())).rejects.toMatchObject({ what: 'the tax provider' });
  });

  it('comes to what was priced less the discount, to the cent, wherever it goes', async () => {
    const goods = fc.record({ units: fc.integer({ min: 0, max: 1_000_000 }), quantity: fc.integer({ min: 1, max: 5 }), sent: fc.nat(5) });
    const lists = fc.array(goods, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(lists, fc.integer({ min: 0, max: 100 }), async (parts, percent) => {
        const lines = parts.map(({ units, quantity }, index) => ({ id: String(index), amount: (units / 10_000).toFixed(4), quantity }));
        const gross = sum(lines.map(({ amount }) => Decimal(amount)));
        const discount = roundTo(gross.times(String(percent)).div('100'), 'USD');
        if (discount.gt(gross)) return;
        const items = parts.flatMap(({ sent }, index) => (sent > 0 ? [{ lineId: String(index), quantity: sent }] : []));
        const asked = included({ lines, discount: discount.toFixed(), deliveries: [{ id: 's1', to: seattle, items }] });
        const { lines: taxed, totalTax } = await provider.quote(asked);
        const all = sum(taxed.flatMap(({ taxable, tax }) => [Decimal(taxable), Decimal(tax)]));
        expect(all.eq(roundTo(gross.minus(discount), 'USD'))).toBe(true);
        expect(sum(taxed.map(({ tax }) => Decimal(tax))).eq(totalTax)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('what is given back of it', () => {
  it('is told before tax, with exactly the tax that it was charged with', async () => {
    const saleCode = newCode();
    await provider.record(saleCode, included(), { ...fresh, commits: true });
    const parts = [{ kind: 'lines' as const, id: '1', net: '50', tax: '3.6' }];
    const returned = { code: `RE-${codes}`, saleCode, date: '2026-11-28', parts, sale: included() };
    await provider.recordReturn(returned);
    expect(await provider.findReturn(returned)).toBe('recorded');
    expect(lastOf(returned.code)).toMatchObject({
      ...{ type: 'ReturnInvoice', totalAmount: -46.4, totalTax: -3.6 },
      lines: [{ lineAmount: -46.4, tax: -3.6, taxIncluded: false, taxOverrideType: 'TaxAmount' }],
    });
  });

  it('has a line of its own in a sale that is adjusted, before tax; the rest is as priced', async () => {
    const code = newCode();
    const over = await provider.record(code, included(), { ...fresh, commits: true });
    const asCharged = [{ kind: 'lines' as const, id: '1', net: '50', tax: '3.6' }];
    const dearer = included({ lines: [{ id: '1', amount: '60' }], returned: [{ kind: 'lines', id: '1', net: '50' }], asCharged });
    const { amounts } = await provider.record(code, dearer, { over, commits: true, why: 'dearer' });
    expect(amounts?.lines).toMatchObject([{ id: '1', taxable: '102.08', tax: '7.92' }]);
    expect(await provider.find(code, dearer)).toMatchObject({ status: 'Committed', amounts });
    const sent = lastOf(code).lines as { lineAmount: number; tax: number; taxIncluded: boolean }[];
    expect(sent.map(({ lineAmount, tax, taxIncluded }) => [lineAmount, tax, taxIncluded])).toEqual([
      [55.68, 4.32, true],
      [46.4, 3.6, false],
    ]);
  });
});
