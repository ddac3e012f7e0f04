import type { Db } from '#tools/verify-databases.js';
import { allServices, kindsOf, type VerifiedService } from '#tools/verify-services.js';
import type { StoryLine } from './story-line.js';

export interface StoredStory {
  readonly lines: readonly StoryLine[];
  /** Every order that has to do with it: more than one when it is doubled. */
  readonly orderIds: ReadonlySet<string>;
  /** These orders' and all their documents' ids. */
  readonly documentIds: ReadonlySet<string>;
  /** What is not there, a sentence each. */
  readonly absent: readonly string[];
}

interface Event {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly time: string;
  readonly actor: string;
  readonly causationId?: string;
}

interface Document {
  readonly _id: string;
  readonly version: number;
  readonly state: {
    readonly number?: string;
    readonly status?: string;
    readonly tax?: { readonly status: string };
    readonly externalId?: string;
  };
  readonly outbox?: readonly Event[];
  readonly watermarks?: Readonly<Record<string, number>>;
  readonly idempotency?: { readonly key: string };
  readonly createdAt?: Date;
  readonly modifiedAt?: Date;
}

interface Letter {
  readonly _id: string;
  readonly key: string;
  readonly reason: string;
  readonly detail: string;
  readonly at: Date;
}

/** Where orders are looked for. */
interface Sought {
  readonly key: string | undefined;
  readonly externalId: string | undefined;
  readonly orderIds: ReadonlySet<string>;
}

/** What the four databases know of an order. */
export async function databaseLines(mongo: { db(name: string): Db }, sought: Sought): Promise<StoredStory> {
  const orderIds = new Set(sought.orderIds);
  const documentIds = new Set(orderIds);
  const lines: StoryLine[] = [];
  const absent: string[] = [];
  // Orders come first among all services: the others' documents are found by their ids.
  for (const service of allServices.flatMap(kindsOf)) {
    const db = mongo.db(service.database);
    const filter = service.name === 'orders' ? orderFilter(sought) : childFilter([...orderIds]);
    const documents = await db.collection<Document>(service.documents).find(filter).toArray();
    // Nobody needs to have invoiced it.
    if (documents.length === 0 && allServices.includes(service)) absent.push(`${service.name}: no document`);
    for (const document of documents) {
      documentIds.add(document._id);
      if (service.name === 'orders') orderIds.add(document._id);
      lines.push(...documentLines(service.name, document));
    }
    lines.push(...(await historyLines(db, service, [...documentIds])));
  }
  for (const service of allServices) lines.push(...(await letterLines(mongo.db(service.database), service.name, [...documentIds])));
  return { lines, orderIds, documentIds, absent };
}

function orderFilter({ key, externalId, orderIds }: Sought): object {
  const ways: object[] = [{ _id: { $in: [...orderIds] } }];
  if (key !== undefined) ways.push({ 'idempotency.key': key });
  if (externalId !== undefined) ways.push({ 'state.externalId': externalId });
  return { $or: ways };
}

const childFilter = (orderIds: readonly string[]) => ({
  $or: [{ 'state.orderId': { $in: orderIds } }, { 'state.items.orderId': { $in: orderIds } }],
});

function documentLines(
  who: string,
  { _id, version, state, outbox = [], watermarks, idempotency, createdAt, modifiedAt }: Document,
): StoryLine[] {
  const name = `${state?.number} (${_id})`;
  const status = [state?.status, state?.tax && `tax ${state.tax.status}`].filter(Boolean).join(', ');
  const rest = `${status}; key ${idempotency?.key}, external id ${state?.externalId}, has handled ${JSON.stringify(watermarks ?? {})}`;
  return [
    { at: Number(createdAt), who, text: `${name} was created` },
    { at: Number(modifiedAt), who, text: `${name} came to what it is: version ${version}, ${rest}, ${outbox.length} events to publish` },
    ...outbox.map((event) => eventLine(who, _id, event, 'in its outbox')),
  ];
}

async function historyLines(db: Db, { name, history }: VerifiedService, documentIds: readonly string[]): Promise<StoryLine[]> {
  const records = await db
    .collection<{ documentId: string; event: Event }>(history)
    .find({ documentId: { $in: [...documentIds] } })
    .toArray();
  return records.map(({ documentId, event }) => eventLine(name, documentId, event, 'in its history'));
}

function eventLine(who: string, documentId: string, { id, type, version, time, actor, causationId }: Event, where: string): StoryLine {
  const cause = causationId === undefined ? '' : `, because of ${causationId}`;
  return { at: Date.parse(time), who, text: `${type}, version ${version} of ${documentId}, ${where}: event ${id} by ${actor}${cause}` };
}

async function letterLines(db: Db, who: string, keys: readonly string[]): Promise<StoryLine[]> {
  const letters = await db
    .collection<Letter>('deadLetters')
    .find({ key: { $in: [...keys] } })
    .toArray();
  return letters.map(({ _id, key, reason, detail, at }) => ({
    at: Number(at),
    who,
    text: `set aside ${_id} of ${key}: ${reason}, ${detail}`,
  }));
}
