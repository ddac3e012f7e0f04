import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import type { CallType } from '#contracts/gateway-call.js';
import { Decimal, sum, zero } from '#contracts/money.js';
import { isRefusal } from '#contracts/refusals.js';
import type { Database } from '#platform/database.js';
import { createCreditProvider } from '../src/providers/credit/credit.provider.js';
import { CreditCodes } from '../src/providers/credit/credit-codes.js';
import { changeCredit } from '../src/providers/credit/credit-entry.js';
import { CreditLedger, type StoredEntry } from '../src/providers/credit/credit-ledger.js';
import type { GatewayAnswer, PaymentProvider } from '../src/providers/provider.js';
import { withDatabaseBehindProxy, withOwnDatabase } from './own-database.js';

let database: Database;
let ledger: CreditLedger;
let provider: PaymentProvider;

beforeAll(async () => {
  const own = await withOwnDatabase((each) => new CreditLedger(each));
  database = own.database;
  ledger = own.made;
  provider = createCreditProvider(ledger, new CreditCodes({}));
});
afterAll(() => database.close());

/** What somebody does with an account: a change by hand, or a call of the payment with this number. */
type Step =
  | { readonly type: 'change'; readonly amount: string; readonly key: number }
  | { readonly type: CallType; readonly amount: string; readonly key: number; readonly payment: number };

const money = (least: number, most: number) => fc.integer({ min: least, max: most }).map((pence) => (pence / 100).toFixed(2));
const key = fc.nat(40);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('change' as const), amount: money(-6_000, 6_000).filter((amount) => Number(amount) !== 0), key }),
  fc.record({ type: fc.constant('authorization' as const), amount: money(1, 5_000), key, payment: fc.nat(3) }),
  fc.record({ type: fc.constantFrom<CallType[]>('capture', 'refund', 'void'), amount: money(1, 3_000), key, payment: fc.nat(3) }),
);

/** One account, and what was answered to each step by its key. */
class Account {
  readonly id = uuid();
  readonly answers = new Map<string, string>();
  readonly #authorized = new Map<number, string>();

  open(amount: string) {
    return ledger.open(this.id, { storeId: 'uk', currency: 'GBP', codeEnding: '0001' }, amount, this.#head('opening', amount));
  }

  /** Does a step. A key that came before with another one is an error, whoever was first. */
  async do(each: Step): Promise<void> {
    const answer = await this.#answerTo(each).catch((error: Error) => {
      if (!error.message.includes('for something else')) throw error;
      return undefined;
    });
    if (answer === undefined) return;
    const name = JSON.stringify(each);
    const before = this.answers.get(name);
    if (before !== undefined && each.type !== 'change') expect(answer).toBe(before);
    this.answers.set(name, answer);
  }

  entries(): Promise<StoredEntry[]> {
    return ledger.entries(this.id, 10_000);
  }

  async #answerTo(each: Step): Promise<string | undefined> {
    if (each.type === 'change') {
      const head = this.#head(`change-${each.key}`, each.amount);
      const entered = await ledger.add(this.id, head, (standing) => changeCredit(standing, each.amount, 'GBP'));
      return isRefusal(entered) ? undefined : entered.entry._id;
    }
    const paymentReference = this.#authorized.get(each.payment);
    if (each.type !== 'authorization' && paymentReference === undefined) return undefined;
    const answer = await this.#send(each, paymentReference);
    if (each.type === 'authorization' && answer.reference !== undefined) this.#authorized.set(each.payment, answer.reference);
    return JSON.stringify(answer);
  }

  #send({ type, amount, key: number }: Exclude<Step, { type: 'change' }>, paymentReference: string | undefined): Promise<GatewayAnswer> {
    const id = `${this.id}-${number}`;
    const call = { id, type, amount, currency: 'GBP', paymentId: 'p', orderId: 'o', orderNumber: 'n', token: this.id };
    const request = provider.prepare({ ...call, ...(paymentReference === undefined ? {} : { paymentReference }) });
    return provider.send({ id, type, amount, currency: 'GBP', idempotencyKey: id, request, requestedAt: '2026-11-27T10:00:00.000Z' });
  }

  #head(name: string, content: string) {
    return { key: `${this.id}/${name}`, fingerprint: content, actor: 'test' };
  }
}

/** What must hold of every ledger: nothing below zero at any time, no gap, no key twice, and all sums are those of its entries. */
function expectSound(newestFirst: StoredEntry[]): void {
  const entries = [...newestFirst].reverse();
  expect(entries.map(({ number }) => number)).toEqual(entries.map((_, index) => index + 1));
  expect(new Set(entries.map((entry) => entry.key)).size).toBe(entries.length);
  let [balance, reserved] = [zero, zero];
  for (const entry of entries) {
    balance = balance.plus(entry.amount);
    reserved = reserved.plus(entry.reserves);
    expect([entry.balance, entry.reserved]).toEqual([balance.toFixed(), reserved.toFixed()]);
    expect(reserved.gte(zero) && balance.gte(reserved)).toBe(true);
    expect(sum(entry.reservations.map(({ left }) => Decimal(left))).eq(reserved)).toBe(true);
    if (entry.declined !== undefined) expect([entry.amount, entry.reserves]).toEqual(['0', '0']);
  }
  for (const { _id, reserves } of entries.filter(({ type }) => type === 'authorization')) {
    const about = entries.filter(({ reservation }) => reservation === _id);
    const moved = (type: string) => sum(about.filter((entry) => entry.type === type).map(({ amount }) => Decimal(amount)));
    const taken = moved('capture').times('-1');
    expect(taken.lte(reserves) && moved('refund').lte(taken)).toBe(true);
  }
}

test('whatever is done with an account, in whatever order, and repeated: it is done once, and never takes what is not there', async () => {
  await fc.assert(
    fc.asyncProperty(money(2_000, 20_000), fc.array(step, { maxLength: 30 }), async (amount, steps) => {
      const account = new Account();
      await account.open(amount);
      for (const payment of [0, 1, 2, 3]) await account.do({ type: 'authorization', amount: '20.00', key: 100 + payment, payment });
      for (const each of [...steps, ...steps]) await account.do(each);
      const entries = await account.entries();
      expect(entries.some(({ type, declined }) => type === 'authorization' && declined === undefined)).toBe(true);
      expectSound(entries);
    }),
    { numRuns: 25 },
  );
});

test('all at once: it is done once, and never takes what is not there', async () => {
  await fc.assert(
    fc.asyncProperty(money(1_000, 10_000), fc.array(step, { minLength: 10, maxLength: 30 }), async (amount, steps) => {
      const account = new Account();
      await account.open(amount);
      await Promise.all([0, 1, 2, 3].map((payment) => account.do({ type: 'authorization', amount: '5.00', key: 100 + payment, payment })));
      await Promise.all([...steps, ...steps].map((each) => account.do(each)));
      expectSound(await account.entries());
    }),
    { numRuns: 15 },
  );
});

test('of many who want the last of it at once, only as many get something as there is for', async () => {
  const account = new Account();
  await account.open('10.00');
  const wanted = Array.from({ length: 30 }, (_, index): Step => ({ type: 'authorization', amount: '1.00', key: index, payment: index }));
  await Promise.all(wanted.map((each) => account.do(each)));
  const entries = await account.entries();
  expectSound(entries);
  expect(entries[0]).toMatchObject({ balance: '10', reserved: '10' });
  expect(entries.filter((entry) => entry.declined === 'insufficient_credit')).toHaveLength(20);
});

test('opened many times at once, there is one account, and what it came with is on it once', async () => {
  const account = new Account();
  const opened = await Promise.all(Array.from({ length: 10 }, () => account.open('25.00')));
  expect(opened.filter((each) => !isRefusal(each) && !each.replayed)).toHaveLength(1);
  expect(await account.entries()).toMatchObject([{ number: 1, type: 'opening', balance: '25' }]);
});

test('an entry whose acknowledgement gets lost is made once, and answered', async () => {
  const behind = await withDatabaseBehindProxy((each) => new CreditLedger(each));
  try {
    const head = (key: string) => ({ key, fingerprint: key, actor: 'test' });
    const id = uuid();
    behind.loseNextAnswer('creditEntries');
    await behind.made.open(id, { storeId: 'uk', currency: 'GBP', codeEnding: '0001' }, '10.00', head(`open/${id}`));
    behind.loseNextAnswer('creditEntries');
    const taken = await behind.made.add(id, head(`take/${id}`), (standing) => changeCredit(standing, '-10.00', 'GBP'));
    expect(taken).toMatchObject({ entry: { number: 2, balance: '0' } });
    expect(behind.proxy.lost).toBe(2);
    expect(await behind.made.entries(id, 10)).toHaveLength(2);
  } finally {
    await behind.stop();
  }
});

test('the database itself lets no key come twice', async () => {
  const indexes = await database.collection('creditEntries').indexes();
  expect(indexes).toContainEqual(expect.objectContaining({ key: { key: 1 }, unique: true }));
});
