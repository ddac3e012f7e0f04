import { kafkaAnswers } from '#infra/kafka/answers.js';
import { launchBroker } from '#infra/kafka/broker.js';
import type { BrokerDoors } from './doors.js';
import { ManagedNode } from './managed-node.js';
import { kafkaProtocol } from './protocol.js';
import type { Site } from './site.js';

/** The brokers of one cluster, each a controller too: `kafka-1` and so on, one for each of the doors. */
export function brokerNodes(site: Site, jars: string, doors: readonly BrokerDoors[]): ManagedNode[] {
  const voters = doors.map(({ controllers }, index) => ({ nodeId: index + 1, controllerPort: controllers.proxy }));
  return doors.map(({ clients, controllers }, index) => {
    const name = `kafka-${index + 1}`;
    const ports = { port: clients.own, controllerPort: controllers.own, advertisedPort: clients.proxy };
    return new ManagedNode({
      name,
      kind: 'broker',
      launch: () => launchBroker(site.run, jars, { nodeId: index + 1, ...ports, voters }),
      isReady: () => kafkaAnswers('127.0.0.1', clients.own, 1_000),
      proxies: [
        site.proxy({ to: name, port: clients.proxy, targetPort: clients.own, protocol: kafkaProtocol }),
        site.proxy({ to: name, port: controllers.proxy, targetPort: controllers.own, protocol: null }),
      ],
      clock: null,
    });
  });
}
