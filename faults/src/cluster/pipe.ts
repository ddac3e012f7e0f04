import type { Socket } from 'node:net';
import { type Conditions, undisturbed } from './conditions.js';
import type { FrameSplitter } from './frame-splitter.js';

/** What waits in a pipe; `end` is a FIN. */
interface Item {
  bytes: Buffer | 'end';
  /** Not before this moment of the monotonic clock, nor before what was there earlier. */
  readonly due: number;
}

/** Beyond so many bytes in a pipe its source is not read, and the sender's own window fills, as it would on a long line. */
const MOST_WAITING = 256 * 1024;
/** A throttled pipe sends so many times a second. */
const TURNS = 20;

/** One direction of a connection: what comes out of `source`, bytes and end, goes into `sink` under the present conditions. */
export class Pipe {
  readonly #waiting: Item[] = [];
  #waitingBytes = 0;
  #conditions = undisturbed;
  #nextTurn = 0;
  #sinkIsFull = false;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly source: Socket,
    private readonly sink: Socket,
    private readonly splitter: FrameSplitter | null,
  ) {
    source.on('data', (chunk) => this.#take(this.splitter?.split(chunk) ?? [chunk]));
    source.on('end', () => this.end());
    source.on('close', () => this.#pump());
    sink.on('drain', () => {
      this.#sinkIsFull = false;
      this.#pump();
    });
  }

  setConditions(conditions: Conditions): void {
    this.#conditions = conditions;
    this.#pump();
  }

  /** The sink is told, after what waits, that nothing more comes; what comes all the same is thrown away. */
  end(): void {
    if (this.#ended) return;
    this.#take(this.splitter?.rest() ?? []);
    this.#ended = true;
    this.#waiting.push({ bytes: 'end', due: this.#due() });
    this.#pump();
  }

  #take(parts: readonly Buffer[]): void {
    if (this.#ended) return;
    for (const bytes of parts) {
      this.#waiting.push({ bytes, due: this.#due() });
      this.#waitingBytes += bytes.length;
    }
    this.#pump();
  }

  #due(): number {
    const { delay, jitter } = this.#conditions;
    return delay + jitter === 0 ? 0 : performance.now() + delay + Math.random() * jitter;
  }

  #pump(): void {
    clearTimeout(this.#timer);
    while (!this.#conditions.silent && !this.#sinkIsFull && !this.sink.destroyed) {
      const item = this.#waiting[0];
      if (!item) break;
      const now = performance.now();
      const wait = Math.max(item.due, this.#nextTurn) - now;
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#pump(), Math.ceil(wait));
        break;
      }
      this.#send(item, now);
    }
    if (this.#waitingBytes > MOST_WAITING) this.source.pause();
    else this.source.resume();
  }

  #send(item: Item, now: number): void {
    if (item.bytes === 'end') {
      this.#waiting.shift();
      this.sink.end();
      return;
    }
    const { bytesPerSecond } = this.#conditions;
    const part = item.bytes.subarray(0, Math.max(1, Math.ceil(bytesPerSecond / TURNS)));
    if (part.length === item.bytes.length) this.#waiting.shift();
    else item.bytes = item.bytes.subarray(part.length);
    this.#waitingBytes -= part.length;
    this.#nextTurn = now + (part.length / bytesPerSecond) * 1_000;
    this.#sinkIsFull = !this.sink.write(part);
  }
}
