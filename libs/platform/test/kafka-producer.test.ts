import { connect } from 'node:net';
import type { Topic } from '#contracts/topics.js';
import type { KafkaClient } from '#platform/kafka/kafka-client.js';
import { eventually } from '../../../test/support/eventually.js';
import { FaultyProxy } from '../../../test/support/faulty-proxy.js';
import { brokers } from '../../../test/support/services-needed.js';
import { ownKafka, ownTopic } from './counter.js';
import { readTopic } from './topic-reader.js';

let kafka: KafkaClient;
let flaky: KafkaClient;
let proxy: FaultyProxy;
let topic: Topic;

beforeEach(async () => {
  kafka = ownKafka();
  topic = await ownTopic(kafka, 1);
  proxy = await FaultyProxy.to(brokers()[0] as string);
  flaky = ownKafka({ connect: (_host, _port, onConnect) => connect({ host: '127.0.0.1', port: proxy.port }, onConnect) });
});

afterEach(async () => {
  await flaky.close();
  await kafka.close();
  await proxy.away();
});

const send = (client: KafkaClient, value: string) => client.send(topic.name, 0, [{ key: 'k', headers: {}, value }]);

/** Everything on the topic up to a last record, which is sent past the proxy. */
async function everything(): Promise<string[]> {
  await send(kafka, 'the end');
  const reader = await readTopic(topic.name);
  await eventually(() => reader.records.some(({ value }) => value === 'the end'));
  await reader.stop();
  return reader.records.map(({ value }) => value).filter((value) => value !== 'the end');
}

// The broker has the rejected record, so that to it the next one under the same sequence number would be a repeat: acknowledged and dropped.
test('what is sent after a rejection is not taken for a repeat of what was rejected', async () => {
  proxy.loseAnswersTo((request) => request.includes('unanswered'));
  await expect(send(flaky, 'unanswered')).rejects.toThrow();
  proxy.loseAnswersTo(undefined);
  await send(flaky, 'next');
  expect(await everything()).toEqual(['unanswered', 'next']);
});

test('what is sent at once arrives once and in order, though an answer is lost', async () => {
  const values = Array.from({ length: 20 }, (_, index) => `record ${index}`);
  let cut = 0;
  proxy.loseAnswersTo((request) => {
    const hit = cut === 0 && request.includes('record 0');
    if (hit) cut += 1;
    return hit;
  });
  await Promise.all(values.map((value) => send(flaky, value)));
  expect(proxy.lost).toBe(1);
  expect(await everything()).toEqual(values);
});
