import type { Daemon } from '#infra/daemon.js';
import { end, isAlive } from '#infra/known-process.js';
import { waitForDaemon } from '#infra/wait-for-daemon.js';
import type { ServiceName } from '#tools/services.js';
import type { Node, NodeKind } from './cluster.js';
import type { NodeClock } from './node-clock.js';
import type { NodeProxy } from './node-proxy.js';

export interface NodeProgram {
  readonly name: string;
  readonly kind: NodeKind;
  readonly service?: ServiceName;
  readonly url?: string;
  /** Starts its process on its ports and data. */
  launch(): Daemon | Promise<Daemon>;
  isReady(): Promise<boolean>;
  readonly proxies: readonly NodeProxy[];
  /** When its proxies accept connections: with its process, or, told by this, as soon as that listens. */
  listens?(): Promise<boolean>;
  /** `null` where clocks cannot be moved. */
  readonly clock: NodeClock | null;
}

const GRACE = 20_000;
const START_WITHIN = 120_000;

/** A node as a process that may end and begin again. Its proxies refuse connections while it does not run. */
export class ManagedNode implements Node {
  readonly name: string;
  readonly kind: NodeKind;
  readonly service?: ServiceName;
  readonly url?: string;
  #daemon: Daemon | undefined;
  #starting: Promise<void> | undefined;

  constructor(private readonly program: NodeProgram) {
    this.name = program.name;
    this.kind = program.kind;
    if (program.service) this.service = program.service;
    if (program.url) this.url = program.url;
  }

  /** Of its process; `null` while there is none. */
  get pid(): number | null {
    return this.#running()?.pid ?? null;
  }

  async kill(): Promise<void> {
    await this.#running()?.kill();
  }

  async stop(): Promise<void> {
    const daemon = this.#running();
    if (!daemon) return;
    await end(daemon, GRACE);
    await daemon.exited;
  }

  freeze(): void {
    this.#signal('SIGSTOP');
  }

  thaw(): void {
    this.#signal('SIGCONT');
  }

  /** Rejects when the process ends meanwhile, or is not ready after two minutes: it then runs on. */
  async start(): Promise<void> {
    while (this.#starting !== undefined) await this.#starting.catch(() => undefined);
    if (this.#running()) return;
    this.#starting = this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  isReady(): Promise<boolean> {
    return this.program.isReady();
  }

  setClock(offsetSeconds: number): void {
    this.program.clock?.set(offsetSeconds);
  }

  async #start(): Promise<void> {
    const { launch, listens, isReady, proxies, clock } = this.program;
    const daemon = await launch();
    this.#daemon = daemon;
    void daemon.exited.then(() => {
      for (const proxy of proxies) proxy.close();
      clock?.clearAfter(daemon.pid);
    });
    if (listens) await waitForDaemon(daemon, listens, START_WITHIN);
    if (!daemon.ended) await Promise.all(proxies.map((proxy) => proxy.open()));
    await waitForDaemon(daemon, isReady, START_WITHIN);
  }

  #running(): Daemon | undefined {
    return this.#daemon && this.#daemon.ended === null ? this.#daemon : undefined;
  }

  #signal(signal: NodeJS.Signals): void {
    const daemon = this.#running();
    if (daemon && isAlive(daemon)) process.kill(daemon.pid, signal);
  }
}
