import { kafkaProtocol, mongoProtocol } from './protocol.js';

const OP_MSG = 2013;

/** A MongoDB request whose body is `{ <command>: 1 }`. */
function mongoRequest(command: string, { operation = OP_MSG, flags = 0 } = {}): Buffer {
  const name = Buffer.from(`${command}\0`);
  const frame = Buffer.alloc(26 + name.length + 5);
  frame.writeInt32LE(frame.length, 0);
  frame.writeInt32LE(77, 4);
  frame.writeInt32LE(operation, 12);
  frame.writeInt32LE(flags, 16);
  frame.writeInt32LE(frame.length - 21, 21);
  frame[25] = 16;
  name.copy(frame, 26);
  return frame;
}

const headOf = (frame: Buffer) => frame.subarray(0, mongoProtocol.requestHead);

test.each(['insert', 'update', 'delete', 'findAndModify'])('%s is a write', (command) => {
  expect(mongoProtocol.requestOf(headOf(mongoRequest(command)))).toEqual({ id: 77, sort: 'write' });
});

test.each(['find', 'inserted', 'ping', 'findAndModifyNot'])('%s is none', (command) => {
  expect(mongoProtocol.requestOf(headOf(mongoRequest(command)))).toBeNull();
});

test('neither is a write that wants no reply, nor another operation', () => {
  expect(mongoProtocol.requestOf(headOf(mongoRequest('insert', { flags: 2 })))).toBeNull();
  expect(mongoProtocol.requestOf(headOf(mongoRequest('insert', { operation: 2012 })))).toBeNull();
});

test('a produce request to Kafka is told from others by its API key', () => {
  const request = Buffer.alloc(12);
  request.writeInt32BE(100, 0);
  request.writeInt16BE(9, 6);
  request.writeInt32BE(5, 8);
  expect(kafkaProtocol.requestOf(request)).toEqual({ id: 5, sort: 'produce' });
  request.writeInt16BE(1, 4);
  expect(kafkaProtocol.requestOf(request)).toBeNull();
  expect(kafkaProtocol.frameLength(request)).toBe(104);
});
