import type { CallType } from '#contracts/gateway-call.js';
import type { Database } from '#platform/database.js';
import type { StoredCall } from '../src/providers/provider.js';
import { createSandboxProvider, type SandboxProvider } from '../src/providers/sandbox/sandbox.provider.js';
import { withDatabaseBehindProxy, withOwnDatabase } from './own-database.js';
import { describeProvider } from './provider-kit.js';
import { CallsOf } from './provider-under-test.js';

let database: Database;
let sandbox: SandboxProvider;
let calls: CallsOf;
let now = new Date('2026-11-27T10:00:00.000Z');

async function start(): Promise<SandboxProvider> {
  const own = await withOwnDatabase((each) => createSandboxProvider(each, { slowFor: 20, shortFor: 60_000, now: () => now }));
  database = own.database;
  return own.made;
}

/** How often the sandbox has done what a call asks. */
async function effects({ id }: StoredCall, of = database): Promise<number> {
  const payments = await of.collection<{ acts: { callId: string }[] }>('sandboxPayments').find({ 'acts.callId': id }).toArray();
  return payments.flatMap(({ acts }) => acts).filter(({ callId }) => callId === id).length;
}

let behind: Awaited<ReturnType<typeof withDatabaseBehindProxy<SandboxProvider>>>;

describeProvider('the sandbox', {
  start: async () => {
    behind = await withDatabaseBehindProxy((each) => createSandboxProvider(each));
    return behind.made;
  },
  stop: () => behind.stop(),
  declinedToken: 'sandbox-decline',
  loseNextAnswer: () => behind.loseNextAnswer('sandboxPayments'),
  effects: (call) => effects(call, behind.database),
});

describe('the sandbox does as it is told', () => {
  const types: CallType[] = ['authorization', 'capture', 'refund', 'void'];
  const tellings = ['by token', 'by amount'] as const;
  const numbers: Record<string, string> = {
    ...{ decline: '01', 'lost-before': '02', 'lost-after': '03', slow: '04', pending: '05', 'pending-decline': '06' },
    ...{ 'fails-later': '07', short: '08' },
  };

  beforeAll(async () => {
    sandbox = await start();
    calls = new CallsOf(sandbox, { start }, 'abcdef');
  });
  afterAll(() => database.close());

  /** A call of this type that the sandbox is told to treat in this way. */
  async function told(type: CallType, behaviour: string, by: (typeof tellings)[number]): Promise<StoredCall> {
    const amount = by === 'by amount' ? `990${types.indexOf(type)}${numbers[behaviour]}.50` : '10.00';
    const token = type === 'authorization' ? `sandbox-${behaviour}` : `sandbox-${type}-${behaviour}`;
    const authorization = calls.stored({ type: 'authorization', amount, ...(by === 'by token' ? { token } : {}) });
    if (type === 'authorization') return authorization;
    const { reference: paymentReference = '' } = await succeeds(authorization);
    if (type === 'refund') await succeeds(calls.stored({ type: 'capture', amount, paymentReference }));
    return calls.stored({ type, amount, paymentReference });
  }

  async function succeeds(call: StoredCall) {
    const answer = await sandbox.send(call);
    expect(answer).toMatchObject({ status: 'succeeded', responseCode: 'approved' });
    return answer;
  }

  describe.each(tellings)('%s', (by) => {
    test.each(types)('%s: it is declined', async (type) => {
      const call = await told(type, 'decline', by);
      for (const _ of [1, 2]) expect(await sandbox.send(call)).toMatchObject({ status: 'declined', responseCode: 'sandbox_decline' });
      expect(await sandbox.find(call)).toMatchObject({ status: 'declined' });
    });

    test.each(types)('%s: the first attempt gets lost before anything is done', async (type) => {
      const call = await told(type, 'lost-before', by);
      await expect(sandbox.send(call)).rejects.toThrow();
      expect([await sandbox.find(call), await effects(call)]).toEqual(['absent', 0]);
      await succeeds(call);
      await succeeds(call);
      expect(await effects(call)).toBe(1);
    });

    test.each(
      types.flatMap((type) => [
        [type, 'lost-after'],
        [type, 'slow'],
      ]) as [CallType, string][],
    )('%s: all is done, and the answer gets lost (%s)', async (type, behaviour) => {
      const call = await told(type, behaviour, by);
      await expect(sandbox.send(call)).rejects.toThrow();
      expect(await sandbox.find(call)).toMatchObject({ status: 'succeeded' });
      await succeeds(call);
      expect(await effects(call)).toBe(1);
    });

    test.each(types.flatMap((type) => [[type, 'pending', 'succeeded'] as const, [type, 'pending-decline', 'declined'] as const]))(
      '%s: it is %s, and has %s when it is asked about',
      async (type, behaviour, status) => {
        const call = await told(type, behaviour, by);
        for (const _ of [1, 2]) expect(await sandbox.send(call)).toMatchObject({ status: 'pending', reference: expect.any(String) });
        for (const _ of [1, 2]) expect(await sandbox.find(call)).toMatchObject({ status });
        expect(await effects(call)).toBe(1);
      },
    );

    test('a refund succeeds, and has come back later; then it can be given again', async () => {
      const call = await told('refund', 'fails-later', by);
      await succeeds(call);
      const { paymentReference = '' } = call;
      const again = { type: 'refund' as const, amount: '10.00', paymentReference };
      if (by === 'by token') expect(await sandbox.send(calls.stored(again))).toMatchObject({ responseCode: 'exceeds_captured' });
      expect(await sandbox.find(call)).toMatchObject({ status: 'declined', responseCode: 'refund_failed' });
      await succeeds(calls.stored(again));
    });

    test('an authorization holds for a moment only', async () => {
      const authorization = await told('authorization', 'short', by);
      const { authorizedUntil, reference: paymentReference = '' } = await succeeds(authorization);
      expect(authorizedUntil).toBe(new Date(now.getTime() + 60_000).toISOString());
      now = new Date(now.getTime() + 60_001);
      const capture = calls.stored({ type: 'capture', amount: authorization.amount, paymentReference });
      expect(await sandbox.send(capture)).toMatchObject({ status: 'declined', responseCode: 'authorization_expired' });
      await succeeds(calls.stored({ type: 'void', amount: authorization.amount, paymentReference }));
    });
  });

  test.each(['sandbox-declined', 'sandbox-capture-declined', 'sandbox-refund-fails-later'])('it knows the token %s', (token) => {
    expect(sandbox.obstacle(calls.toMake({ type: 'authorization', amount: '10.00', token }))).toBeUndefined();
  });

  test.each(['sandbox-', 'sandbox-nothing', 'sandbox-capture-short', 'sandbox-fails-later'])('it refuses the token %s', (token) => {
    expect(sandbox.obstacle(calls.toMake({ type: 'authorization', amount: '10.00', token }))).toMatchObject({ path: 'token' });
  });

  test('what is meant for another gateway is not kept', async () => {
    const call = calls.stored({ type: 'authorization', amount: '10.00', token: 'pm_123' });
    expect(call.request).not.toContain('pm_123');
    await succeeds(call);
  });

  test.each(['9.90', '99.00', '990.00', '9900.01', '99001.00', '1990001.00', '9900010.00', '990009.00', '990101.00'])(
    'an authorization of %s is an ordinary one',
    async (amount) => {
      await succeeds(calls.stored({ type: 'authorization', amount }));
    },
  );

  test('an amount without decimals tells it something, too', async () => {
    expect(await sandbox.send(calls.stored({ type: 'authorization', amount: '990001', currency: 'JPY' }))).toMatchObject({
      status: 'declined',
    });
  });

  test('a key that comes with another request is an error, and does nothing', async () => {
    const call = calls.stored({ type: 'authorization', amount: '10.00' });
    const { reference: paymentReference = '' } = await succeeds(call);
    const larger = calls.stored({ type: 'authorization', amount: '11.00' });
    const capture = calls.stored({ type: 'capture', amount: '10.00', paymentReference });
    for (const other of [larger, capture]) {
      await expect(sandbox.send({ ...other, idempotencyKey: call.idempotencyKey })).rejects.toThrow('another request');
      expect(await effects(other)).toBe(0);
    }
    const elsewhere = calls.stored({ type: 'capture', amount: '5.00', paymentReference: (await succeeds(larger)).reference as string });
    await expect(sandbox.send({ ...elsewhere, idempotencyKey: call.idempotencyKey })).rejects.toThrow('another request');
  });

  test('one call sent many times at once, and many calls at once, are done once each', async () => {
    const authorization = calls.stored({ type: 'authorization', amount: '10.00' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => sandbox.send(authorization)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const paymentReference = answers[0]?.reference as string;
    const captures = Array.from({ length: 12 }, () => calls.stored({ type: 'capture', amount: '1.00', paymentReference }));
    const outcomes = await Promise.all([...captures, ...captures].map((each) => sandbox.send(each)));
    expect(outcomes.filter(({ status }) => status === 'succeeded')).toHaveLength(20);
    const done = await sandbox.acts(`payment-${authorization.id}`);
    expect(done.filter(({ type, outcome }) => type === 'capture' && outcome.status === 'succeeded')).toHaveLength(10);
    expect(done).toHaveLength(13);
  });
});
