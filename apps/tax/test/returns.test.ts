import fc from 'fast-check';
import type { OrderEditedData } from '#contracts/events/order.js';
import type { TaxAmounts } from '#contracts/events/tax.js';
import { type ReturnedPart, taxedKinds } from '#contracts/events/tax-transaction.js';
import { Decimal, exactly, sum, zero } from '#contracts/money.js';
import { asPriced, beforeTax } from '../src/domain/included-tax.js';
import { keptNets, partKey } from '../src/domain/nets.js';
import { isOpen } from '../src/domain/tax-transaction.js';
import { sale } from './provider-kit.js';
import { amountsOf } from './provider-of-memory.js';
import { Told } from './told.js';

interface Line {
  readonly id: string;
  readonly price: string;
  readonly quantity: number;
}

/** An order of a few lines with their pieces, and what the tax service makes of what happens to it. */
class TaxedOrder extends Told {
  lines: Line[] = [
    { id: '1', price: '21.6667', quantity: 3 },
    { id: '2', price: '35.01', quantity: 1 },
    { id: '3', price: '0.03', quantity: 9 },
  ];
  freight = '5';
  refunds: string[] = [];

  constructor(
    public discount = '10',
    readonly pricesIncludeTax = false,
  ) {
    super();
  }

  async place(): Promise<void> {
    const included = this.pricesIncludeTax && { pricesIncludeTax: true };
    await this.run(this.wish({ sale: sale({ ...this.#content(), discount: this.discount, ...included }), stage: 'estimated' }));
  }

  change(lines: readonly Line[], { received = false, discount = this.discount, freight = this.freight } = {}): void {
    this.lines = [...lines];
    const goods = sum(lines.map(amountOf));
    this.discount = goods.lt(discount) ? exactly(goods) : discount;
    this.freight = freight;
    const { lines: all } = this.#content();
    this.edit({
      ...{ discount: this.discount, taxRate: '0', removedLines: [], operations: [] },
      lines: all.map(({ amount, ...line }) => ({ ...line, extendedPrice: amount, quantity: 1 })),
      shipments: [{ id: 's1', price: freight, fee: '0', discount: '0', taxRate: '0', items: [] }],
      ...(received && { received: {} }),
    } as unknown as OrderEditedData);
  }

  comeBack(index: number, quantity: number): void {
    const pieces = Math.min(quantity, this.lines[index]?.quantity ?? 0);
    this.change(
      this.lines.map((line, at) => (at === index ? { ...line, quantity: line.quantity - pieces } : line)),
      { received: true },
    );
  }

  giveBack(index: number, quantity: number): void {
    const { id: lineId, price } = this.lines[index] as Line;
    const listTotal = exactly(Decimal(price).times(String(quantity)));
    const id = this.refund({ lines: [{ lineId, quantity, listTotal, discountTotal: '0', fee: '0', taxTotal: '0' }] });
    if (id !== undefined) this.refunds.push(id);
  }

  allow(cents: number): void {
    this.refunds.push(this.refund({ allowance: (cents / 100).toFixed(2) }) as string);
  }

  #content() {
    const lines = this.lines.map((line) => ({ id: line.id, amount: exactly(amountOf(line)), sku: line.id, taxRate: '0' }));
    return { lines, shipments: [{ id: 's1', amount: this.freight, taxRate: '0' }], payments: [] };
  }
}

const amountOf = ({ price, quantity }: Line) => Decimal(price).times(String(quantity));

const line = fc.nat(2);
const pieces = fc.integer({ min: 1, max: 3 });
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('comeBack' as const), line, pieces }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('giveBack' as const), line, pieces }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('allow' as const), cents: fc.integer({ min: 1, max: 4_000 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('price' as const), line, price: fc.integer({ min: 0, max: 4_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('discount' as const), discount: fc.integer({ min: 0, max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('freight' as const), freight: fc.integer({ min: 0, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), region: fc.constantFrom('CA', 'NY', 'OR') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const), which: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('commit' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('submit' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      silence: fc.constantFrom(undefined, undefined, 'before' as const, 'after' as const),
      dies: fc.boolean(),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

async function lived(order: TaxedOrder, steps: readonly Step[]): Promise<void> {
  await order.place();
  for (const each of steps) {
    switch (each.kind) {
      case 'comeBack':
        order.comeBack(each.line, each.pieces);
        break;
      case 'giveBack':
        order.giveBack(each.line, each.pieces);
        break;
      case 'allow':
        order.allow(each.cents);
        break;
      case 'price':
        order.change(order.lines.map((own, at) => (at === each.line ? { ...own, price: (each.price / 100).toFixed(2) } : own)));
        break;
      case 'discount':
        order.change(order.lines, { discount: String(each.discount) });
        break;
      case 'freight':
        order.change(order.lines, { freight: String(each.freight) });
        break;
      case 'move':
        order.wish({ sale: { ...(order.state?.sale ?? sale()), address: { country: 'US', region: each.region } }, isTold: true });
        break;
      case 'revoke':
        order.wish({ revokes: order.refunds[each.which] ?? 'none' });
        break;
      case 'commit':
        order.wish({ stage: 'committed' });
        break;
      case 'submit':
        order.submit(false);
        break;
      case 'run':
        await order.run(each.dies ? order.resume() : order.state?.call?.id, each.silence, each.dies);
    }
  }
}

/** What live returns tell of each part. */
function toldBy(order: TaxedOrder) {
  const live = [...order.provider.returns.values()].filter(({ status }) => status === 'recorded').flatMap(({ told }) => told.parts);
  const parts = Map.groupBy(live, partKey);
  const of = (amount: (part: ReturnedPart) => Decimal) => (key: string) => sum((parts.get(key) ?? []).map(amount));
  return {
    net: of(({ net }) => Decimal(net)),
    tax: of(({ tax = '0' }) => Decimal(tax)),
    beforeTax: of((part) => beforeTax(part, order)),
  };
}

function partsOf(taxes: TaxAmounts) {
  return taxedKinds.flatMap((kind) => taxes[kind].map((part) => ({ key: partKey({ kind, id: part.id }), part })));
}

/** What must hold whenever nothing is open. */
function mustAgree(order: TaxedOrder): void {
  const { state, provider, amounts } = order;
  expect(state && isOpen(state)).toBe(false);
  const told = toldBy(order);
  const kept = keptNets(state?.sale ?? sale());
  const taxes = order.orderTaxes();
  for (const { key, part } of partsOf(taxes)) {
    const whole = asPriced(part, taxes);
    const owed = {
      net: part.returned ? whole.minus(asPriced(part.returned, taxes)) : whole,
      tax: Decimal(part.tax).minus(part.returned?.tax ?? '0'),
    };
    expect([key, owed.net.toFixed(2)]).toEqual([key, kept.get(key)?.toFixed(2)]);
    expect([key, owed.tax.gte(zero)]).toEqual([key, true]);
    if (owed.net.eq(zero)) expect([key, owed.tax.toFixed(2)]).toEqual([key, '0.00']);
    expect([key, told.net(key).lte(whole), told.tax(key).lte(part.tax), told.beforeTax(key).lte(part.taxable)]).toEqual([
      key,
      true,
      true,
      true,
    ]);
    if (told.net(key).eq(whole)) expect([key, told.tax(key).toFixed(2)]).toEqual([key, Decimal(part.tax).toFixed(2)]);
  }
  if (state?.stage !== 'committed') expect(provider.returns.size).toBe(0);
  else expect(amountsOf(provider.document?.sale ?? sale()).totalTax).toBe(amounts?.totalTax);
}

describe.each([
  ['on top', false],
  ['included', true],
])('whatever comes back and is given back of prices with tax %s', (_how, pricesIncludeTax) => {
  it('the order owes the tax of its sale less what came back, and no part of a sale goes back twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const order = new TaxedOrder('10', pricesIncludeTax);
        await lived(order, steps);
        await order.finish();
        mustAgree(order);
        expect(order.provider.returned).toBe(order.provider.returns.size);
      }),
      {
        numRuns: 300,
        // All of a line’s net went back with an allowance, and a cent of its tax did not.
        examples: [
          [
            [
              { kind: 'allow', cents: 2_633 },
              { kind: 'comeBack', line: 0, pieces: 3 },
              { kind: 'commit' },
              { kind: 'freight', freight: 0 },
            ],
          ],
        ],
      },
    );
  });

  it('what all comes back ends on the sale, to the cent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const order = new TaxedOrder('10', pricesIncludeTax);
        await lived(order, steps);
        order.wish({ stage: 'committed' });
        await order.finish();
        for (const index of [0, 1, 2]) {
          order.comeBack(index, 1);
          await order.finish();
          order.comeBack(index, 9);
        }
        order.allow(1_000_000);
        await order.finish();
        mustAgree(order);
        const told = toldBy(order);
        for (const { key, part } of partsOf(order.orderTaxes())) {
          expect([key, told.beforeTax(key).toFixed(2), told.tax(key).toFixed(2)]).toEqual([
            key,
            Decimal(part.taxable).toFixed(2),
            Decimal(part.tax).toFixed(2),
          ]);
        }
      }),
      {
        // An allowance that is all tax of a line that then comes back.
        examples: [
          [
            [
              { kind: 'comeBack', line: 1, pieces: 1 },
              { kind: 'discount', discount: 15 },
              { kind: 'allow', cents: 294 },
              { kind: 'price', line: 0, price: 2_575 },
            ],
          ],
        ],
      },
    );
  });

  it('an order that is cancelled has its returns voided, and then its sale', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.array(step, { maxLength: 6 }), async (before, after) => {
        const order = new TaxedOrder('10', pricesIncludeTax);
        await lived(order, before);
        order.wish({ stage: 'voided' });
        for (const each of after) if (each.kind === 'run') await order.run(order.resume(), each.silence, each.dies);
        order.giveBack(1, 1);
        await order.finish();
        expect([...order.provider.returns.values()].map(({ status }) => status).filter((status) => status !== 'voided')).toEqual([]);
        expect(['Cancelled', undefined]).toContain(order.provider.document?.status);
        expect(order.provider.voids).toBe(order.provider.document ? 1 : 0);
      }),
    );
  });
});

describe('a sale that is filed', () => {
  it('stays as it was while everything comes back, or is refunded', async () => {
    const order = new TaxedOrder();
    await order.place();
    order.wish({ stage: 'committed' });
    await order.finish();
    order.provider.isLocked = true;
    order.comeBack(0, 1);
    await order.finish();
    order.giveBack(0, 1);
    await order.finish();
    order.comeBack(0, 2);
    order.comeBack(1, 1);
    await order.finish();
    mustAgree(order);
    expect([order.provider.revisions, order.provider.returned]).toEqual([1, 4]);
  });

  // What was told back since would have lines of its own in the sale now: other than it was, though nothing of it has changed.
  it.each([
    ['came back', (order: TaxedOrder) => order.comeBack(0, 1)],
    ['was refunded', (order: TaxedOrder) => order.giveBack(0, 1)],
  ])('stays as it was when it is told again after some of it %s', async (_, giveBack) => {
    const order = new TaxedOrder();
    await order.place();
    order.wish({ stage: 'committed' });
    await order.finish();
    giveBack(order);
    await order.finish();
    order.provider.isLocked = true;
    order.submit(false);
    await order.finish();
    expect([order.state && isOpen(order.state), order.state?.delay]).toEqual([false, undefined]);
  });
});

test('pieces that were refunded and come back are told once', async () => {
  const order = new TaxedOrder('0');
  await order.place();
  order.wish({ stage: 'committed' });
  order.giveBack(0, 2);
  await order.finish();
  order.comeBack(0, 2);
  await order.finish();
  expect(order.provider.returned).toBe(1);
  order.comeBack(0, 1);
  await order.finish();
  expect(order.provider.returned).toBe(2);
  mustAgree(order);
});

test.each([false, true])(
  'an allowance comes to what was asked, and what is left where that is less; tax included: %s',
  async (included) => {
    const order = new TaxedOrder('10', included);
    await order.place();
    order.wish({ stage: 'committed' });
    await order.finish();
    order.allow(1_000);
    await order.finish();
    const [first] = [...order.provider.returns.values()];
    const gross = sum((first?.told.parts ?? []).flatMap((part) => [beforeTax(part, order), Decimal(part.tax ?? '0')]));
    expect(gross.toFixed(2)).toBe('10.00');
    order.allow(100_000);
    order.allow(1);
    await order.finish();
    mustAgree(order);
    expect(order.provider.returned).toBe(2);
  },
);

test('a refund that came back is voided, but not where its pieces came back since', async () => {
  const order = new TaxedOrder('0');
  await order.place();
  order.wish({ stage: 'committed' });
  order.giveBack(0, 1);
  order.giveBack(1, 1);
  await order.finish();
  order.comeBack(1, 1);
  for (const revokes of order.refunds) order.wish({ revokes });
  await order.finish();
  expect([...order.provider.returns.values()].map(({ status }) => status)).toEqual(['voided', 'recorded']);
  mustAgree(order);
});
