import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { PrintLayout } from './print-layout.js';

interface Rendered {
  readonly id: number;
  readonly pdf?: Uint8Array;
  readonly failed?: string;
}

/** Prints documents, one after the other in a thread beside the service's own, which starts with the first one. */
@Injectable()
export class PdfPrinter implements OnApplicationShutdown {
  readonly #waiting = new Map<number, { resolve(pdf: Buffer): void; reject(error: Error): void }>();
  #worker: Worker | undefined;
  #asked = 0;

  /** Throws when it cannot be printed. */
  print(layout: PrintLayout): Promise<Buffer> {
    const worker = this.#running();
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, layout });
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker?.terminate();
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    // Beside this file, under the same ending: compiled, or in a test as it is written.
    const worker = new Worker(new URL(`./render.worker${import.meta.url.slice(-3)}`, import.meta.url), { execArgv: [] });
    worker.on('message', ({ id, pdf, failed }: Rendered) => {
      const { resolve, reject } = this.#waiting.get(id) ?? {};
      this.#waiting.delete(id);
      if (pdf) resolve?.(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength));
      else reject?.(new Error(`a document could not be printed: ${failed}`));
    });
    worker.on('error', (error) => this.#ended(worker, error));
    worker.on('exit', () => this.#ended(worker, new Error('the thread that prints has ended')));
    // It must not keep the process from ending.
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #ended(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
