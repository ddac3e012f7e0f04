import { AvataxDouble } from './avatax-double.js';
import { places, sale, TestClient } from './test-client.js';

let double: AvataxDouble;
let client: TestClient;
let codes = 0;
const newCode = () => `D-${++codes}`;

beforeAll(async () => {
  double = await AvataxDouble.start();
  client = new TestClient(double);
});
afterAll(() => double.close());

const done = (code: string) => double.effectsOf({ code }).map(({ kind }) => kind);
const refusal = ({
  status,
  body,
}: {
  status: number;
  body: { error?: { code: string; details: { faultSubCode?: string; number: number }[] } };
}) => {
  const [detail] = body.error?.details ?? [];
  return [status, body.error?.code, detail?.faultSubCode ?? detail?.number];
};

describe('estimates', () => {
  it.each(['SalesOrder', 'ReturnOrder', undefined])('are answered and forgotten: %s', async (type) => {
    const { status, body } = await client.create({ ...sale('E-1'), type, commit: true });
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'Temporary', id: 0, version: 1, type: type ?? 'SalesOrder', code: 'E-1', totalTax: 5.04 });
    expect(done('E-1')).toEqual([]);
  });

  it('without a code are given one', async () => {
    const { body } = await client.create({ ...sale('x'), code: undefined, type: 'SalesOrder' });
    expect(body.code).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('create', () => {
  it('records, and says where', async () => {
    const code = newCode();
    const { status, body, headers } = await client.create(sale(code));
    expect([status, body.status, body.version, body.paymentDate]).toEqual([201, 'Saved', 1, '1900-01-01']);
    const { body: found } = await client.ask('GET', `/api/v2/transactions/${body.id}`);
    expect(headers.get('location')).toMatch(String(body.id));
    expect(found).toEqual(body);
    expect(done(code)).toEqual(['recorded']);
  });

  it('records committed, where that is asked', async () => {
    const code = newCode();
    expect((await client.create({ ...sale(code), commit: true })).body.status).toBe('Committed');
    expect(done(code)).toEqual(['recorded', 'committed']);
  });

  it.each(['Saved', 'Posted'] as const)('replaces what is %s', async (status) => {
    const code = newCode();
    const { id } = await client.reach(code, status);
    const { body } = await client.create({ ...sale(code), lines: [{ amount: 90 }] });
    expect(body).toMatchObject({ id, version: 1, status: 'Saved', totalTax: 6.98 });
  });

  it.each(['Committed', 'Cancelled', 'locked'] as const)('refuses over what is %s', async (status) => {
    const code = newCode();
    await client.reach(code, status);
    expect(refusal(await client.create(sale(code)))).toEqual([400, 'GetTaxError', 'DocStatusError']);
  });

  it('tells a return from the sale of its code', async () => {
    const code = newCode();
    await client.reach(code, 'Committed');
    await client.create({ ...sale(code), type: 'ReturnInvoice', lines: [{ amount: -65 }] });
    expect((await client.read(code)).body).toMatchObject({ type: 'SalesInvoice', totalTax: 5.04 });
    expect((await client.read(code, 'ReturnInvoice')).body).toMatchObject({ totalTax: -5.04, totalAmount: -65 });
  });
});

describe('createoradjust', () => {
  it('records what is not there', async () => {
    const code = newCode();
    const { status, body } = await client.createOrAdjust({ ...sale(code), commit: true });
    expect([status, body.version, body.status]).toEqual([201, 1, 'Committed']);
  });

  it('makes a further revision of what is committed', async () => {
    const code = newCode();
    const { id } = await client.reach(code, 'Committed');
    const { status, body } = await client.createOrAdjust({ ...sale(code), commit: true });
    expect([status, body.version, body.id === id]).toEqual([200, 2, false]);
    expect(body).toMatchObject({ adjustmentReason: 'Other', adjustmentDescription: 'Create or adjust transaction' });
    expect((await client.ask('GET', `/api/v2/transactions/${id}`)).body).toMatchObject({ status: 'Adjusted', version: 1 });
    expect(double.revisionsOf({ code }).map(({ version, status }) => [version, status])).toEqual([
      [1, 'Adjusted'],
      [2, 'Committed'],
    ]);
    expect(done(code)).toEqual(['recorded', 'committed', 'adjusted']);
  });

  it('keeps a reason', async () => {
    const code = newCode();
    await client.reach(code, 'Committed');
    const { body } = await client.createOrAdjust(sale(code), { adjustmentReason: 'PriceAdjusted', adjustmentDescription: 'edited' });
    expect(body).toMatchObject({ adjustmentReason: 'PriceAdjusted', adjustmentDescription: 'edited' });
  });

  it('brings what was cancelled back to life', async () => {
    const code = newCode();
    const { id } = await client.reach(code, 'Cancelled');
    const { status, body } = await client.createOrAdjust({ ...sale(code), commit: true });
    expect([status, body.version, body.status, body.id === id]).toEqual([200, 2, 'Committed', false]);
    expect(done(code)).toEqual(['recorded', 'cancelled', 'revived', 'committed']);
  });

  it('changes nothing that is locked', async () => {
    const code = newCode();
    await client.reach(code, 'locked');
    expect(refusal(await client.createOrAdjust(sale(code)))).toEqual([400, 'CannotModifyLockedTransaction', 1100]);
    expect((await client.read(code)).body).toMatchObject({ version: 1, locked: true });
  });
});

describe('commit and verify', () => {
  it.each(['Saved', 'Posted'] as const)('commits what is %s', async (status) => {
    const code = newCode();
    await client.reach(code, status);
    expect((await client.act(code, 'commit', { commit: true })).body.status).toBe('Committed');
  });

  it.each(['Committed', 'Cancelled'] as const)('refuses to commit or verify what is %s', async (status) => {
    const code = newCode();
    await client.reach(code, status);
    expect(refusal(await client.act(code, 'commit', { commit: true }))).toEqual([400, 'InvalidDocumentStatusForCommit', 1309]);
    expect(refusal(await client.act(code, 'verify', {}))).toEqual([400, 'InvalidDocumentStatusForVerify', 1306]);
  });

  it.each([
    [{ verifyTransactionDate: '2026-11-21' }, 'DateMismatch', 1305],
    [{ verifyTotalAmount: 66 }, 'TotalAmountMismatch', 1307],
    [{ verifyTotalTax: 5.05 }, 'TotalTaxMismatch', 1308],
  ])('posts only what is as it is taken for: %j', async (body, error, number) => {
    const code = newCode();
    await client.reach(code, 'Saved');
    expect(refusal(await client.act(code, 'verify', body))).toEqual([400, error, number]);
    const right = { verifyTransactionDate: '2026-11-20', verifyTotalAmount: 65, verifyTotalTax: '5.04' };
    expect((await client.act(code, 'verify', right)).body.status).toBe('Posted');
  });
});

describe('adjust', () => {
  const adjustment = (code: string, more: object = {}) => ({
    adjustmentReason: 'PriceAdjusted',
    newTransaction: { ...sale(code), commit: true, ...more },
  });

  it('makes a further revision with its reason', async () => {
    const code = newCode();
    const { id } = await client.reach(code, 'Committed');
    const { status, body } = await client.act(code, 'adjust', adjustment(code, { lines: [{ amount: 90 }] }));
    expect([status, body.version, body.id === id, body.totalTax, body.adjustmentReason]).toEqual([200, 2, false, 6.98, 'PriceAdjusted']);
  });

  it('refuses another type, a reason without words, and what is locked', async () => {
    const code = newCode();
    await client.reach(code, 'Committed');
    expect(refusal(await client.act(code, 'adjust', adjustment(code, { type: 'ReturnInvoice' })))).toEqual([
      400,
      'CannotAdjustDocumentType',
      195,
    ]);
    expect(refusal(await client.act(code, 'adjust', { ...adjustment(code), adjustmentReason: 'Other' }))).toEqual([
      400,
      'ValueRequiredError',
      5,
    ]);
    double.lock({ code });
    expect(refusal(await client.act(code, 'adjust', adjustment(code)))).toEqual([400, 'CannotModifyLockedTransaction', 1100]);
  });
});

describe('void', () => {
  it.each(['Saved', 'Posted', 'Committed'] as const)('cancels what is %s, and keeps its version and id', async (status) => {
    const code = newCode();
    const { id, version } = await client.reach(code, status);
    const { status: answered, body } = await client.act(code, 'void', { code: 'DocVoided' });
    expect([answered, body.status, body.id, body.version]).toEqual([200, 'Cancelled', id, version]);
    expect(done(code).at(-1)).toBe('cancelled');
  });

  it('refuses what is cancelled, locked or not there', async () => {
    const [cancelled, locked] = [newCode(), newCode()];
    await client.reach(cancelled, 'Cancelled');
    await client.reach(locked, 'locked');
    expect(refusal(await client.act(cancelled, 'void', { code: 'DocVoided' }))).toEqual([400, 'TransactionAlreadyCancelled', 198]);
    expect(refusal(await client.act(locked, 'void', { code: 'DocVoided' }))).toEqual([400, 'CannotModifyLockedTransaction', 1100]);
    expect(refusal(await client.act('nobody', 'void', { code: 'DocVoided' }))).toEqual([404, 'EntityNotFoundError', 4]);
    expect(refusal(await client.act(locked, 'void'))).toEqual([400, 'ModelRequiredException', 38]);
  });

  it('deletes what is not committed, and cancels what is', async () => {
    const [saved, committed] = [newCode(), newCode()];
    await client.reach(saved, 'Saved');
    await client.reach(committed, 'Committed');
    await client.act(saved, 'void', { code: 'DocDeleted' });
    await client.act(committed, 'void', { code: 'DocDeleted' });
    expect((await client.read(saved)).status).toBe(404);
    expect((await client.read(committed)).body.status).toBe('Cancelled');
  });

  it('takes back an adjustment, or that it was posted', async () => {
    const [adjusted, posted] = [newCode(), newCode()];
    await client.reach(adjusted, 'Committed');
    await client.createOrAdjust({ ...sale(adjusted), commit: true });
    await client.reach(posted, 'Posted');
    expect((await client.act(adjusted, 'void', { code: 'AdjustmentCancelled' })).body).toMatchObject({ version: 1, status: 'Committed' });
    expect((await client.act(posted, 'void', { code: 'PostFailed' })).body.status).toBe('Saved');
  });
});

describe('changecode', () => {
  it('renames what is not committed', async () => {
    const [code, other, newer] = [newCode(), newCode(), newCode()];
    await client.reach(code, 'Posted');
    await client.reach(other, 'Committed');
    expect(refusal(await client.act(code, 'changecode', { newCode: other }))).toEqual([400, 'DocumentCodeConflict', 303]);
    expect((await client.act(code, 'changecode', { newCode: newer })).body.code).toBe(newer);
    expect((await client.read(code)).status).toBe(404);
    expect((await client.read(newer)).body.status).toBe('Posted');
    expect(refusal(await client.act(other, 'changecode', { newCode: newCode() }))).toEqual([400, 'GetTaxError', 'DocStatusError']);
  });
});

describe('refund', () => {
  const full = { refundDate: '2026-11-25', refundType: 'Full' };
  const sold = async (more: object = {}) => {
    const code = newCode();
    await client.create({
      ...sale(code),
      commit: true,
      lines: [
        { number: '1', amount: 65 },
        { number: '2', amount: 35 },
      ],
      ...more,
    });
    return code;
  };

  it('is a committed return, exactly as it was charged', async () => {
    const code = await sold({ taxOverride: { type: 'TaxAmount', taxAmount: 9.99, reason: 'charged' } });
    const { status, body } = await client.act(code, 'refund', { ...full, refundTransactionCode: `${code}-R` });
    expect([status, body.type, body.status, body.code, body.referenceCode]).toEqual([201, 'ReturnInvoice', 'Committed', `${code}-R`, code]);
    expect(body).toMatchObject({
      totalAmount: -100,
      totalTax: -9.99,
      totalTaxCalculated: -7.76,
      taxOverrideType: 'None',
      date: '2026-11-25',
    });
    expect(body.lines.map(({ taxOverrideType }: { taxOverrideType: string }) => taxOverrideType)).toEqual(['TaxAmount', 'TaxAmount']);
  });

  it('is of the lines named, of the tax only, or of a percentage', async () => {
    const refunded = async (body: object) => (await client.act(await sold(), 'refund', { ...full, ...body })).body;
    expect(await refunded({ refundType: 'Partial', refundLines: ['2'] })).toMatchObject({ totalAmount: -35, totalTax: -2.72 });
    expect(await refunded({ refundType: 'TaxOnly' })).toMatchObject({ totalAmount: 0, totalTax: -7.76 });
    expect(await refunded({ refundType: 'Percentage', refundPercentage: 50 })).toMatchObject({ totalAmount: -50, totalTax: -3.88 });
  });

  it('is calculated as of the sale, where that is asked', async () => {
    const code = await sold({ date: '2024-08-31', addresses: { singleLocation: places.helsinki } });
    const { body } = await client.act(code, 'refund', full, 'documentType=SalesInvoice&useTaxDateOverride=true');
    expect(body).toMatchObject({ totalTax: -24, taxOverrideType: 'TaxDate', taxDate: '2024-08-31' });
  });

  it('is possible when the sale is locked, and only once under one code', async () => {
    const code = await sold();
    double.lock({ code });
    expect((await client.act(code, 'refund', full)).status).toBe(201);
    expect(refusal(await client.act(code, 'refund', full))).toEqual([400, 'GetTaxError', 'DocStatusError']);
  });

  it.each([
    [{ refundLines: ['1'] }, 'RefundTypeAndLineMismatch', 703],
    [{ refundPercentage: 10 }, 'RefundTypeAndPercentageMismatch', 701],
    [{ refundType: 'Partial' }, 'RefundLinesRequired', 704],
    [{ refundType: 'Partial', refundLines: ['9'] }, 'LineNoOutOfRange', 707],
    [{ refundType: 'Percentage' }, 'RefundPercentageMissing', 709],
    [{ refundType: 'Percentage', refundPercentage: 101 }, 'RefundPercentageOutOfRange', 708],
  ])('refuses %j', async (more, error, number) => {
    expect(refusal(await client.act(await sold(), 'refund', { ...full, ...more }))).toEqual([400, error, number]);
  });

  it('refuses what is not committed, or no sale', async () => {
    const [saved, returned] = [newCode(), newCode()];
    await client.reach(saved, 'Saved');
    await client.create({ ...sale(returned), type: 'ReturnInvoice', commit: true });
    expect(refusal(await client.act(saved, 'refund', full))).toEqual([400, 'InvalidDocumentStatusForRefund', 700]);
    expect(refusal(await client.act(returned, 'refund', full, 'documentType=ReturnInvoice'))).toEqual([
      400,
      'InvalidDocumentTypeForRefund',
      702,
    ]);
  });
});
