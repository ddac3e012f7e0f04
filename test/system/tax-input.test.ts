import { avataxStore, california as irvine } from '#tools/avatax-double/avatax-settings.js';
import { AvataxSystem } from './avatax-system.js';

let avatax: AvataxSystem;
let double: AvataxSystem['double'];
let system: AvataxSystem['system'];

beforeAll(async () => {
  avatax = await AvataxSystem.start([avataxStore('us')]);
  ({ double, system } = avatax);
}, 120_000);
afterAll(() => avatax.stop());

const quote = (change: object = {}) => ({ storeId: 'us', currency: 'USD', address: irvine, lines: [{ id: '1', amount: '65' }], ...change });
const amount = (value: unknown) => quote({ lines: [{ id: '1', amount: value }] });
const many = (length: number, line: (index: number) => object) => quote({ lines: Array.from({ length }, (_, index) => line(index)) });

const refusals: [name: string, body: unknown, status: number, path: string][] = [
  ['a negative amount', amount('-1'), 400, 'lines[0].amount'],
  ['a negative amount of a shipment', quote({ shipments: [{ id: 's', amount: '-5' }] }), 400, 'shipments[0].amount'],
  ['a negative discount', quote({ discount: '-1' }), 400, 'discount'],
  ['a discount above the lines', quote({ discount: '65.01' }), 422, 'discount'],
  ['a number as amount', amount(65), 400, 'lines[0].amount'],
  ['NaN', amount('NaN'), 400, 'lines[0].amount'],
  ['infinity', amount('Infinity'), 400, 'lines[0].amount'],
  ['an exponent', amount('6.5e1'), 400, 'lines[0].amount'],
  ['1e30', amount('1e30'), 400, 'lines[0].amount'],
  ['31 digits', amount(`1${'0'.repeat(30)}`), 400, 'lines[0].amount'],
  ['more than any currency needs', amount(`1${'0'.repeat(16)}`), 422, 'lines'],
  ['a hexadecimal amount', amount('0x41'), 400, 'lines[0].amount'],
  ['digits of another script', amount('٦٥'), 400, 'lines[0].amount'],
  ['an empty amount', amount(''), 400, 'lines[0].amount'],
  ['a line break after an amount', amount('65\n'), 400, 'lines[0].amount'],
  ['no amount', quote({ lines: [{ id: '1' }] }), 400, 'lines[0].amount'],
  [
    'an id twice',
    quote({
      lines: [
        { id: '1', amount: '1' },
        { id: '1', amount: '1' },
      ],
    }),
    400,
    'lines[1].id',
  ],
  ['no lines', quote({ lines: [] }), 400, 'lines'],
  ['a text for lines', quote({ lines: 'all' }), 400, 'lines'],
  ['null for a line', quote({ lines: [null] }), 400, 'lines[0]'],
  ['2,001 lines', many(2_001, (index) => ({ id: String(index), amount: '1' })), 400, 'lines'],
  ['100,000 lines', many(100_000, () => ({})), 400, 'lines'],
  ['more lines than the contract with Avalara has', many(1_001, (index) => ({ id: String(index), amount: '1' })), 422, 'lines'],
  ['half a piece', quote({ lines: [{ id: '1', amount: '1', quantity: 0.5 }] }), 400, 'lines[0].quantity'],
  [
    'a delivery of no pieces',
    quote({ deliveries: [{ id: 's', items: [{ lineId: '1', quantity: 0 }] }] }),
    400,
    'deliveries[0].items[0].quantity',
  ],
  ['more than AvaTax counts', amount('999999999999999.99'), 422, 'lines'],
  ['a word for whether amounts include tax', quote({ pricesIncludeTax: 'yes' }), 400, 'pricesIncludeTax'],
  ['a rate above one', quote({ lines: [{ id: '1', amount: '1', taxRate: '7.25' }] }), 400, 'lines[0].taxRate'],
  ['a tax code that is too long', quote({ lines: [{ id: '1', amount: '1', taxCode: 'P'.repeat(51) }] }), 400, 'lines[0].taxCode'],
  ['an unknown field', quote({ colour: 'red' }), 400, 'colour'],
  ['an unknown field of a line', quote({ lines: [{ id: '1', amount: '1', colour: 'red' }] }), 400, 'lines[0].colour'],
  ['an unknown store', quote({ storeId: 'nowhere' }), 422, 'storeId'],
  ['an unknown currency', quote({ currency: 'XYZ' }), 400, 'currency'],
  ['a currency that the store does not take', quote({ currency: 'EUR' }), 422, 'currency'],
  ['an unknown country', quote({ address: { country: 'UK' } }), 400, 'address.country'],
  ['an unknown country alone', quote({ country: 'ZZ' }), 400, 'country'],
  ['a postal code of another state', quote({ address: { country: 'US', region: 'AL', postalCode: '10021' } }), 422, 'address.postalCode'],
  ['an unknown state', quote({ address: { ...irvine, region: 'XX' } }), 422, 'address.region'],
  ['an address that is too short', quote({ address: { country: 'US', city: 'Irvine' } }), 422, 'address'],
  ['an address of another type', quote({ address: 'Irvine' }), 400, 'address'],
  ['a buyer of another type', quote({ buyer: [] }), 400, 'buyer'],
  ['a card number', quote({ address: { ...irvine, line2: '4111 1111 1111 1111' } }), 400, 'address.line2'],
  ['an operator as field', quote({ $where: '1' }), 400, '$where'],
  ['half of a character', quote({ address: { ...irvine, city: '\ud800' } }), 400, 'address.city'],
  ['nesting', JSON.stringify(quote()).replace('"65"', `${'['.repeat(400_000)}${']'.repeat(400_000)}`), 400, 'lines[0].amount'],
  ['a list', [quote()], 400, ''],
  ['null', 'null', 400, ''],
  ['half of a body', JSON.stringify(quote()).slice(0, 50), 400, ''],
];

test.each(refusals)('a quote with %s is refused, naming the field', async (_name, body, status, field) => {
  const answer = await system.post('/v1/tax/quotes', body);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json; charset=utf-8']);
  expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(field);
});

test('what is refused by us, AvaTax never hears of', async () => {
  const before = double.callsOf().length;
  for (const [, body, status] of refusals) if (status === 400) await system.post('/v1/tax/quotes', body);
  expect(double.callsOf()).toHaveLength(before);
});

test('100,000 lines in full are more than a body may have', async () => {
  const answer = await system.post(
    '/v1/tax/quotes',
    many(100_000, (index) => ({ id: String(index), amount: '1.25' })),
  );
  expect([answer.status, answer.body.title]).toEqual([413, 'The body is too large']);
});

test('amounts of more decimals than the currency are exact, and taxed as what they are rounded to', async () => {
  const { status, body } = await system.post('/v1/tax/quotes', amount('64.999999999999999999999999'));
  expect([status, body.lines[0].taxable, body.totalTax]).toEqual([200, '65', '5.04']);
});

test('the largest that is allowed is taxed', async () => {
  const { status, body } = await system.post('/v1/tax/quotes', { ...amount('1000000000000000'), storeId: 'uk', currency: 'GBP' });
  expect([status, body.provider]).toEqual([200, 'flat']);
});

test.each([
  ['no store', '', 400],
  ['an unknown store', '?storeId=nowhere', 422],
  ['two stores', '?storeId=us&storeId=uk', 400],
  ['a store that is no text', '?storeId[$ne]=1', 400],
  ['an unknown parameter', '?storeId=us&all=true', 400],
])('the provider is not looked at for %s', async (_, query, status) => {
  const answer = await system.get(`/v1/tax/provider${query}`);
  expect([answer.status, answer.body.errors.length > 0]).toEqual([status, true]);
});
