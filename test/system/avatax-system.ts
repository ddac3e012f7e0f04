import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { v7 as uuid } from 'uuid';
import { AvataxDouble } from '#tools/avatax-double/avatax-double.js';
import { avataxSettings, california } from '#tools/avatax-double/avatax-settings.js';
import { eventually } from '../support/eventually.js';
import { draft, startTestSystem, type TestSystem } from './test-system.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

/** The five services, with stores whose tax a double of AvaTax computes. */
export class AvataxSystem {
  /** Those that were placed here. */
  readonly orders = new Set<string>();

  private constructor(
    readonly double: AvataxDouble,
    readonly system: TestSystem,
  ) {}

  static async start(stores: readonly object[], more: Readonly<Record<string, string>> = {}): Promise<AvataxSystem> {
    const double = await AvataxDouble.start();
    const settings = await avataxSettings(double.url, double.access, mkdtempSync(path.join(tmpdir(), 'docket-stores-')), stores);
    // The verification reads the stores, too.
    process.env.STORES_FILE = settings.STORES_FILE;
    return new AvataxSystem(double, await startTestSystem({ ...settings, ...more }));
  }

  async stop(): Promise<void> {
    delete process.env.STORES_FILE;
    await this.system.stop();
    await this.double.close();
  }

  /** An order of goods for 65.00 and freight for 5.00, in California. */
  async place(storeId: string, change: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<Body> {
    const lines = [{ sku: 'A', name: 'A thing', quantity: 2, price: '32.5' }];
    const shipments = [{ method: 'standard', price: '5', items: [{ line: 0, quantity: 2 }] }];
    const addresses = { shipping: { ...california, name: 'A. Buyer' } };
    const order = draft({ storeId, currency: 'USD', addresses, lines, shipments, ...change });
    const { status, body } = await this.system.post('/v1/orders', order, { 'idempotency-key': uuid(), ...headers });
    expect([status, body]).toEqual([201, expect.anything()]);
    this.orders.add(body.id);
    return body;
  }

  /** What comes of a call; what is refused for a moment, as other services have not followed yet, is asked again. */
  done(address: string, body: object): Promise<Body> {
    return eventually(async () => {
      const answer = await this.system.post(address, body, { 'if-match': '*', 'idempotency-key': uuid() });
      if (answer.status > 202) throw new Error(`${address}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    });
  }

  /** The tax documents of an order, its sale first. */
  async taxesOf({ id }: Body): Promise<Body[]> {
    return (await this.system.get(`/v1/orders/${id}/tax`)).body.items;
  }

  /** When AvaTax knows all that it is to know of the orders that were placed here. */
  async settled(within = 60_000): Promise<void> {
    const transactions = this.system.database('tax').collection('taxTransactions');
    await eventually(async () => {
      const own = { 'state.orderId': { $in: [...this.orders] }, 'state.dueAt': { $exists: true } };
      const open = await transactions.find(own).limit(5).toArray();
      expect(open.map(({ state }) => [state.orderNumber, state.delay])).toEqual([]);
      return true;
    }, within);
  }
}
