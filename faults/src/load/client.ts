import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { Random } from '../random.js';
import { ask, type Insist, type Question } from './ask.js';
import { reportParcel } from './carrier.js';
import type { ClientLog } from './client-log.js';
import { type Answer, isSuccess, isTransient, type OrderRecord, type Purpose } from './client-record.js';
import type { CommandSender } from './command-sender.js';
import type { LoadOrder } from './orders.js';
import type { OrderPlan } from './plan.js';
import type { Shelf } from './shelf.js';
import { splitShipment } from './split-shipment.js';
import { tellByCall, tellByCommand } from './tell-stock.js';

/** What all clients share. */
export interface ClientSurroundings {
  readonly gateways: readonly string[];
  readonly dispatcher: Dispatcher;
  readonly log: ClientLog;
  /** Shipments that are to go with the next one. */
  readonly waiting: string[];
  /** What is counted of the products that many want. */
  readonly shelf: Shelf;
  readonly commands: CommandSender;
  /** The load is at its end: what was put off is done now. */
  readonly stopping: AbortSignal;
  /** Nothing is insisted on any longer. */
  readonly givingUp: AbortSignal;
}

/** Price of the lines that edits add. */
export const EDITED_PRICE = '1.23';
const editedSku = (key: string, turn: number) => `E${turn}-${key}`.slice(0, 64);

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/** The client of one order: places it as its plan says, and looks whether it was told the truth. What it sees goes to the log. */
export class OrderClient {
  readonly #record: OrderRecord;
  readonly #body: object;
  #turn: number;

  constructor(
    private readonly order: LoadOrder,
    private readonly plan: OrderPlan,
    private readonly random: Random,
    private readonly surroundings: ClientSurroundings,
  ) {
    this.#record = surroundings.log.begin(order);
    this.#body = { ...order.body, payments: [plan.payment] };
    this.#turn = random.integer(0, surroundings.gateways.length - 1);
  }

  /** Resolves when all of the plan is done, or was given up. */
  async run(): Promise<void> {
    if (this.plan.shelf) await this.#tellStock();
    if (this.plan.draft) await this.#placeDraft();
    else await Promise.all([this.#place(), ...(this.plan.twice ? [this.#place()] : [])]);
    const { acknowledged } = this.#record;
    if (!acknowledged) return this.surroundings.log.gaveUp(this.#record);
    const path = `/v1/orders/${acknowledged.orderId}`;
    if (this.plan.read) await this.#insist('read', { method: 'GET', path });
    await Promise.all([this.#repeat(), this.#sendOtherBody(), this.#poll(path), this.#edit(path)]);
    if (this.plan.split) await splitShipment(this.order, path, this.#record, this.#insistent, this.plan.merge);
    if (this.plan.past && !this.plan.draft) await this.#insist('past', { method: 'GET', path: `${path}?version=1` });
    if (this.plan.cancel) await this.#cancel(path);
    if (this.plan.invoice) await this.#invoice(path);
    if (this.plan.hold) await this.#hold(path);
    if (this.plan.send) await this.#send(path);
    if (this.plan.combine) await this.#combine(path);
    if (this.plan.pay) await this.#pay(path);
  }

  readonly #insistent: Insist = (purpose, question) => this.#insist(purpose, question);

  /** Whoever counts later may tell sooner. */
  async #tellStock(): Promise<void> {
    const { shelf, commands, stopping, givingUp } = this.surroundings;
    const { tell, tellAfter, twice } = this.plan;
    const [line] = this.order.body.lines;
    if (!line) return;
    const count = { ...shelf.count(line, this.random.fork('count')), acknowledged: false };
    this.#record.count = count;
    await this.#pause(tellAfter, stopping);
    const times = twice ? 2 : 1;
    count.acknowledged =
      tell === 'call'
        ? await tellByCall(count, `${this.order.key}-stock`, times, this.#insistent)
        : await tellByCommand(count, times, commands, givingUp);
  }

  /** Each adds a line of its own, so that it shows whether it happened, and how often. */
  async #edit(path: string): Promise<void> {
    for (let turn = 1; turn <= this.plan.edits; turn++) {
      const edit = { sku: editedSku(this.order.key, turn), acknowledged: false };
      const operations = [{ op: 'addItem', sku: edit.sku, name: 'added afterwards', quantity: 1, price: EDITED_PRICE }];
      if (this.plan.preview) await this.#insist('preview', { method: 'POST', path: `${path}/edits?preview=true`, body: { operations } });
      this.#record.edits.push(edit);
      const question = {
        method: 'POST',
        path: `${path}/edits`,
        key: `${this.order.key}-edit-${turn}`,
        ifMatch: '*',
        body: { operations },
      } as const;
      const answer = await this.#insist('edit', question);
      edit.acknowledged = answer !== undefined && isSuccess(answer);
    }
  }

  async #cancel(path: string): Promise<void> {
    const question = {
      method: 'POST',
      path: `${path}/cancel`,
      key: `${this.order.key}-cancel`,
      ifMatch: '*',
      body: { reason: 'no reason' },
    } as const;
    const answer = await this.#insist('cancel', question);
    if (answer && isSuccess(answer)) this.#record.cancelled = true;
  }

  /** Held for good, so that nothing may be sent after that. */
  async #hold(path: string): Promise<void> {
    const body = { type: 'manual', reason: this.order.key, blocks: ['send'] };
    const answer = await this.#insist('hold', {
      method: 'POST',
      path: `${path}/holds`,
      key: `${this.order.key}-hold`,
      ifMatch: '*',
      body,
    });
    if (answer && isSuccess(answer)) this.#record.held = true;
  }

  /** Sends its shipment, and tries then to take a line of it back. */
  async #send(path: string): Promise<void> {
    const { shipmentId } = (await this.#insist('read', { method: 'GET', path })) ?? {};
    if (shipmentId === undefined) return;
    const answer = await this.#insist('send', {
      method: 'POST',
      path: `/v1/shipments/${shipmentId}/send`,
      key: `${this.order.key}-send`,
      ifMatch: '*',
      body: { tracking: { number: this.order.key } },
    });
    if (!answer || !isSuccess(answer)) return;
    this.#record.sent = shipmentId;
    if (this.plan.report && (await reportParcel(this.order.key, this.#insistent))) this.#record.arrived = true;
    // Which lines have left with it is the store's choice.
    if (this.plan.shelf) return;
    const body = { operations: [{ op: 'cancelItem', lineId: '1' }] };
    await this.#insist('below', { method: 'POST', path: `${path}/edits`, key: `${this.order.key}-below`, ifMatch: '*', body });
    if (this.plan.comeBack) await this.#comeBack(path);
  }

  /** A piece of its first line, asked for and received by two requests at the same moment where it is placed `twice`. A discount on the whole order might change with it. */
  async #comeBack(path: string): Promise<void> {
    const { key, body: placed } = this.order;
    if (placed.discount !== undefined) return;
    const insist = async (question: Question, purpose: Purpose) => {
      const answers = [this.#insist(purpose, question), ...(this.plan.twice ? [this.#insist(purpose, question)] : [])];
      return (await Promise.all(answers)).find((answer) => answer && isSuccess(answer));
    };
    const request = { items: [{ lineId: '1', quantity: 1, reasonCode: 'other' }] };
    const asked = await insist({ method: 'POST', path: `${path}/returns`, key: `${key}-return`, body: request }, 'return');
    const steps = {
      approve: {},
      receive: { items: [{ lineId: '1', quantity: 1, condition: 'new', restock: true }] },
    };
    for (const [step, body] of Object.entries(steps) as ['approve' | 'receive', object][]) {
      if (!asked) return;
      const question = { method: 'POST', path: `/v1/returns/${asked.orderId}/${step}`, key: `${key}-${step}`, ifMatch: '*', body } as const;
      if (!(await insist(question, step))) return;
    }
    this.#record.returned = true;
  }

  /** Its shipment waits for that of another order, and then goes with it; at no price, since what it costs is compared with the file. */
  async #combine(path: string): Promise<void> {
    const { shipmentId } = (await this.#insist('read', { method: 'GET', path })) ?? {};
    if (shipmentId === undefined) return;
    const other = this.surroundings.waiting.pop();
    if (other === undefined) {
      this.surroundings.waiting.push(shipmentId);
      return;
    }
    const key = `${this.order.key}-combine`;
    const combining = { shipmentIds: [other, shipmentId], force: true, reason: 'one parcel' };
    const combined = await this.#insist('combine', { method: 'POST', path: '/v1/shipments/combine', key, body: combining });
    if (combined?.consignmentId === undefined) return;
    const sending = { method: 'POST', path: `/v1/consignments/${combined.consignmentId}/send`, key: `${key}-send`, ifMatch: '*' } as const;
    const answer = await this.#insist('send', { ...sending, body: { tracking: { number: this.order.key } } });
    if (answer && isSuccess(answer)) this.#record.sent = shipmentId;
  }

  /** Of all of it; what is issued is looked for by the checker. */
  async #invoice(path: string): Promise<void> {
    const { key } = this.order;
    const drafting = { method: 'POST', path: `${path}/invoices`, key: `${key}-invoice`, body: { from: 'order' } } as const;
    const draft = await this.#insist('invoice', drafting);
    if (!draft || !isSuccess(draft)) return;
    const issuing = { method: 'POST', path: `/v1/invoices/${draft.orderId}/issue`, key: `${key}-issue`, ifMatch: '*', body: {} } as const;
    await Promise.all([this.#insist('issue', issuing), ...(this.plan.twice ? [this.#insist('issue', issuing)] : [])]);
  }

  async #pay(path: string): Promise<void> {
    const { authorizedId: id } = (await this.#insist('read', { method: 'GET', path })) ?? {};
    if (id === undefined) return;
    const captured = this.plan.pay === 'whole' ? 'all' : '0.02';
    if (!(await this.#move(id, 'capture', captured === 'all' ? {} : { amount: captured }))) return;
    const paid = { id, captured, penny: false } as const;
    this.#record.paid = paid;
    this.#record.paid = { ...paid, penny: await this.#move(id, 'refund', { amount: '0.01', reasonCode: 'other' }) };
    if (captured !== 'all') await this.#move(id, 'void', {});
  }

  /** Whether it was done: while the gateway has not answered, it is asked about. */
  async #move(id: string, what: 'capture' | 'refund' | 'void', body: object): Promise<boolean> {
    const path = `/v1/payments/${id}`;
    const key = `${this.order.key}-${what}`;
    let answer = await this.#insist(what, { method: 'POST', path: `${path}/${what}`, key, ifMatch: '*', body });
    for (let looks = 1; answer?.open; looks++) {
      await this.#pause(this.#backoff(looks), this.surroundings.givingUp);
      answer = await this.#insist('payment', { method: 'GET', path });
    }
    return answer !== undefined && isSuccess(answer);
  }

  async #placeDraft(): Promise<void> {
    const { key } = this.order;
    const draft = await this.#insist('draft', { method: 'POST', path: '/v1/drafts', key, body: this.#body });
    if (draft?.orderId === undefined) return;
    await this.#insist('place', { method: 'POST', path: `/v1/drafts/${draft.orderId}/place`, key: `${key}-place`, ifMatch: '*' });
  }

  #place(): Promise<Answer | undefined> {
    return this.#insist('place', { ...this.#placement(this.#body), wait: this.plan.wait });
  }

  async #repeat(): Promise<void> {
    if (this.plan.repeatAfter === undefined || this.plan.draft) return;
    await this.#pause(this.plan.repeatAfter, this.surroundings.stopping);
    await this.#insist('repeat', this.#placement(this.#body));
  }

  async #sendOtherBody(): Promise<void> {
    if (this.plan.otherBodyAfter === undefined || this.plan.draft) return;
    await this.#pause(this.plan.otherBodyAfter, this.surroundings.stopping);
    await this.#insist('other-body', this.#placement({ ...this.#body, comment: 'another body' }));
  }

  async #poll(path: string): Promise<void> {
    const { poll, cancel, invoice, send, combine, pay } = this.plan;
    // What is to be cancelled, invoiced, sent or paid is waited for: before it has settled there is nothing to do that with.
    if (!poll && !cancel && !invoice && !send && !combine && !pay) return;
    for (let looks = 1; this.#record.settledAt === undefined; looks++) {
      const answer = await this.#insist('poll', { method: 'GET', path });
      // Whatever is neither an order nor transient is in the log as a violation; to ask again would only repeat it.
      if (answer?.orderId === undefined) return;
      // Ever more seldom: when nothing settles, those who wait must not be a load of their own.
      if (this.#record.settledAt === undefined) await this.#pause(2 * this.#backoff(looks), this.surroundings.givingUp);
    }
  }

  #placement(body: object): Question {
    return { method: 'POST', path: '/v1/orders', key: this.order.key, body };
  }

  /** Asks one gateway after the other until an answer is final; undefined when that was given up. */
  async #insist(purpose: Purpose, question: Question): Promise<Answer | undefined> {
    const { gateways, dispatcher, log, givingUp } = this.surroundings;
    for (let attempts = 1; !givingUp.aborted; attempts++) {
      const gateway = gateways[this.#turn++ % gateways.length] as string;
      const { wait } = question;
      const attempt = log.asked(this.#record, { purpose, gateway, ...(wait !== undefined && { wait }) });
      const timeout = AbortSignal.timeout(this.plan.attemptTimeout + (wait ?? 0) * 1_000);
      const answer = await ask(gateway, dispatcher, question, AbortSignal.any([timeout, givingUp]));
      log.answered(this.#record, attempt, answer);
      if (!isTransient(answer)) return answer;
      await this.#pause(answer.retryAfter ?? this.#backoff(attempts), givingUp);
    }
    return undefined;
  }

  /** Doubles from try to try; half of it is random, so that clients do not come back all at once. */
  #backoff(attempts: number): number {
    return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1)) * this.random.between(0.5, 1);
  }

  async #pause(milliseconds: number, until: AbortSignal): Promise<void> {
    await sleep(milliseconds, undefined, { signal: until }).catch(() => undefined);
  }
}
