import fc from 'fast-check';
import { isRefusal } from '#contracts/refusals.js';
import { given } from '../../../../test/given.js';
import { reserveStock } from './reserve-stock.js';
import { sendStock } from './send-stock.js';
import { evolve, figuresOf, type Stock, type StockEvent, waitingOf } from './stock.js';
import { tellStock } from './tell-stock.js';

const place = { location: 'main', sku: '85123A' };
const at = (hour: number) => new Date(Date.UTC(2026, 10, 26, hour)).toISOString();
const now = new Date(at(23));
const tell =
  (onHand: number, hour: number, arrivals: { expectedOn: string; quantity: number }[] = []) =>
  (stock: Stock | null) =>
    tellStock(stock, place, { onHand, asOf: at(hour), arrivals }, now);
const reserve = (order: string, quantity: number) => (stock: Stock | null) =>
  reserveStock(stock, place, order, quantity === 0 ? [] : [{ orderId: `of-${order}`, lineId: '1', quantity }], now);
const send = (order: string, quantity: number, hour: number) => (stock: Stock | null) =>
  sendStock(stock, place, order, [{ orderId: `of-${order}`, lineId: '1', quantity, sentAt: at(hour) }]);

type Step = (stock: Stock | null) => ReturnType<ReturnType<typeof tell>>;
const after = (...steps: Step[]) => {
  const events: StockEvent[] = [];
  for (const step of steps)
    events.push(
      ...given(evolve, ...events)
        .when(step)
        .events(),
    );
  return events;
};
const stockAfter = (...steps: Step[]) => given(evolve, ...after(...steps)).state as Stock;
const linesOf = ({ lines }: Stock) => lines.map((line) => [line.fulfilmentOrderId, line.reserved, waitingOf(line)]);

describe('a stock', () => {
  test('promises what is there, and the rest waits', () => {
    const stock = stockAfter(tell(10, 1), reserve('a', 8), reserve('b', 5), reserve('c', 1));
    expect(linesOf(stock)).toEqual([
      ['a', 8, 0],
      ['b', 2, 3],
      ['c', 0, 1],
    ]);
    expect(figuresOf(stock)).toMatchObject({ reserved: 10, backordered: 4, available: 0, short: 0 });
  });

  test('that was never told has nothing to promise', () => {
    expect(linesOf(stockAfter(reserve('a', 1)))).toEqual([['a', 0, 1]]);
  });

  test('fills whoever waits in their turns, when more is told and when something is given back', () => {
    const steps = [tell(1, 1), reserve('a', 1), reserve('b', 2), reserve('c', 1)];
    expect(linesOf(stockAfter(...steps, tell(3, 2)))).toEqual([
      ['a', 1, 0],
      ['b', 2, 0],
      ['c', 0, 1],
    ]);
    expect(linesOf(stockAfter(...steps, reserve('a', 0)))).toEqual([
      ['b', 1, 1],
      ['c', 0, 1],
    ]);
  });

  test('lets what is wanted more wait behind the others, and takes back first what came last', () => {
    const steps = [tell(2, 1), reserve('a', 3), reserve('b', 1), reserve('a', 5)];
    expect(linesOf(stockAfter(...steps, tell(4, 2)))).toEqual([
      ['a', 3, 2],
      ['b', 1, 0],
    ]);
    expect(linesOf(stockAfter(...steps, reserve('a', 3)))).toEqual([
      ['a', 2, 1],
      ['b', 0, 1],
    ]);
    expect(linesOf(stockAfter(...steps, reserve('a', 1)))).toEqual([
      ['a', 1, 0],
      ['b', 1, 0],
    ]);
  });

  test('takes nothing away when less is there than was promised, and says how short it is', () => {
    const stock = stockAfter(tell(10, 1), reserve('a', 8), tell(5, 2), reserve('b', 1));
    expect(linesOf(stock)).toEqual([
      ['a', 8, 0],
      ['b', 0, 1],
    ]);
    expect(figuresOf(stock)).toMatchObject({ onHand: 5, reserved: 8, short: 3, available: 0 });
  });

  test('deducts what was sent until a figure comes that was counted later', () => {
    const sent = [tell(5, 1), reserve('a', 2), send('a', 2, 3)] as const;
    expect(figuresOf(stockAfter(...sent))).toMatchObject({ onHand: 5, sent: 2, reserved: 0, available: 3 });
    expect(figuresOf(stockAfter(...sent, tell(4, 2)))).toMatchObject({ onHand: 4, sent: 2, available: 2 });
    expect(figuresOf(stockAfter(...sent, tell(3, 4)))).toMatchObject({ onHand: 3, sent: 0, available: 3 });
    expect(figuresOf(stockAfter(tell(5, 4), reserve('a', 2), send('a', 2, 3)))).toMatchObject({ sent: 0, reserved: 0, available: 5 });
  });

  test('has a day for whoever waits, by what is to arrive and who is before', () => {
    const arrivals = [
      { expectedOn: '2026-12-24', quantity: 4 },
      { expectedOn: '2026-12-10', quantity: 2 },
    ];
    const stock = stockAfter(tell(0, 1, arrivals), reserve('a', 2), reserve('b', 3), reserve('c', 2));
    expect(stock.lines.map(({ waiting }) => waiting.map(({ expectedOn }) => expectedOn))).toEqual([
      ['2026-12-10'],
      ['2026-12-24'],
      [undefined],
    ]);
  });

  test('gives what an order gives back to the same line of it first', () => {
    const line = { orderId: 'o', lineId: '1' };
    const wanted = (order: string, quantity: number) => (stock: Stock | null) =>
      reserveStock(stock, place, order, quantity === 0 ? [] : [{ ...line, quantity }], now);
    const stock = stockAfter(tell(6, 1), wanted('a', 6), reserve('b', 1), wanted('split', 4), wanted('a', 2));
    expect(linesOf(stock)).toEqual([
      ['a', 2, 0],
      ['b', 0, 1],
      ['split', 4, 0],
    ]);
  });

  test.each<[string, Step, string, string | undefined]>([
    ['a count of the future', tell(1, 24), 'invalid-input', 'asOf'],
    ['an older count', tell(1, 0), 'stock-outdated', 'asOf'],
  ])('refuses %s', (_, step, refused, path) => {
    given(evolve, ...after(tell(5, 1)))
      .when(step)
      .thenRefused(refused as never, path);
  });

  test('refuses more lines than it can hold, and not fewer of those that it has', () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => ({
      ...{ fulfilmentOrderId: `f${index}`, orderId: 'o', lineId: '1', reserved: 1, waiting: [] },
    }));
    const full: Stock = { ...place, stockId: 's', onHand: 2_000, arrivals: [], lines, left: [] };
    expect(reserve('new', 1)(full)).toMatchObject({ refused: 'too-many-reservations' });
    expect(reserveStock(full, place, 'f7', [], now)).toMatchObject([{ data: { reserved: 1_999 } }]);
  });

  test('counts the older half of very many sendings as gone', () => {
    let stock: Stock | null = null;
    const take = (step: Step) => {
      const decision = step(stock);
      if (isRefusal(decision)) throw new Error(decision.detail);
      for (const event of decision) stock = evolve(stock, event);
    };
    take(tell(5_000, 1));
    const second = (index: number) => new Date(Date.UTC(2026, 10, 26, 2, 0, index)).toISOString();
    for (let index = 0; index < 1_001; index += 1) {
      take((now) => sendStock(now, place, `f${index}`, [{ orderId: 'o', lineId: '1', quantity: 2, sentAt: second(index) }]));
    }
    const counted = stock as unknown as Stock;
    expect([counted.onHand, counted.asOf, counted.left.length]).toEqual([5_000 - 2 * 501, second(500), 500]);
    expect(figuresOf(counted).available).toBe(5_000 - 2 * 1_001);
  });
});

const orders = ['a', 'b', 'c', 'd'];
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('tell' as const), onHand: fc.nat(20) }),
    fc.record({ kind: fc.constant('reserve' as const), order: fc.constantFrom(...orders), quantity: fc.nat(8) }),
    fc.record({ kind: fc.constant('send' as const), order: fc.constantFrom(...orders) }),
  ),
  { maxLength: 40 },
);

test('under any figures, reservations and sendings: no piece is promised twice, nobody is lost, and nobody waits for what is there', () => {
  fc.assert(
    fc.property(steps, (all) => {
      let stock: Stock | null = null;
      const wanted = new Map<string, number>();
      const gone = new Set<string>();
      for (const [index, step] of all.entries()) {
        const moment = new Date(Date.UTC(2026, 10, 26, 0, index)).toISOString();
        const before: Stock | null = stock;
        const short = before ? figuresOf(before).short : 0;
        const decide = (now: Stock | null) => {
          if (step.kind === 'tell') return tellStock(now, place, { onHand: step.onHand, asOf: moment, arrivals: [] }, new Date(moment));
          if (step.kind === 'reserve') return reserve(step.order, step.quantity)(now);
          const line = now?.lines.find(({ fulfilmentOrderId }) => fulfilmentOrderId === step.order);
          const quantity = line?.reserved ?? 0;
          return sendStock(now, place, step.order, [{ orderId: `of-${step.order}`, lineId: '1', quantity, sentAt: moment }]);
        };
        if (step.kind !== 'tell' && gone.has(step.order)) continue;
        if (step.kind === 'send' && !(before?.lines.find((line) => line.fulfilmentOrderId === step.order)?.reserved ?? 0)) continue;
        const outcome = given(evolve, ...(before ? [whole(before)] : [])).when(decide);
        const events = outcome.events();
        if (events.length === 0) continue;
        stock = outcome.state();
        if (step.kind === 'reserve') wanted.set(step.order, step.quantity);
        if (step.kind === 'send') {
          wanted.delete(step.order);
          gone.add(step.order);
        }
        if (step.kind !== 'send') expect(decide(stock)).toEqual([]);
        const figures = figuresOf(stock);
        if (step.kind !== 'tell') expect(figures.short).toBeLessThanOrEqual(short);
        expect(figures.sent + figures.reserved).toBe(figures.onHand - figures.available + figures.short);
        expect(figures.available === 0 || figures.backordered === 0).toBe(true);
        for (const order of orders) {
          const line = stock.lines.find(({ fulfilmentOrderId }) => fulfilmentOrderId === order);
          expect((line?.reserved ?? 0) + (line ? waitingOf(line) : 0)).toBe(wanted.get(order) ?? 0);
        }
        expect(inTurns(before, stock)).toBe(true);
      }
    }),
  );
});

/** An event that says all of a stock. */
const whole = (stock: Stock): StockEvent => ({
  type: 'stock.told',
  data: { ...figuresOf(stock), lines: [...stock.lines], ...(stock.left.length > 0 && { left: [...stock.left] }) },
});

/** Of the pieces that waited and still do, none has a smaller turn than one of another line that was served meanwhile. */
function inTurns(before: Stock | null, after: Stock): boolean {
  const served = (before?.lines ?? []).flatMap((line) => {
    const now = after.lines.find(({ fulfilmentOrderId }) => fulfilmentOrderId === line.fulfilmentOrderId);
    return now && now.reserved > line.reserved ? line.waiting.map(({ turn }) => turn).slice(0, 1) : [];
  });
  const waiting = (before?.lines ?? []).flatMap((line) => {
    const now = after.lines.find(({ fulfilmentOrderId }) => fulfilmentOrderId === line.fulfilmentOrderId);
    return now && now.reserved === line.reserved && now.waiting.length > 0 ? line.waiting.map(({ turn }) => turn).slice(0, 1) : [];
  });
  return waiting.every((turn) => served.every((other) => other < turn));
}
