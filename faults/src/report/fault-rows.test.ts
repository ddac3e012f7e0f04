import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ClientLog } from '../load/client-log.js';
import type { Injection } from '../nemesis/nemesis.js';
import { faultRows, NO_FAULT } from './fault-rows.js';

const directory = mkdtempSync(path.join(tmpdir(), 'docket-rows-'));
const log = new ClientLog(path.join(directory, 'log.jsonl'));
afterAll(() => {
  log.close();
  rmSync(directory, { recursive: true });
});

/** An order that is asked for at one moment and acknowledged a second later. */
function placed(key: string, at: number): void {
  const order = log.begin({ key, invoiceNo: key, externalId: key, storeId: 'uk' }, at);
  const attempt = log.asked(order, { purpose: 'place', gateway: 'http://gateway' }, at);
  log.answered(order, attempt, { at: at + 1_000, status: 201, orderId: `id-${key}`, number: key });
}

const injection = (change: Partial<Injection>): Injection => ({
  faults: ['broker killed'],
  what: 'kafka-1',
  beganAt: 10_000,
  healedAt: 20_000,
  recoveredAt: 23_000,
  ...change,
});

test('orders and requests count for the faults that were there when they began, and for none of the others', () => {
  for (const [key, at] of [
    ['before', 5_000],
    ['during', 12_000],
    ['healed', 21_000],
    ['later', 40_000],
  ] as const)
    placed(key, at);
  const injections = [
    injection({}),
    injection({ faults: ['broker killed', 'slow disk'], beganAt: 30_000, healedAt: 35_000, recoveredAt: 36_500 }),
  ];
  const lost = [{ key: 'during', text: 'during is gone' }];
  const doubled = [{ key: 'later', text: 'later is there twice' }];
  expect(faultRows(log, injections, { lost, doubled })).toEqual([
    { fault: 'broker killed', injected: 2, requests: 2, acknowledged: 2, lost: 1, doubled: 0, worstRecovery: 3 },
    { fault: 'slow disk', injected: 1, requests: 0, acknowledged: 0, lost: 0, doubled: 0, worstRecovery: 1.5 },
    { fault: NO_FAULT, injected: 0, requests: 2, acknowledged: 2, lost: 0, doubled: 1, worstRecovery: 0 },
  ]);
});

test('a fault that was never recovered from says so', () => {
  const [row] = faultRows(log, [injection({ recoveredAt: undefined })], { lost: [], doubled: [] });
  expect(row).toMatchObject({ fault: 'broker killed', worstRecovery: undefined });
});
