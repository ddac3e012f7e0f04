import kafkajs, { type Message } from 'kafkajs';
import { verifiedServices } from '#tools/verify-services.js';
import type { Random } from '../random.js';
import type { Begun, Fault, Stage } from './fault.js';
import { copyOf, FAULT_HEADER, type LyingMessage } from './intruder.js';

const COPIES = 100;

type Broken = (original: Message, key: string) => Partial<Message>;

const header = (name: string, value: string): Broken => {
  return ({ headers }) => ({ headers: { ...headers, [name]: value } });
};

export const messageFaults: readonly Fault[] = [
  { name: 'events delivered again', lasts: [1, 5], begin: (stage) => repeated(stage, kafkajs.CompressionTypes.None) },
  { name: 'batch compressed by zstd', lasts: [1, 5], begin: (stage) => repeated(stage, kafkajs.CompressionTypes.ZSTD) },
  { name: 'poison: not JSON', lasts: [3, 8], begin: (stage) => poisoned(stage, () => ({ value: '{"order' })) },
  { name: 'poison: wrong schema', lasts: [3, 8], begin: (stage) => poisoned(stage, () => ({ value: '{}' })) },
  { name: 'poison: unknown type', lasts: [3, 8], begin: (stage) => poisoned(stage, header('ce_type', 'order.vanished')) },
  { name: 'poison: no CloudEvent', lasts: [3, 8], begin: (stage) => poisoned(stage, header('ce_documentversion', 'latest')) },
  { name: 'dead-letter topics full', lasts: [8, 15], begin: fullDeadLetterTopics },
];

/** Events of the recent past are on their topic once more and in any order, as relays leave them that were frozen or died at the wrong moment. */
async function repeated({ intruder, random }: Stage, compression: kafkajs.CompressionTypes): Promise<Begun> {
  const { topic } = random.pick(Object.values(verifiedServices));
  const lying = await intruder.lastMessages(topic, COPIES);
  const copies = shuffled(lying.filter(isEvent), random).slice(0, COPIES);
  if (copies.length > 0) await intruder.send(topic, copies.map(copyOf), compression);
  return { what: `${copies.length} on ${topic}`, end: async () => {} };
}

/** Messages that no service can handle: of documents that do not exist, and of some that do, which wait behind them until an operator comes. */
async function poisoned({ intruder, random }: Stage, broken: Broken): Promise<Begun> {
  const { topic } = verifiedServices.orders;
  const lying = shuffled((await intruder.lastMessages(topic, 20)).filter(isEvent), random).slice(0, 4);
  const poison = lying.map((original, index) => {
    const copy = copyOf(original);
    const key = index % 2 === 0 ? String(copy.key) : `nobody-${random.integer(0, 1_000_000_000)}`;
    const headers = { ...copy.headers, ce_subject: key, ce_id: `poison-${key}`, [FAULT_HEADER]: 'poison' };
    const bad = { ...copy, key, headers };
    return { ...bad, ...broken(bad, key) };
  });
  if (poison.length > 0) await intruder.send(topic, poison);
  return { what: `${poison.length} on ${topic}`, end: async () => {} };
}

/** They take no message of any useful size, while something is to be set aside. */
async function fullDeadLetterTopics(stage: Stage): Promise<Begun> {
  const { intruder } = stage;
  const topics = Object.values(verifiedServices).map(({ deadLetterTopic }) => deadLetterTopic);
  const before = await Promise.all(topics.map(async (topic) => [topic, await intruder.settingsOf(topic)] as const));
  for (const [topic, settings] of before) {
    const others = settings.filter(({ name }) => name !== 'max.message.bytes');
    await intruder.configure(topic, [...others, { name: 'max.message.bytes', value: '10' }]);
  }
  const end = async () => {
    for (const [topic, settings] of before) await intruder.configure(topic, settings);
  };
  try {
    const { what } = await poisoned(stage, () => ({ value: 'x' }));
    return { what: `${what}, and no room to set them aside`, end };
  } catch (error) {
    await end();
    throw error;
  }
}

const isEvent = ({ message: { headers } }: LyingMessage) => headers?.[FAULT_HEADER] === undefined;

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, place: random.integer(0, 1_000_000_000) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
