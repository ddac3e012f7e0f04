import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Socket } from 'node:net';

/** A running process of a node. */
export interface NamedProcess {
  readonly name: string;
  readonly pid: number;
}

/**
 * Finds who has opened a connection on this machine that was accepted here: the process that holds the other socket, as Linux tells
 * under /proc. Whoever is none of the nodes is `clients`: this process and what it starts for itself.
 */
export class SocketOwners {
  /** Whoever was found last comes first: connections come in groups. */
  #recent: string[] = [];

  constructor(private readonly processes: () => readonly NamedProcess[]) {}

  /** `null` when the other end is gone already. */
  ownerOf(accepted: Socket): string | null {
    const { localPort, remotePort } = accepted;
    const inode = localPort && remotePort ? inodeOf(remotePort, localPort) : null;
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

/** The inode of the socket from one port to the other. Java's sockets are in the second table, also those of IPv4. */
function inodeOf(from: number, to: number): string | null {
  const row = new RegExp(`:${hex(from)} [0-9A-F]+:${hex(to)} (?:\\S+ +){6}(\\d+)`);
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const inode = row.exec(readFileSync(table, 'latin1'))?.[1];
    if (inode && inode !== '0') return inode;
  }
  return null;
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
