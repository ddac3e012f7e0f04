import { v7 as uuid } from 'uuid';
import { eventually } from '../support/eventually.js';
import { type Answer, draft, startTestSystem, type TestSystem } from './test-system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Order = any;

const placed = async (change?: Record<string, unknown>): Promise<Order> =>
  (await system.post('/v1/orders', draft(change), { prefer: 'wait=30' })).body;
const edit = ({ id, version }: Order, operations: unknown[], more: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  system.post(`/v1/orders/${id}/edits`, { operations, ...more }, { 'if-match': `"${version}"`, ...headers });
const waiting = { prefer: 'wait=30' };
const ok = ({ status, body }: Answer): Order => {
  expect({ status, body }).toEqual({ status: 200, body: expect.anything() });
  return body;
};
const problemOf = ({ status, body }: Answer) => [status, body.type.split(':').at(-1), body.errors?.[0]?.path];

test('an edited order is taxed anew, and its shipment and its balance follow', async () => {
  const order = await placed();
  const edited = ok(
    await edit(
      order,
      [
        { op: 'changeQuantity', lineId: '1', quantity: 10 },
        { op: 'addItem', sku: 'GIFT', name: 'Ribbon', quantity: 1, price: '0', isGift: true },
        { op: 'changeShipmentPrice', shipmentId: order.shipments[0].id, price: '0' },
      ],
      { reason: 'the customer called' },
      waiting,
    ),
  );
  // 10 · (2.55 − 0.10) = 24.50, with 20 % tax on it.
  expect(edited).toMatchObject({
    tax: { status: 'calculated' },
    totals: { subTotal: '25.50', taxTotal: '4.90', total: '29.40' },
    paymentStatus: 'PartiallyAuthorized',
    balance: { due: '29.40', authorized: '23.58', difference: '5.82' },
    lines: [
      { id: '1', quantity: 10 },
      { id: '2', isGift: true },
    ],
  });
  const shipment = await eventually(async () => {
    const [found] = (await system.get(`/v1/orders/${order.id}/shipments`)).body.items;
    return found.version > 1 && found;
  });
  expect(shipment).toMatchObject({
    price: '0',
    items: [
      { lineId: '1', quantity: 10 },
      { lineId: '2', sku: 'GIFT', quantity: 1 },
    ],
  });
  const { body: changes } = await system.get(`/v1/orders/${order.id}/changes?field=lines`);
  expect(changes.items.find(({ type }: { type: string }) => type === 'order.edited')).toMatchObject({
    actor: 'client',
    reason: 'the customer called',
    changes: expect.arrayContaining([
      { field: 'lines.quantity', item: '1', before: 6, after: 10 },
      { field: 'lines', item: '2', after: expect.objectContaining({ sku: 'GIFT' }) },
    ]),
  });
});

test('a preview changes nothing, says what it would come to, and its token commits just that', async () => {
  const order = await placed();
  const operations = [{ op: 'changePrice', lineId: '1', price: '1.10' }];
  const preview = ok(await system.post(`/v1/orders/${order.id}/edits?preview=true`, { operations }));
  expect(preview).toMatchObject({
    tax: { status: 'estimated', totalTax: '2.19' },
    order: { totals: { subTotal: '6.60', taxTotal: '2.19', total: '13.14' } },
    settlement: { additional: '0.00', payments: [{ authorized: '23.58', change: '-10.44' }], after: { due: '13.14' } },
  });
  expect((await system.get(`/v1/orders/${order.id}`)).body).toEqual(order);
  const commit = (body: unknown) => system.post(`/v1/orders/${order.id}/edits`, body, waiting);
  expect(problemOf(await commit({ operations: [{ op: 'changePrice', lineId: '1', price: '1.11' }], token: preview.token }))).toEqual([
    422,
    'preview-mismatch',
    'token',
  ]);
  expect(ok(await commit({ operations, token: preview.token })).totals.total).toBe('13.14');
  expect(problemOf(await commit({ operations, token: preview.token }))).toEqual([412, 'preview-stale', 'token']);
});

test('a preview names the documents that follow, and what moves by itself, and both come about', async () => {
  const any = { 'if-match': '*' };
  const order = await placed();
  const invoice = ok(await system.post(`/v1/invoices/${await drafted(order, 'order')}/issue`, {}, any));
  await eventually(async () => documentOf((await system.get(`/v1/orders/${order.id}`)).body, invoice.id)?.status === 'Issued');
  const operations = [{ op: 'changePrice', lineId: '1', price: '1.10' }];
  const preview = ok(await system.post(`/v1/orders/${order.id}/edits?preview=true`, { operations }));
  const tax = order.documents.find(({ type }: Order) => type === 'tax');
  expect(preview.documents).toEqual({
    invoices: [{ kind: 'credit-note', currency: 'GBP', amount: '10.44', byItself: false }],
    tax: { type: 'SalesInvoice', replaces: tax.number, totalTax: [{ currency: 'GBP', before: '3.93', after: '2.19' }] },
  });
  expect(preview.settlement.byItself).toEqual({ refunds: [] });
  const after = ok(await edit(order, operations, {}, { ...any, ...waiting }));
  expect(documentOf(after, tax.id)).toMatchObject({ number: tax.number, amount: '2.19' });
  const { body: credit } = await system.get(`/v1/invoices/${await drafted(order, 'difference')}`);
  expect([credit.kind, credit.totals.total]).toEqual(['credit-note', '10.44']);

  const byRule = await placed({ storeId: 'sandbox', payments: [{ gateway: 'sandbox' }] });
  const [payment] = byRule.payments;
  await system.post(`/v1/payments/${payment.id}/capture`, {}, any);
  await eventually(async () => documentOf((await system.get(`/v1/orders/${byRule.id}`)).body, payment.id).capturedAt);
  const settlementOf = async (price: string) =>
    ok(await system.post(`/v1/orders/${byRule.id}/edits?preview=true`, { operations: [{ op: 'changePrice', lineId: '1', price }] }))
      .settlement.byItself;
  expect(await settlementOf('3.55')).toEqual({ payment: { gateway: 'sandbox', currency: 'GBP', amount: '6.00' }, refunds: [] });
  expect(await settlementOf('1.55')).toEqual({ refunds: [{ paymentId: payment.id, currency: 'GBP', amount: '6.00' }] });
  ok(await edit(byRule, [{ op: 'changePrice', lineId: '1', price: '1.55' }], {}, any));
  await eventually(async () => documentOf((await system.get(`/v1/orders/${byRule.id}`)).body, payment.id).refunded === '6.00');
  expect(await settlementOf('1.55')).toEqual({ refunds: [] });
});

const documentOf = ({ documents }: Order, id: string) => documents.find((document: Order) => document.id === id);
const drafted = async ({ id }: Order, from: string): Promise<string> => (await system.post(`/v1/orders/${id}/invoices`, { from })).body.id;

test('of two editors one wins, and the other reads what changed since', async () => {
  const order = await placed();
  const [one, other] = await Promise.all([
    edit(order, [{ op: 'changePrice', lineId: '1', price: '3.00' }]),
    edit(order, [{ op: 'changePrice', lineId: '1', price: '4.00' }]),
  ]);
  const [won, lost] = one.status === 200 ? [one, other] : [other, one];
  expect(won.status).toBe(200);
  expect(lost.status).toBe(412);
  expect(lost.body).toMatchObject({
    type: 'urn:docket:problem:version-conflict',
    version: expect.any(Number),
    changes: expect.arrayContaining([expect.objectContaining({ type: 'order.edited', actor: 'client' })]),
  });
});

test('what services changed since bothers nobody', async () => {
  const { body: order } = await system.post('/v1/orders', draft());
  await eventually(async () => (await system.get(`/v1/orders/${order.id}`)).body.version > 2);
  expect(order.version).toBe(1);
  expect((await edit(order, [{ op: 'changePrice', lineId: '1', price: '3.00' }])).status).toBe(200);
});

test('a hundred edits at once: each is in, or was refused', async () => {
  const order = await placed();
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      edit(order, [{ op: 'addItem', sku: `SKU-${index}`, name: 'x', quantity: 1, price: '1' }], {}, index % 2 ? {} : { 'if-match': '*' }),
    ),
  );
  const accepted = answers.filter(({ status }) => status === 200);
  expect(answers.filter(({ status }) => status !== 200 && status !== 412)).toEqual([]);
  expect(accepted.length).toBeGreaterThanOrEqual(50);
  const { body: after } = await system.get(`/v1/orders/${order.id}`);
  expect(after.lines).toHaveLength(1 + accepted.length);
});

test('an edit that is repeated with its key happens once', async () => {
  const order = await placed();
  const headers = { 'idempotency-key': uuid() };
  const operations = [{ op: 'addItem', sku: 'A', name: 'A', quantity: 1, price: '1' }];
  const answers = [await edit(order, operations, {}, headers), await edit(order, operations, {}, headers)];
  expect(answers.map(({ status, headers: answered }) => [status, answered.get('idempotency-replayed')])).toEqual([
    [200, null],
    [200, 'true'],
  ]);
  expect(problemOf(await edit(order, [{ op: 'removeItem', lineId: '2' }], {}, headers))).toEqual([
    422,
    'idempotency-key-reused',
    undefined,
  ]);
});

test('what an order says of itself is patched, and another country has it taxed anew', async () => {
  const order = await placed();
  const patch = {
    status: 'Processing',
    employee: { id: 'e-1' },
    addresses: { shipping: { country: 'DE', city: 'Berlin' } },
    reason: 'moved',
  };
  const after = ok(await system.patch(`/v1/orders/${order.id}`, patch, { 'if-match': `"${order.version}"`, ...waiting }));
  expect(after).toMatchObject({ status: 'Processing', employee: { id: 'e-1' }, tax: { status: 'calculated' } });
  // 14.70 + 4.95, at 19 % instead of 20 %.
  expect(after.totals.taxTotal).toBe('3.73');
  await eventually(async () => {
    const [shipment] = (await system.get(`/v1/orders/${order.id}/shipments`)).body.items;
    return shipment.deliveryAddress.city === 'Berlin' && shipment.deliveryAddress.country === 'DE';
  });
});

test('a cancelled order leaves nothing to be paid, sent or taxed, and takes no edit', async () => {
  const order = await placed();
  const cancelled = ok(
    await system.post(`/v1/orders/${order.id}/cancel`, { reason: 'changed their mind' }, { 'if-match': '*', ...waiting }),
  );
  expect(cancelled).toMatchObject({
    status: 'Cancelled',
    cancelReason: 'changed their mind',
    paymentStatus: 'Voided',
    balance: { due: '0.00', authorized: '0.00' },
    lines: [{ status: 'Cancelled' }],
  });
  expect(cancelled.documents.map(({ type, status }: Record<string, string>) => `${type} ${status}`).sort()).toEqual([
    'payment Voided',
    'shipment Cancelled',
    'tax Cancelled',
  ]);
  const [payment] = (await system.get(`/v1/orders/${order.id}/payments`)).body.items;
  expect((await system.get(`/v1/payments/${payment.id}/transactions`)).body.items.map(({ type }: { type: string }) => type)).toEqual([
    'authorization',
    'void',
  ]);
  expect(problemOf(await edit(cancelled, [{ op: 'removeItem', lineId: '1' }]))).toEqual([409, 'order-cancelled', undefined]);
  const patch = (body: object) => system.patch(`/v1/orders/${order.id}`, body, { 'if-match': '*' });
  expect(problemOf(await patch({ status: 'New' }))).toEqual([409, 'order-cancelled', 'status']);
  expect(problemOf(await patch({ comment: 'x', addresses: {} }))).toEqual([409, 'order-cancelled', 'addresses']);
  expect(ok(await patch({ comment: 'called back' }))).toMatchObject({ status: 'Cancelled', comment: 'called back' });
});

test('a patch is taken as the media type that it has, too', async () => {
  const order = await placed();
  const headers = { 'if-match': '*', 'content-type': 'application/merge-patch+json' };
  expect(ok(await system.patch(`/v1/orders/${order.id}`, { comment: 'patched' }, headers)).comment).toBe('patched');
});

test('a quote is refused as the order would be', async () => {
  const quote = { storeId: 'uk', currency: 'GBP', lines: [{ id: '1', amount: '10' }] };
  const refused = async (change: object) => problemOf(await system.post('/v1/tax/quotes', { ...quote, ...change }));
  expect(await refused({ discount: '10.01' })).toEqual([422, 'discount-exceeds-price', 'discount']);
  expect(await refused({ currency: 'CHF' })).toEqual([422, 'currency-not-offered', 'currency']);
  expect(await refused({ lines: [...quote.lines, ...quote.lines] })).toEqual([400, 'invalid-input', 'lines[1].id']);
});

test('the order as it was, at any version and at any moment', async () => {
  const order = await placed();
  const edited = ok(await edit(order, [{ op: 'changePrice', lineId: '1', price: '9.99' }], {}, waiting));
  const read = async (query: string) => (await system.get(`/v1/orders/${order.id}?${query}`)).body;
  expect(await read(`version=${order.version}`)).toEqual(order);
  expect(await read(`version=${edited.version}`)).toEqual(edited);
  expect(await read(`at=${order.modifiedAt}`)).toEqual(order);
  expect((await read('version=1')).totals.taxTotal).toBe('0.00');
  expect(problemOf(await system.get(`/v1/orders/${order.id}?version=999`))).toEqual([404, 'version-not-found', undefined]);
  expect(problemOf(await system.get(`/v1/orders/${order.id}?at=2001-01-01T00:00:00Z`))).toEqual([404, 'version-not-found', undefined]);
});

test('the history is read page by page, by field, actor and time', async () => {
  const order = await placed();
  let last = order;
  for (const price of ['1.00', '2.00', '3.00'])
    last = ok(await edit(last, [{ op: 'changePrice', lineId: '1', price }], {}, { 'if-match': '*' }));
  const path = `/v1/orders/${order.id}/changes`;
  const first = ok(await system.get(`${path}?limit=2`));
  expect(first.items.map(({ version }: { version: number }) => version)).toEqual([1, 2]);
  expect(ok(await system.get(`${path}?limit=1&cursor=${first.next}`)).items[0].version).toBe(3);
  const prices = ok(await system.get(`${path}?field=lines.price&actor=client&from=${order.modifiedAt}`)).items;
  expect(prices.map(({ changes }: Order) => changes.find(({ field }: Order) => field === 'lines.price').after)).toEqual([
    '1.00',
    '2.00',
    '3.00',
  ]);
  expect(ok(await system.get(`${path}?field=pri`)).items).toEqual([]);
  expect(problemOf(await system.get(`${path}?limit=0`))).toEqual([400, 'invalid-input', 'limit']);
});

test('changes are read across orders, by time and page by page', async () => {
  const [one, other] = [await placed(), await placed()];
  const reason = uuid();
  for (const [index, order] of [one, other, one].entries())
    ok(await edit(order, [{ op: 'changePrice', lineId: '1', price: `1.0${index}` }], { reason }, { 'if-match': '*' }));
  const read = async (cursor?: string) =>
    ok(await system.get(`/v1/changes?from=${one.modifiedAt}&actor=client&field=lines.price&limit=2${cursor ? `&cursor=${cursor}` : ''}`));
  const found = await eventually(async () => {
    const items: Order[] = [];
    let page = await read();
    items.push(...page.items);
    while (page.next) {
      page = await read(page.next);
      items.push(...page.items);
    }
    const ours = items.filter((item) => item.reason === reason);
    return ours.length === 3 && ours;
  });
  expect(found.map(({ documentId }: Order) => documentId)).toEqual([one.id, other.id, one.id]);
  expect(problemOf(await system.get('/v1/changes?cursor=x'))).toEqual([400, 'invalid-input', 'cursor']);
});

test('a draft is calculated, and nothing is stored', async () => {
  const stored = () => system.database('orders').collection('orders').countDocuments({});
  const before = await stored();
  const { status, body } = await system.post(
    '/v1/orders/calculate',
    draft({ lines: [{ sku: 'A', name: 'A', quantity: 3, price: '1.99', taxRate: '0.05' }], shipments: undefined }),
  );
  expect([status, body.totals]).toEqual([200, expect.objectContaining({ subTotal: '5.97', taxTotal: '0.30', total: '6.27' })]);
  expect(await stored()).toBe(before);
});

test('a prototype is taxed, and neither paid nor shipped', async () => {
  const { body: order } = await system.post('/v1/orders', draft({ isPrototype: true, shipments: undefined, payments: undefined }), waiting);
  expect(order).toMatchObject({ isPrototype: true, tax: { status: 'calculated' }, shipments: [], payments: [] });
  expect(problemOf(await system.post('/v1/orders', draft({ isPrototype: true })))).toEqual([
    422,
    'prototype-without-documents',
    'shipments',
  ]);
});

test('an order of a thousand lines takes five hundred edits, and is read as it was before any of them', async () => {
  const lines = Array.from({ length: 1_000 }, (_, index) => ({
    sku: `SKU-${index}`,
    name: `Product ${index}`,
    quantity: 5,
    price: '1.25',
  }));
  const order = await placed({ lines, shipments: undefined });
  for (let turn = 0; turn < 500; turn += 1) {
    const operations = [{ op: 'changePrice', lineId: String((turn % 1_000) + 1), price: `2.${turn}` }];
    ok(await edit(order, operations, {}, { 'if-match': '*' }));
  }
  const after = await eventually(async () => {
    const { body } = await system.get(`/v1/orders/${order.id}`);
    return body.tax.status === 'calculated' && body;
  }, 120_000);
  expect(after.lines.slice(498, 501).map(({ price }: Order) => price)).toEqual(['2.498', '2.499', '1.25']);
  expect((await system.get(`/v1/orders/${order.id}?version=${order.version}`)).body).toEqual(order);
  const { items } = ok(await system.get(`/v1/orders/${order.id}/changes?actor=client&limit=1000`));
  expect(items).toHaveLength(501);
}, 300_000);

describe('bad input is named, and changes nothing', () => {
  const cases: [name: string, send: (order: Order) => Promise<Answer>, status: number, type: string, path: string | undefined][] = [
    [
      'no If-Match',
      ({ id }) => system.post(`/v1/orders/${id}/edits`, { operations: [{ op: 'removeItem', lineId: '1' }] }),
      428,
      'version-required',
      undefined,
    ],
    ['no If-Match on a patch', ({ id }) => system.patch(`/v1/orders/${id}`, { comment: 'x' }), 428, 'version-required', undefined],
    [
      'an If-Match that is none',
      (order) => edit(order, [{ op: 'removeItem', lineId: '1' }], {}, { 'if-match': 'yesterday' }),
      400,
      'invalid-input',
      'If-Match',
    ],
    [
      'a version that is yet to come',
      (order) => edit({ ...order, version: 99 }, [{ op: 'changePrice', lineId: '1', price: '1' }]),
      412,
      'version-conflict',
      undefined,
    ],
    [
      'a discount that says nothing',
      (order) => edit(order, [{ op: 'changeItemDiscount', lineId: '1' }]),
      400,
      'invalid-input',
      'operations[0].discount',
    ],
    [
      'the second of three operations, which lets a discount exceed the goods',
      (order) =>
        edit(order, [
          { op: 'changeFee', fee: '1' },
          { op: 'changeOrderDiscount', discount: '1000' },
          { op: 'changeFee', fee: '2' },
        ]),
      422,
      'discount-exceeds-price',
      'operations[1]',
    ],
    [
      'a preview of a cancellation',
      ({ id }) => system.post(`/v1/orders/${id}/cancel?preview=true`, { reason: 'x' }, { 'if-match': '*' }),
      400,
      'invalid-input',
      'preview',
    ],
    [
      'a preview of a patch',
      ({ id }) => system.patch(`/v1/orders/${id}?preview=true`, { comment: 'x' }, { 'if-match': '*' }),
      400,
      'invalid-input',
      'preview',
    ],
    ['a version and a moment', ({ id }) => system.get(`/v1/orders/${id}?version=1&at=2026-01-01T00:00:00Z`), 400, 'invalid-input', 'at'],
    [
      'a hold until yesterday',
      ({ id }) =>
        system.post(`/v1/orders/${id}/holds`, { type: 'manual', reason: 'x', until: '2020-01-01T00:00:00Z' }, { 'if-match': '*' }),
      400,
      'invalid-input',
      'until',
    ],
    ['an order as a draft', ({ id }) => system.post(`/v1/drafts/${id}/place`, {}, { 'if-match': '*' }), 404, 'not-found', undefined],
    ['no operation', (order) => edit(order, []), 400, 'invalid-input', 'operations'],
    ['an operation that there is not', (order) => edit(order, [{ op: 'explode' }]), 400, 'invalid-input', 'operations[0].op'],
    [
      'an amount as a number',
      (order) => edit(order, [{ op: 'changePrice', lineId: '1', price: 1 }]),
      400,
      'invalid-input',
      'operations[0].price',
    ],
    [
      'a line that is not there',
      (order) => edit(order, [{ op: 'removeItem', lineId: '7' }]),
      422,
      'line-not-found',
      'operations[0].lineId',
    ],
    [
      'one wrong operation of two',
      (order) =>
        edit(order, [
          { op: 'changePrice', lineId: '1', price: '1' },
          { op: 'removeItem', lineId: '7' },
        ]),
      422,
      'line-not-found',
      'operations[1].lineId',
    ],
    [
      'a token that is none',
      (order) => edit(order, [{ op: 'changePrice', lineId: '1', price: '1' }], { token: 'x' }),
      412,
      'preview-stale',
      'token',
    ],
    [
      'an order that is not there',
      () => edit({ id: uuid(), version: 1 }, [{ op: 'removeItem', lineId: '1' }]),
      404,
      'not-found',
      undefined,
    ],
    [
      'a field that cannot be patched',
      ({ id }) => system.patch(`/v1/orders/${id}`, { totals: {} }, { 'if-match': '*' }),
      400,
      'invalid-input',
      'totals',
    ],
    [
      'a patch of a thousand levels',
      ({ id }) =>
        system.patch(`/v1/orders/${id}`, `{"attributes":${'['.repeat(1_000)}${']'.repeat(1_000)}}`, {
          'if-match': '*',
          'idempotency-key': uuid(),
        }),
      400,
      'invalid-input',
      'attributes',
    ],
    ['a patch that is no object', ({ id }) => system.patch(`/v1/orders/${id}`, [1], { 'if-match': '*' }), 400, 'invalid-input', ''],
    [
      'a cancellation without a reason',
      ({ id }) => system.post(`/v1/orders/${id}/cancel`, {}, { 'if-match': '*' }),
      400,
      'invalid-input',
      'reason',
    ],
    ['a leap second', ({ id }) => system.get(`/v1/orders/${id}?at=2016-12-31T23:59:60Z`), 400, 'invalid-input', 'at'],
    ['a version that is no number', ({ id }) => system.get(`/v1/orders/${id}?version=x`), 400, 'invalid-input', 'version'],
    [
      'a preview that is maybe',
      ({ id }) => system.post(`/v1/orders/${id}/edits?preview=maybe`, { operations: [{ op: 'removeItem', lineId: '1' }] }),
      400,
      'invalid-input',
      'preview',
    ],
  ];
  let order: Order;
  beforeAll(async () => {
    order = await placed();
  });
  test.each(cases)('%s', async (_name, send, status, type, path) => {
    const answer = await send(order);
    expect([answer.status, answer.body.type]).toEqual([status, `urn:docket:problem:${type}`]);
    if (path !== undefined) expect(answer.body.errors[0].path).toBe(path);
    expect((await system.get(`/v1/orders/${order.id}`)).body).toEqual(order);
  });
});
