import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Run } from '#infra/run.js';
import { AvataxDouble } from '#tools/avatax-double/avatax-double.js';
import { avataxSettings, avataxStore } from '#tools/avatax-double/avatax-settings.js';
import type { Fault, Target } from '#tools/avatax-double/faults.js';
import type { TaxDocument } from '#tools/avatax-double/tax-document.js';
import type { Random } from '../random.js';
import type { Provider, TaxConduct } from './provider.js';

// Milliseconds; the tax service waits for AvaTax not quite as long.
const LATE = 3_000;
const AVATAX_DEADLINE = '2000';
const mishaps: readonly Fault[] = [{ fail: 503 }, { fail: 429 }, { fail: 500, after: true }, { lose: 'before' }, { lose: 'after' }];
const lies: readonly Fault[] = [{ say: '{}' }, { say: '{}', after: true }, { say: 'null', after: true }, { say: '<html>', after: true }];

/** The companies outside that tax asks: one by its event handlers, and AvaTax of the orders of a store of its own. They behave alike. */
export class TaxStandIn implements Provider<TaxConduct> {
  #conduct: TaxConduct = 'answers';
  #port = 0;

  private constructor(
    private readonly double: AvataxDouble,
    private readonly random: Random,
    /** What the services need to know of AvaTax. */
    readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** The store is there besides those of `storesFile`. */
  static async start(run: Run, random: Random, storesFile: string | undefined): Promise<TaxStandIn> {
    const double = await AvataxDouble.start();
    run.onClose(() => double.close());
    const pricesIncludeTax = random.fork('prices').chance(0.5);
    const outside = avataxStore('outside', { beforeCommit: 'saved' }, { pricesIncludeTax });
    const store = { ...outside, currencies: ['GBP'], gateways: ['manual', 'stripe'] };
    const settings = await avataxSettings(double.url, double.access, run.directory, [store], storesFile);
    const standIn = new TaxStandIn(double, random, { ...settings, AVATAX_DEADLINE });
    const server = createServer((_request, response) => void standIn.#answer(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    standIn.#port = (server.address() as AddressInfo).port;
    run.onClose(async () => {
      server.close();
      server.closeAllConnections();
    });
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** All that AvaTax has recorded, each revision. */
  get documents(): readonly TaxDocument[] {
    return this.double.revisionsOf();
  }

  behave(conduct: TaxConduct): void {
    this.#conduct = conduct;
    this.double.heal();
    this.double.always((target) => this.#mishap(conduct, target));
  }

  /** What was sent is carried out at once or never: a request that lies somewhere for long, and is then carried out, nobody can know of. */
  #mishap(conduct: TaxConduct, { operation }: Target): Fault | undefined {
    switch (conduct) {
      case 'answers':
        return undefined;
      case 'fails':
        return operation === 'get' ? { fail: 503 } : this.random.pick(mishaps);
      case 'hangs':
        return this.random.pick<Fault>([{ late: 'until-healed' }, { stall: 'until-healed' }]);
      case 'late':
        return { late: this.random.between(0, 2 * LATE) };
      case 'lies':
        return this.random.pick(lies);
    }
  }

  async #answer(response: ServerResponse): Promise<void> {
    if (this.#conduct === 'hangs') return;
    if (this.#conduct === 'fails') return void response.writeHead(503).end();
    if (this.#conduct === 'late') await delay(Math.random() * 2 * LATE);
    response.writeHead(200).end();
  }
}
