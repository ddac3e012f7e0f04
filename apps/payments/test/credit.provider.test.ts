import type { Database } from '#platform/database.js';
import { createCreditProvider } from '../src/providers/credit/credit.provider.js';
import { accountIdOfCustomer, CreditCodes } from '../src/providers/credit/credit-codes.js';
import type { CreditHolder } from '../src/providers/credit/credit-entry.js';
import { CreditLedger } from '../src/providers/credit/credit-ledger.js';
import type { PaymentProvider } from '../src/providers/provider.js';
import { withOwnDatabase } from './own-database.js';
import { describeProvider } from './provider-kit.js';
import { CallsOf } from './provider-under-test.js';

const code = 'K7QD-9XMR-2HVT-W4PC';
const otherCode = 'EMPTYCARD0001';
const codes = new CreditCodes({ CREDIT_CODE_KEY: 'a secret for the tests of credit' });
const cardId = codes.accountIdOf('uk', code);
const poorId = codes.accountIdOf('uk', otherCode);
const customerId = accountIdOfCustomer('uk', 'GBP', 'c-1');

let database: Database;
let ledger: CreditLedger;

/** Calls are of the store `uk`, as the core says with each. */
function ofStore(provider: PaymentProvider): PaymentProvider {
  return {
    ...provider,
    obstacle: (call) => provider.obstacle({ storeId: 'uk', ...call }),
    prepare: (call) => provider.prepare({ storeId: 'uk', ...call }),
  };
}

async function start(): Promise<PaymentProvider> {
  const own = await withOwnDatabase((each) => new CreditLedger(each));
  database = own.database;
  ledger = own.made;
  await opened(cardId, { codeEnding: 'W4PC' }, '100000');
  await opened(poorId, { codeEnding: '0001' }, '0');
  await opened(customerId, { customerId: 'c-1' }, '100');
  return ofStore(createCreditProvider(ledger, codes));
}

function opened(id: string, whose: Partial<CreditHolder>, amount: string) {
  const head = { key: `open/${id}`, fingerprint: id, actor: 'test' };
  return ledger.open(id, { storeId: 'uk', currency: 'GBP', ...whose }, amount, head);
}

describeProvider('credit', {
  start,
  stop: () => database.close(),
  token: code,
  declinedToken: otherCode,
  secrets: [code, code.replaceAll('-', ''), otherCode],
  effects: ({ idempotencyKey }) => database.collection('creditEntries').countDocuments({ key: `call/${idempotencyKey}` }),
});

describe('credit', () => {
  let calls: CallsOf;
  const authorization = (wanted: object) => calls.stored({ type: 'authorization', amount: '10.00', ...wanted });

  beforeAll(async () => {
    calls = new CallsOf(await start(), { start }, 'abcdef');
  });
  afterAll(() => database.close());

  test.each([
    ['the code of a gift card', { token: code }, cardId],
    ['the code in small letters, without hyphens', { token: 'k7qd9xmr2hvtw4pc' }, cardId],
    ['the id of an account', { token: cardId }, cardId],
    ['nothing but who pays', { payerId: 'c-1' }, customerId],
  ])('is reserved on the account that %s names', async (_name, wanted, account) => {
    const before = await ledger.last(account);
    const call = authorization(wanted);
    const { reference = '' } = await calls.send(call);
    expect(reference.startsWith(`${account}:`)).toBe(true);
    const standing = await ledger.last(account);
    expect(Number(standing?.reserved) - Number(before?.reserved)).toBe(10);
    expect(standing?.reservations.at(-1)).toEqual({ id: reference, left: '10' });
    await calls.send(calls.stored({ type: 'void', amount: '10.00', paymentReference: reference }));
    expect(await ledger.last(account)).toMatchObject({ balance: before?.balance, reserved: before?.reserved });
  });

  test.each([
    ['a code that nobody has', { token: 'NOSUCHCARD9' }, 'no_such_account'],
    ['a customer without an account', { payerId: 'c-2' }, 'no_such_account'],
    ["another store's code", { token: code, storeId: 'eu' }, 'no_such_account'],
    ["another store's account", { token: cardId, storeId: 'eu' }, 'no_such_account'],
    ['an account in another currency', { token: cardId, currency: 'EUR' }, 'other_currency'],
    ["another customer's account", { token: customerId, payerId: 'c-2' }, 'not_the_payer'],
    ["a customer's account, when nobody is said to pay", { token: customerId }, 'not_the_payer'],
    ['more than there is', { payerId: 'c-1', amount: '100.01' }, 'insufficient_credit'],
  ])('is declined for %s', async (_name, wanted, responseCode) => {
    const call = authorization(wanted);
    for (const _ of [1, 2]) expect(await calls.send(call)).toMatchObject({ status: 'declined', responseCode });
    expect(await calls.find(call)).toMatchObject({ status: 'declined', responseCode });
  });

  test('what was declined stays so for its key, even when there is enough later', async () => {
    const missing = authorization({ payerId: 'c-3' });
    const first = await calls.send(missing);
    await opened(accountIdOfCustomer('uk', 'GBP', 'c-3'), { customerId: 'c-3' }, '10');
    expect(await calls.send(missing)).toEqual(first);
    expect(await calls.send(authorization({ payerId: 'c-3' }))).toMatchObject({ status: 'succeeded' });
  });

  test('what is reserved cannot be promised twice; what is released can', async () => {
    await opened(accountIdOfCustomer('uk', 'GBP', 'c-4'), { customerId: 'c-4' }, '15');
    const wanted = { payerId: 'c-4' };
    const { reference: paymentReference = '' } = await calls.send(authorization(wanted));
    expect(await calls.send(authorization(wanted))).toMatchObject({ responseCode: 'insufficient_credit' });
    await calls.send(calls.stored({ type: 'capture', amount: '4.00', isLast: false, paymentReference }));
    expect(await calls.send(authorization(wanted))).toMatchObject({ responseCode: 'insufficient_credit' });
    await calls.send(calls.stored({ type: 'void', amount: '6.00', isPartlyCaptured: true, paymentReference }));
    expect(await calls.send(authorization(wanted))).toMatchObject({ status: 'succeeded' });
  });

  test('a key that comes with another request is an error', async () => {
    const call = authorization({ token: code });
    await calls.send(call);
    const other = authorization({ token: code, amount: '11.00' });
    await expect(calls.send({ ...other, idempotencyKey: call.idempotencyKey })).rejects.toThrow();
  });

  test.each([
    ['without a payer, an account or a code', {}],
    ['with a code of a store that is not named', { token: code, storeId: undefined }],
  ])('is refused %s', (_name, wanted) => {
    expect(calls.provider.obstacle(calls.toMake({ type: 'authorization', amount: '1.00', ...wanted } as never))).toMatchObject({
      refused: 'not-at-gateway',
    });
  });

  test('is refused by code where the service has no secret; accounts can be named', () => {
    const provider = ofStore(createCreditProvider(ledger, new CreditCodes({})));
    const call = (token: string) => calls.toMake({ type: 'authorization', amount: '1.00', token });
    expect(provider.obstacle(call(code))).toMatchObject({ refused: 'codes-not-offered' });
    expect(provider.obstacle(call(cardId))).toBeUndefined();
  });

  describe('a refund of what was paid otherwise', () => {
    const refund = (payerId: string, amount = '7.00') => calls.stored({ type: 'refund', amount, payerId, destination: 'credit' });
    const standingOf = (payerId: string) => ledger.last(accountIdOfCustomer('uk', 'GBP', payerId));

    test('opens an account of the payer where there is none, and is a grant on one that there is', async () => {
      const first = await calls.send(refund('c-10'));
      expect(first).toMatchObject({ status: 'succeeded', reference: expect.stringContaining(accountIdOfCustomer('uk', 'GBP', 'c-10')) });
      expect(await standingOf('c-10')).toMatchObject({ type: 'opening', balance: '7', holder: { storeId: 'uk', customerId: 'c-10' } });
      await calls.send(refund('c-10', '0.50'));
      expect(await standingOf('c-10')).toMatchObject({ type: 'grant', amount: '0.50', balance: '7.5', orderNumber: expect.any(String) });
      expect(await calls.send(authorization({ payerId: 'c-10', amount: '7.50' }))).toMatchObject({ status: 'succeeded' });
    });

    test('is absent before it is sent; sent twice, it acts once, answers the same and is found', async () => {
      for (const call of [refund('c-11'), refund('c-11')]) {
        expect(await calls.find(call)).toBe('absent');
        const answer = await calls.send(call);
        expect(await calls.send(call)).toEqual(answer);
        expect(await calls.find(call)).toEqual(answer);
      }
      expect(await standingOf('c-11')).toMatchObject({ number: 2, balance: '14' });
    });

    test('of many at once, each sent twice, each acts once, and one opens the account', async () => {
      const all = Array.from({ length: 10 }, () => refund('c-12'));
      await Promise.all([...all, ...all].map((call) => calls.send(call)));
      expect(await standingOf('c-12')).toMatchObject({ number: 10, balance: '70' });
    });

    test('is refused where nobody is said to get it', () => {
      const call = calls.toMake({ type: 'refund', amount: '1.00', destination: 'credit' });
      expect(calls.provider.obstacle(call)).toMatchObject({ refused: 'not-at-gateway' });
    });
  });

  test('no code is kept', async () => {
    await calls.send(authorization({ token: code }));
    const entries = await database.collection('creditEntries').find().toArray();
    const kept = JSON.stringify(entries).toUpperCase().replaceAll('-', '');
    expect(entries.length).toBeGreaterThan(5);
    for (const each of [code, otherCode]) expect(kept).not.toContain(each.replaceAll('-', ''));
  });
});
