import { ValidatedAddress } from '#contracts/address-check.js';
import type { TaxSale } from '#contracts/events/tax-transaction.js';
import { Decimal, sum } from '#contracts/money.js';
import type { Address } from '#contracts/parties.js';
import { isRefusal } from '#contracts/refusals.js';
import { readErrors } from '#contracts/schema.js';
import type { Rounding } from '#contracts/tax-rounding.js';
import { quoteBy } from '../src/providers/quote-by.js';
import { resolveBy } from '../src/providers/resolve-by.js';
import type { TaxProvider } from '../src/providers/tax-provider.js';

const rounding: Rounding = { mode: 'half-away-from-zero', tax: 'line' };

/** Goods for 100.01 less 10, freight and a fee, in California. */
export function sale(change: Partial<TaxSale> = {}): TaxSale {
  return {
    date: '2026-11-20',
    currency: 'USD',
    country: 'US',
    address: { country: 'US', line1: '2000 Main Street', city: 'Irvine', region: 'CA', postalCode: '92614' },
    buyer: { customerId: 'c-1' },
    discount: '10',
    taxRate: '0.05',
    lines: [
      { id: '1', amount: '65', sku: 'A', taxRate: '0.05' },
      { id: '2', amount: '35.01', sku: 'B', taxRate: '0.05', taxCode: 'P0000000' },
      { id: '3', amount: '0', sku: 'C', taxRate: '0.05' },
    ],
    shipments: [{ id: 's1', amount: '5', taxRate: '0.05' }],
    payments: [{ id: 'p1', amount: '0', taxRate: '0.05' }],
    ...change,
  };
}

/** What every tax provider must do, whatever its taxes are. */
export function describeProvider(name: string, provider: () => TaxProvider): void {
  const quote = async (asked: TaxSale) => {
    const amounts = await quoteBy(provider(), asked, { ...rounding, pricesIncludeTax: asked.pricesIncludeTax ?? false });
    if (isRefusal(amounts)) throw new Error(amounts.detail);
    return amounts;
  };

  describe(`the tax provider ${name}`, () => {
    it('says the tax of every part, in its order', async () => {
      const asked = sale();
      const { lines, shipments, payments } = await quote(asked);
      for (const [said, parts] of [
        [lines, asked.lines] as const,
        [shipments, asked.shipments] as const,
        [payments, asked.payments] as const,
      ]) {
        expect(said.map(({ id }) => id)).toEqual(parts.map(({ id }) => id));
      }
    });

    it('comes to the sum of its parts, less what the discount takes off', async () => {
      const { lines, shipments, payments, orderDiscountTax, totalTax } = await quote(sale());
      const parts = sum([...lines, ...shipments, ...payments].map(({ tax }) => Decimal(tax)));
      expect(Decimal(totalTax).eq(parts.minus(orderDiscountTax))).toBe(true);
    });

    it('says no tax of what costs nothing', async () => {
      const free = await quote(sale({ discount: '0', lines: [{ id: '1', amount: '0' }], shipments: [], payments: [] }));
      expect([free.totalTax, free.lines[0]?.tax]).toEqual(['0.00', '0']);
    });

    it('takes the tax out of amounts that include it, and leaves nothing over', async () => {
      const asked = sale({ pricesIncludeTax: true });
      const { lines, shipments, payments, pricesIncludeTax, orderDiscountTax, totalTax } = await quote(asked);
      const said = [...lines, ...shipments, ...payments];
      const priced = sum([...asked.lines, ...asked.shipments, ...asked.payments].map(({ amount }) => Decimal(amount)));
      const discount = provider().name === 'avatax' ? asked.discount : '0';
      expect(sum(said.flatMap(({ taxable, tax }) => [Decimal(taxable), Decimal(tax)])).eq(priced.minus(discount))).toBe(true);
      expect(Decimal(totalTax).eq(sum(said.map(({ tax }) => Decimal(tax))).minus(orderDiscountTax))).toBe(true);
      const onTop = await quote(sale());
      expect([pricesIncludeTax, 'pricesIncludeTax' in onTop]).toEqual([true, false]);
      expect(Decimal(totalTax).lt(onTop.totalTax) || provider().name === 'none').toBe(true);
    });

    it('says the same when it is asked again', async () => {
      expect(await quote(sale())).toEqual(await quote(sale()));
    });

    it('says of an address whether it is one, and where, or that it was not checked', async () => {
      for (const country of ['US', 'DE']) {
        const resolved = await resolveBy(provider(), { ...(sale().address as Address), country });
        if (isRefusal(resolved)) throw new Error(resolved.detail);
        const isChecked = provider().name === 'avatax' && country === 'US';
        expect(resolved.status).toBe(isChecked ? 'valid' : 'unchecked');
        expect(readErrors(ValidatedAddress, { ...resolved, checkedAt: '2026-11-20T00:00:00Z' })).toEqual([]);
        expect([resolved.coordinates === undefined, resolved.normalised === undefined]).toEqual([!isChecked, !isChecked]);
      }
    });

    it('names itself, the currency, the country and the discount', async () => {
      const { name: own } = provider();
      expect(await quote(sale())).toMatchObject({ provider: own, currency: 'USD', country: 'US', orderDiscount: '10' });
    });
  });
}
