import { readdirSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** A running process of a node. */
export interface NamedProcess {
  readonly name: string;
  readonly pid: number;
}

interface Question {
  readonly socket: Socket;
  answer(owner: string | null): void;
}

/**
 * Finds who has opened a connection on this machine that was accepted here: the process that holds the other socket, as Linux tells
 * under /proc. Whoever is none of the processes is `clients`: something that this process has started for itself.
 */
export class SocketOwners {
  /** Whoever was found last comes first: connections come in groups. */
  #recent: string[] = [];
  #questions: Question[] = [];
  #answering = false;

  constructor(private readonly processes: () => readonly NamedProcess[]) {}

  /** `null` when the other end is gone already. */
  ownerOf(socket: Socket): Promise<string | null> {
    return new Promise((resolve) => {
      this.#questions.push({ socket, answer: resolve });
      if (!this.#answering) void this.#answerAll();
    });
  }

  /** The system takes milliseconds to list its connections, so whoever asks meanwhile is answered together, by the next list. */
  async #answerAll(): Promise<void> {
    this.#answering = true;
    while (this.#questions.length > 0) {
      const questions = this.#questions.splice(0);
      // Java's sockets are in the second table, also those of IPv4.
      const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((table) => readFile(table, 'latin1')));
      for (const { socket, answer } of questions) answer(this.#ownerOf(socket, tables));
    }
    this.#answering = false;
  }

  #ownerOf({ localPort, remotePort }: Socket, tables: readonly string[]): string | null {
    const inode = localPort && remotePort ? inodeOf(remotePort, localPort, tables) : null;
    if (inode === null) return null;
    const owner = this.#mostRecentFirst().find(({ pid }) => holds(pid, inode))?.name;
    if (owner === undefined) return 'clients';
    if (this.#recent[0] !== owner) this.#recent = [owner, ...this.#recent.filter((name) => name !== owner)];
    return owner;
  }

  #mostRecentFirst(): NamedProcess[] {
    const rank = ({ name }: NamedProcess) => (this.#recent.includes(name) ? this.#recent.indexOf(name) : this.#recent.length);
    return [...this.processes()].sort((a, b) => rank(a) - rank(b));
  }
}

/** The inode of the socket from one port to the other. */
function inodeOf(from: number, to: number, tables: readonly string[]): string | null {
  const row = new RegExp(`:${hex(from)} [0-9A-F]+:${hex(to)} (?:\\S+ +){6}(\\d+)`);
  const inode = tables.map((table) => row.exec(table)?.[1]).find((found) => found !== undefined);
  return inode && inode !== '0' ? inode : null;
}

const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');

function holds(pid: number, inode: string): boolean {
  const link = `socket:[${inode}]`;
  const folder = `/proc/${pid}/fd`;
  return entries(folder).some((descriptor) => linkAt(`${folder}/${descriptor}`) === link);
}

/** Of a process: the newest first, as the one that is looked for. */
function entries(folder: string): string[] {
  try {
    return readdirSync(folder).reverse();
  } catch {
    return []; // it has ended
  }
}

function linkAt(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null; // closed meanwhile
  }
}
