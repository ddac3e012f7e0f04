import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { acceptsConnections } from '../accepts-connections.js';
import type { Daemon } from '../daemon.js';
import type { Run } from '../run.js';
import { waitForDaemon } from '../wait-for-daemon.js';

export interface MemberSpec {
  readonly memberId: number;
  readonly port: number;
  readonly replicaSet: string;
}

/** Starts one mongod of a replica set and waits until it accepts connections, which it does as soon as it can answer. */
export async function startMember(run: Run, binary: string, spec: MemberSpec): Promise<Daemon> {
  const member = launchMember(run, binary, spec);
  await waitForDaemon(member, () => acceptsConnections(spec.port), 60_000);
  return member;
}

/** Starts one mongod and does not wait. Its data is kept in the run's directory, in `mongo-<memberId>`. */
export function launchMember(run: Run, binary: string, { memberId, port, replicaSet }: MemberSpec): Daemon {
  const folder = path.join(run.directory, `mongo-${memberId}`);
  mkdirSync(folder, { recursive: true });
  return run.start({
    name: `mongo-${memberId}`,
    role: 'infrastructure',
    command: binary,
    args: [
      ...['--replSet', replicaSet, '--port', String(port), '--bind_ip', '127.0.0.1', '--dbpath', folder],
      ...['--wiredTigerCacheSizeGB', '1', '--oplogSize', '1024', '--nounixsocket'],
      // Whoever asks it to end has ended its clients before: no need for it to wait for them.
      ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100', '--setParameter', 'diagnosticDataCollectionEnabled=false'],
    ],
    graceMs: run.fresh ? 0 : 15_000,
  });
}
