import type { Protocol } from './protocol.js';

/** Follows the frames of one direction of a connection from its first byte on, and takes out those that shall not pass. */
export class FrameSplitter {
  /** Bytes of the present frame that are still to come. */
  #left = 0;
  #passes = true;
  /** The beginning of a head whose rest has not come. */
  #beginning: Buffer | undefined;
  #outOfStep = false;

  /** @param passes is asked once a frame, by its head, before any of it passes. */
  constructor(
    private readonly headLength: number,
    private readonly frameLength: Protocol['frameLength'],
    private readonly passes: (head: Buffer) => boolean,
  ) {}

  /** The parts of this chunk that pass, in order; they share its memory. An unfinished head is kept back until the rest of it comes. */
  split(chunk: Buffer): Buffer[] {
    if (this.#outOfStep) return [chunk];
    const data = this.#beginning ? Buffer.concat([this.#beginning, chunk]) : chunk;
    const parts: Buffer[] = [];
    let passedFrom = 0;
    let at = 0;
    while (at < data.length) {
      if (this.#left === 0) {
        const head = this.#headAt(data, at);
        if (!head) break;
        this.#passes = this.passes(head);
        if (!this.#passes && at > passedFrom) parts.push(data.subarray(passedFrom, at));
      }
      const step = Math.min(this.#left, data.length - at);
      at += step;
      this.#left -= step;
      if (!this.#passes) passedFrom = at;
    }
    if (at > passedFrom) parts.push(data.subarray(passedFrom, at));
    this.#beginning = at < data.length ? data.subarray(at) : undefined;
    return parts;
  }

  /** What is kept back at the end of the connection. */
  rest(): Buffer[] {
    return this.#beginning ? [this.#beginning] : [];
  }

  #headAt(data: Buffer, at: number): Buffer | undefined {
    const rest = data.length - at;
    if (rest < 4) return undefined;
    const length = this.frameLength(data.subarray(at));
    if (length <= 4) {
      // Not this protocol: what cannot be understood passes as it is.
      this.#outOfStep = true;
      this.#left = rest;
      return data.subarray(at, at);
    }
    const whole = Math.min(this.headLength, length);
    if (rest < whole) return undefined;
    this.#left = length;
    return data.subarray(at, at + whole);
  }
}
