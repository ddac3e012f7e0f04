import { v7 as uuid } from 'uuid';
import { avataxStore, california } from '#tools/avatax-double/avatax-settings.js';
import { eventually } from '../support/eventually.js';
import { AvataxSystem } from './avatax-system.js';
import { differencesOf } from './differences-of.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

const newYork = { country: 'US', line1: '350 5th Avenue', city: 'New York', region: 'NY', postalCode: '10118' };
const rates = { US: { default: '0.08' } };
const stores = [
  avataxStore('estimates'),
  avataxStore('saves', { beforeCommit: 'saved', commit: 'shipment' }),
  avataxStore('commits', { commit: 'placement' }),
  avataxStore('falls-back', { commit: 'placement' }, { rates }),
  avataxStore('completes', { commit: 'completion' }),
];

let avatax: AvataxSystem;
let double: AvataxSystem['double'];
let system: AvataxSystem['system'];

beforeAll(async () => {
  avatax = await AvataxSystem.start(stores);
  ({ double, system } = avatax);
}, 120_000);
afterEach(() => double.heal());
afterAll(() => avatax.stop());

const place = (storeId: string, change: object = {}): Promise<Body> => avatax.place(storeId, change);
const orderOf = async ({ id }: Body): Promise<Body> => (await system.get(`/v1/orders/${id}`)).body;
const taxOf = async ({ id }: Body): Promise<Body> => (await system.get(`/v1/orders/${id}/tax`)).body.items[0];

/** When its tax is known, and this much. */
const taxed = (order: Body, taxTotal: string) =>
  eventually(async () => {
    const now = await orderOf(order);
    return now.tax.status === 'calculated' && now.totals.taxTotal === taxTotal && now;
  });

const recorded = ({ number }: Body) => double.revisionsOf({ code: number });
const reported = (order: Body, status: string) => eventually(() => recorded(order).at(-1)?.status === status && recorded(order));

const edit = async (order: Body, quantity: number) => {
  const { body } = await system.get(`/v1/orders/${order.id}`);
  const operations = [{ op: 'changeQuantity', lineId: '1', quantity }];
  const edited = await system.post(`/v1/orders/${order.id}/edits`, { operations }, { 'if-match': '*', 'idempotency-key': uuid() });
  expect([edited.status, edited.body]).toEqual([200, expect.anything()]);
  return body;
};

const cancel = (order: Body) =>
  system.post(`/v1/orders/${order.id}/cancel`, { reason: 'not wanted' }, { 'if-match': '*', 'idempotency-key': uuid() });

async function pay(order: Body): Promise<void> {
  const payment = await eventually(async () => (await system.get(`/v1/orders/${order.id}/payments`)).body.items[0]);
  for (const move of ['authorize', 'capture']) {
    await system.post(`/v1/payments/${payment.id}/${move}`, {}, { 'if-match': '*', 'idempotency-key': uuid() });
  }
}

describe('an order taxed by AvaTax', () => {
  it('is estimated when it is placed, and committed when it is paid', async () => {
    const order = await place('estimates');
    await taxed(order, '5.04');
    expect(await taxOf(order)).toMatchObject({ provider: 'avatax', status: 'Saved', totalTax: '5.04', lines: [{ tax: '5.04' }] });
    expect(recorded(order)).toEqual([]);
    await pay(order);
    const [document] = await reported(order, 'Committed');
    expect(document).toMatchObject({ code: order.number, version: 1, type: 'SalesInvoice' });
    await eventually(async () => (await taxOf(order)).status === 'Committed');
  });

  it('is saved, edited, committed when it leaves, edited again and voided', async () => {
    const order = await place('saves');
    await taxed(order, '5.04');
    await reported(order, 'Saved');
    await edit(order, 3);
    await taxed(order, '7.56');
    const shipment = await eventually(async () => (await system.get(`/v1/orders/${order.id}/shipments`)).body.items[0]);
    await eventually(async () => {
      const { status } = await system.post(`/v1/shipments/${shipment.id}/send`, {}, { 'if-match': '*', 'idempotency-key': uuid() });
      return status === 200;
    });
    await reported(order, 'Committed');
    expect(double.effectsOf({ code: order.number }).map(({ kind }) => kind)).not.toContain('revived');
  });

  it('is adjusted with a reason after it was committed, moved, and voided when it is cancelled', async () => {
    const order = await place('commits');
    await taxed(order, '5.04');
    await edit(order, 4);
    await taxed(order, '10.08');
    // What changes no tax makes no revision, and is answered all the same.
    const fee = [{ op: 'changeFee', fee: '1' }];
    await system.post(`/v1/orders/${order.id}/edits`, { operations: fee }, { 'if-match': '*', 'idempotency-key': uuid() });
    const paid = await eventually(async () => (await taxed(order, '10.08')).totals.feeTotal === '1.00' && orderOf(order));
    expect(paid.tax.status).toBe('calculated');
    const address = await system.patch(
      `/v1/orders/${order.id}`,
      { addresses: { shipping: newYork } },
      { 'if-match': '*', 'content-type': 'application/merge-patch+json' },
    );
    expect([address.status, address.body]).toEqual([200, expect.anything()]);
    const { totals } = await eventually(async () => {
      const now = await orderOf(order);
      return now.tax.status === 'calculated' && now.totals.taxTotal !== '10.08' && now;
    });
    expect(totals.taxTotal).toBe((await taxOf(order)).totalTax);
    await cancel(order);
    const revisions = await reported(order, 'Cancelled');
    expect(revisions.map(({ version, status }) => [version, status])).toEqual([
      [1, 'Adjusted'],
      [2, 'Adjusted'],
      [3, 'Cancelled'],
    ]);
    await eventually(async () => (await taxOf(order)).status === 'Cancelled');
  });

  it('is committed when it is completed', async () => {
    const order = await place('completes');
    await taxed(order, '5.04');
    await system.patch(
      `/v1/orders/${order.id}`,
      { status: 'Completed' },
      { 'if-match': '*', 'content-type': 'application/merge-patch+json' },
    );
    await reported(order, 'Committed');
  });

  it('is exempt by the fields that it brings', async () => {
    const order = await place('commits', { attributes: { taxExemptionNumber: 'EX-1' } });
    await taxed(order, '0.00');
  });

  it('waits where AvaTax refuses it, and is taxed when it is put right', async () => {
    const order = await place('commits', {
      addresses: { shipping: { country: 'US', region: 'AL', postalCode: '10021', city: 'New York' } },
    });
    await eventually(async () => /InvalidZipForStateError/.test((await orderOf(order)).tax.reason));
    await system.patch(
      `/v1/orders/${order.id}`,
      { addresses: { shipping: california } },
      { 'if-match': '*', 'content-type': 'application/merge-patch+json' },
    );
    const now = await taxed(order, '5.04');
    expect(now.tax).toEqual({ status: 'calculated' });
  });
});

describe('while AvaTax is away', () => {
  it('orders wait and say why, and are taxed once when it is back', async () => {
    double.always(() => ({ lose: 'before' }));
    const order = await place('commits');
    const waiting = await eventually(async () => {
      const now = await orderOf(order);
      return now.tax.reason && now;
    });
    expect(waiting.tax).toMatchObject({ status: 'pending', reason: expect.stringContaining('AvaTax') });
    double.heal();
    await taxed(order, '5.04');
    expect(double.effectsOf({ code: order.number }).map(({ kind }) => kind)).toEqual(['recorded', 'committed']);
  });

  it('a store with rates of its own estimates, and is corrected', async () => {
    double.always(() => ({ fail: 503 }));
    const order = await place('falls-back');
    await taxed(order, '5.60');
    expect(await taxOf(order)).toMatchObject({ provider: 'flat', isEstimated: true, status: 'Saved' });
    double.heal();
    await taxed(order, '5.04');
    expect((await taxOf(order)).isEstimated).toBeUndefined();
  });

  it('an answer that is lost is read back, and nothing is sent twice', async () => {
    double.next({ lose: 'after' }, { operation: 'create' });
    const order = await place('commits');
    await taxed(order, '5.04');
    expect(recorded(order)).toHaveLength(1);
  });
});

it('knows each order once after the service died while AvaTax was asked', async () => {
  const [voided, adjusted] = [await place('commits'), await place('commits')];
  await Promise.all([reported(voided, 'Committed'), reported(adjusted, 'Committed')]);
  const done = ({ number }: Body, kind: string) =>
    eventually(() => double.effectsOf({ code: number }).some((effect) => effect.kind === kind));
  double.next({ late: 'until-healed' }, { operation: 'create' });
  const answered = await place('commits');
  await done(answered, 'committed');
  double.next({ held: 'until-healed' }, { operation: 'create' });
  const unheard = await place('commits');
  await eventually(() => double.callsOf({ code: unheard.number }).length > 0);
  double.next({ late: 'until-healed' }, { operation: 'void' });
  await cancel(voided);
  await done(voided, 'cancelled');
  double.next({ late: 'until-healed' }, { operation: 'adjust' });
  await edit(adjusted, 3);
  await done(adjusted, 'adjusted');
  await system.restart('tax');
  await taxed(answered, '5.04');
  await taxed(unheard, '5.04');
  await taxed(adjusted, '7.56');
  await eventually(async () => (await taxOf(voided)).status === 'Cancelled');
  const before = double.callsOf().length;
  // What was held comes now, long after others have done it.
  double.heal();
  await eventually(() => double.callsOf({ code: unheard.number }).every(({ status }) => status !== undefined));
  expect(double.callsOf()).toHaveLength(before);
  const revisions = (order: Body) => recorded(order).map(({ version, status }) => `${version} ${status}`);
  expect([answered, unheard, adjusted, voided].map(revisions)).toEqual([
    ['1 Committed'],
    ['1 Committed'],
    ['1 Adjusted', '2 Committed'],
    ['1 Cancelled'],
  ]);
}, 120_000);

it('quotes in full, and tells the operator how it stands', async () => {
  const asked = { storeId: 'estimates', currency: 'USD', address: california, lines: [{ id: '1', amount: '65' }] };
  const quoted = await system.post('/v1/tax/quotes', asked);
  expect([quoted.status, quoted.body]).toEqual([200, expect.objectContaining({ provider: 'avatax', totalTax: '5.04' })]);
  const refused = await system.post('/v1/tax/quotes', { ...asked, address: { country: 'US', region: 'AL', postalCode: '10021' } });
  expect([refused.status, refused.body.type]).toEqual([422, expect.stringMatching(/tax-refused$/)]);
  expect((await system.get('/v1/tax/provider?storeId=estimates')).body).toEqual({ provider: 'avatax', isConnected: true });
  expect((await system.get('/v1/tax/provider?storeId=uk')).body).toEqual({ provider: 'flat', isConnected: true });
  expect((await system.get('/v1/tax/provider')).status).toBe(400);
  double.always(() => ({ lose: 'before' }));
  expect((await system.get('/v1/tax/provider?storeId=estimates')).body).toMatchObject({ isConnected: false, reason: expect.any(String) });
});

it('leaves orders, tax documents and their history in agreement', async () => {
  const live = new Set<string>();
  for (const id of avatax.orders) if ((await taxOf({ id }))?.status !== undefined) live.add(id);
  expect(await differencesOf(system, live)).toEqual([]);
}, 120_000);
