import { connect } from 'node:net';

/** Whether a Kafka broker answers there: asks for its API versions, the request that every broker knows, and waits for the reply's head. */
export function kafkaAnswers(host: string, port: number, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const finish = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => socket.write(apiVersionsRequest));
    socket.once('data', (reply) => finish(reply.length >= 8 && reply.readInt32BE(4) === correlationId));
    socket.once('timeout', () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
  });
}

const correlationId = 0x646b74;

/** Size, then API key 18, version 0, correlation id, client id "docket". */
const apiVersionsRequest = (() => {
  const client = Buffer.from('docket');
  const request = Buffer.alloc(4 + 2 + 2 + 4 + 2 + client.length);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(18, 4);
  request.writeInt16BE(0, 6);
  request.writeInt32BE(correlationId, 8);
  request.writeInt16BE(client.length, 12);
  client.copy(request, 14);
  return request;
})();
