import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { Database } from '#platform/database.js';
import { STORES } from '#platform/document-service.module.js';
import { applyHttpRules, httpAdapter } from '#platform/http/http-adapter.js';
import { ProblemFilter } from '#platform/http/problem.filter.js';
import { loadStores } from '#platform/stores.js';
import { eventually } from '../../../test/support/eventually.js';
import { CreditController } from '../src/http/credit.controller.js';
import { PaymentsConfig } from '../src/payments.config.js';
import { CreditAccounts } from '../src/providers/credit/credit-accounts.js';
import { CreditCodes } from '../src/providers/credit/credit-codes.js';
import { CreditLedger } from '../src/providers/credit/credit-ledger.js';
import { ownDatabase } from './own-database.js';

let app: NestFastifyApplication;
let database: Database;

beforeAll(async () => {
  database = ownDatabase();
  @Module({
    controllers: [CreditController],
    providers: [
      { provide: Database, useValue: database },
      { provide: STORES, useValue: loadStores('config/stores.json') },
      { provide: PaymentsConfig, useValue: { CREDIT_CODE_KEY: 'a secret for the tests of credit' } },
      ...[CreditLedger, CreditCodes, CreditAccounts],
    ],
  })
  class CreditModule {}
  app = await NestFactory.create<NestFastifyApplication>(CreditModule, httpAdapter(), { logger: false });
  app.useGlobalFilters(new ProblemFilter(pino({ level: 'silent' })));
  applyHttpRules(app.getHttpAdapter().getInstance() as unknown as FastifyInstance);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  await eventually(() => database.ping().then(() => true));
});

afterAll(async () => {
  await app.close();
  await database.close();
});

async function ask(method: 'GET' | 'POST', url: string, payload?: object, key?: string) {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  const answer = await app.inject({ method, url: `/v1/credit-accounts${url}`, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}

const open = (more: object, key?: string) => ask('POST', '', { storeId: 'uk', currency: 'GBP', ...more }, key);

test('a gift card is opened, and its code is never told again', async () => {
  const code = 'K7QD-9XMR-2HVT-W4PC';
  const opened = await open({ code, amount: '25', reason: 'sold in the shop' });
  expect(opened).toMatchObject({
    status: 201,
    headers: { location: `/v1/credit-accounts/${opened.body.id}` },
    body: { code: '****W4PC', balance: '25.00', reserved: '0.00', available: '25.00', storeId: 'uk', currency: 'GBP' },
  });
  expect(await ask('GET', `/${opened.body.id}`)).toMatchObject({ status: 200, body: opened.body });
  expect((await ask('GET', '?code=k7qd9xmr2hvtw4pc')).body).toEqual({ items: [opened.body] });
  expect((await ask('GET', '?code=K7QD-9XMR-2HVT-W4PD')).body).toEqual({ items: [] });
  expect(JSON.stringify(opened.body)).not.toContain(code);
});

test('a repeat with its key is answered with what it did; another request with it, and a second account, are refused', async () => {
  const wanted = { customerId: 'c-repeat', amount: '5.00' };
  const first = await open(wanted, 'key-1');
  const again = await open(wanted, 'key-1');
  expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' }, body: first.body });
  const other = await open({ ...wanted, amount: '6.00' }, 'key-1');
  expect(other).toMatchObject({ status: 422, body: { type: 'urn:docket:problem:idempotency-key-reused' } });
  expect(JSON.stringify(other.body)).not.toContain('request/');
  const second = await open(wanted);
  expect(second).toMatchObject({
    status: 409,
    body: { type: 'urn:docket:problem:credit-account-exists', id: first.body.id, errors: [{ path: 'customerId' }] },
  });
  expect((await ask('GET', '?customer=c-repeat')).body.items).toHaveLength(1);
});

test('something is put on it and taken off it, once per key and never below zero; the ledger says why', async () => {
  const { id } = (await open({ customerId: 'c-ledger', amount: '10.00' })).body;
  const change = (amount: string, key?: string) => ask('POST', `/${id}/entries`, { amount, reason: 'a parcel was late' }, key);
  const grant = await change('5', 'grant-1');
  expect(grant).toMatchObject({ status: 201, body: { number: 2, type: 'grant', amount: '5.00', balance: '15.00', actor: 'client' } });
  expect(await change('5', 'grant-1')).toMatchObject({ headers: { 'idempotency-replayed': 'true' }, body: grant.body });
  expect(await change('-15.01')).toMatchObject({ status: 422, body: { available: '15.00', errors: [{ path: 'amount' }] } });
  expect(await change('-15')).toMatchObject({ body: { type: 'withdrawal', amount: '-15.00', balance: '0.00', available: '0.00' } });
  expect((await ask('GET', `/${id}`)).body).toMatchObject({ balance: '0.00' });

  const newest = (await ask('GET', `/${id}/entries?limit=2`)).body;
  expect(newest.items.map(({ number, reason }: { number: number; reason: string }) => [number, reason])).toEqual([
    [3, 'a parcel was late'],
    [2, 'a parcel was late'],
  ]);
  const rest = (await ask('GET', `/${id}/entries?limit=2&cursor=${newest.next}`)).body;
  expect(rest).toEqual({ items: [expect.objectContaining({ number: 1, type: 'opening', amount: '10.00' })] });
});

test('accounts are listed a page at a time, newest first', async () => {
  const opened: string[] = [];
  for (const currency of ['GBP', 'EUR', 'USD']) opened.unshift((await open({ currency, customerId: 'c-pages' })).body.id);
  await open({ customerId: 'c-of-another-list' });
  const listed: string[] = [];
  let cursor: string | undefined;
  do {
    const page = (await ask('GET', `?customer=c-pages&limit=1${cursor === undefined ? '' : `&cursor=${cursor}`}`)).body;
    listed.push(...page.items.map(({ id }: { id: string }) => id));
    cursor = page.next;
  } while (cursor !== undefined);
  expect([listed.length, listed]).toEqual([3, opened]);
});

test.each([
  ['an unknown store', { storeId: 'nowhere', customerId: 'c' }, 422, 'storeId'],
  ['a currency that the store does not sell in', { currency: 'XAU', customerId: 'c' }, 422, 'currency'],
  ['neither a customer nor a code', {}, 400, 'customerId'],
  ['a customer and a code', { customerId: 'c', code: 'ABCDEFGH' }, 400, 'customerId'],
  ['parts of a penny', { customerId: 'c', amount: '0.001' }, 400, 'amount'],
  ['less than nothing', { customerId: 'c', amount: '-1' }, 400, 'amount'],
  ['a code that is short', { code: 'ABC' }, 400, 'code'],
  ['a card number for a code', { code: '4111111111111111' }, 400, 'code'],
])('%s is refused', async (_name, wanted, status, path) => {
  expect(await open(wanted)).toMatchObject({ status, body: { errors: [{ path }] } });
});

test.each([
  ['0', 'amount'],
  ['-0.00', 'amount'],
  ['0.001', 'amount'],
])('a change of %s is refused', async (amount, path) => {
  const { id } = (await open({ customerId: `c-${amount}` })).body;
  expect(await ask('POST', `/${id}/entries`, { amount, reason: 'x' })).toMatchObject({ status: 400, body: { errors: [{ path }] } });
});

test('what is not there is not found', async () => {
  expect(await ask('GET', '/nothing')).toMatchObject({ status: 404 });
  expect(await ask('GET', '/nothing/entries')).toMatchObject({ status: 404 });
  expect(await ask('POST', '/nothing/entries', { amount: '1', reason: 'x' })).toMatchObject({ status: 404 });
});
