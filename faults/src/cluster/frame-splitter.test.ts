import { FrameSplitter } from './frame-splitter.js';
import { kafkaProtocol, type Protocol } from './protocol.js';

/** A Kafka reply: its length without itself, the id, and a body. */
function reply(id: number, body: string): Buffer {
  const frame = Buffer.alloc(8 + body.length);
  frame.writeInt32BE(frame.length - 4, 0);
  frame.writeInt32BE(id, 4);
  frame.write(body, 8, 'latin1');
  return frame;
}

/** A splitter of Kafka replies that loses those with these ids. */
function losing(...ids: number[]): FrameSplitter {
  const { replyHead, frameLength, answeredBy }: Protocol = kafkaProtocol;
  return new FrameSplitter(replyHead, frameLength, (head) => !ids.includes(answeredBy(head)));
}

const frames = [reply(1, 'one'), reply(2, 'a longer one '.repeat(20)), reply(3, ''), reply(4, 'four')];
const stream = Buffer.concat(frames);

test.each([1, 3, 7, 8, 9, 50, 1000])('a frame is taken out of a stream that comes in pieces of %i bytes', (size) => {
  const splitter = losing(2, 3);
  const parts: Buffer[] = [];
  for (let at = 0; at < stream.length; at += size) parts.push(...splitter.split(stream.subarray(at, at + size)));
  expect(Buffer.concat([...parts, ...splitter.rest()])).toEqual(Buffer.concat([reply(1, 'one'), reply(4, 'four')]));
});

test('what passes whole is not copied', () => {
  const [part] = losing().split(stream);
  expect(part?.buffer).toBe(stream.buffer);
  expect(part?.byteOffset).toBe(stream.byteOffset);
  expect(part).toEqual(stream);
});

test('an unfinished head passes at the end', () => {
  const splitter = losing(1);
  expect(splitter.split(stream.subarray(0, 6))).toEqual([]);
  expect(splitter.rest()).toEqual([stream.subarray(0, 6)]);
});

test('what is no frame of the protocol passes as it is', () => {
  const other = Buffer.from([0xff, 0xff, 0xff, 0xff, 1, 2, 3]);
  const splitter = losing(1);
  expect(Buffer.concat(splitter.split(other))).toEqual(other);
  expect(splitter.split(reply(1, 'one'))).toEqual([reply(1, 'one')]);
});
