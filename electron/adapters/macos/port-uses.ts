import { homedir } from 'node:os';
import type { PortUse, PortUses } from '../../core/host.ts';
import type { Owner } from '../../../shared/listener.ts';
import { createPsReader } from '../posix/read-ps.ts';
import { askForPorts, LSOF } from './ask-lsof.ts';
import { askNetstat, NETSTAT } from './ask-netstat.ts';
import { matchSockets } from './match-sockets.ts';
import { isListeningRow, type NetstatSocket } from './parse-netstat.ts';
import { createProcessFacts } from './process-facts.ts';
import { readSelf, type Account } from './self.ts';

export interface MacosPortUsesOptions {
  readonly lsof?: string;
  readonly netstat?: string;
  readonly ps?: string;
  readonly homeFolder?: string;
  readonly self?: Account;
}

/** Of a connection that is over for its process; the system brings it to its end. */
const CLOSING: ReadonlySet<string> = new Set([
  'CLOSED',
  'CLOSING',
  'FIN_WAIT_1',
  'FIN_WAIT_2',
  'LAST_ACK',
  'TIME_WAIT',
]);

/** Reads who uses a local port without listening on it: all from netstat, and owners from lsof. */
export function createMacosPortUses(options: MacosPortUsesOptions = {}): PortUses {
  const { lsof = LSOF, netstat = NETSTAT, homeFolder = homedir(), self = readSelf(), ps } = options;
  const psReader = createPsReader(ps);
  const facts = createProcessFacts({ lsof, homeFolder, self });

  return {
    async read(protocol, ports) {
      const wanted = new Set(ports);
      const answer = await askNetstat(protocol, netstat);
      if (answer === undefined) return undefined;
      const rows = answer.sockets.filter(
        (row) => wanted.has(row.local.port) && !isListeningRow(row),
      );
      if (rows.length === 0) return [];
      const seen = await askForPorts(
        protocol,
        [...new Set(rows.map(({ local }) => local.port))],
        lsof,
      );
      const sockets = seen.kind === 'read' ? seen.sockets : [];
      const pids = [...sockets, ...rows].flatMap(({ pid }) => pid ?? []);
      const processes = (await psReader.read([...new Set(pids)])) ?? new Map();
      return rows.map((row) => {
        const twins = sockets.filter((one) => isSameConnection(one, row));
        const { unseen } = matchSockets(twins, [row], processes);
        const holders = [...twins, ...unseen].flatMap(({ pid }) => pid ?? []);
        const owners: readonly Owner[] = [...new Set(holders)].flatMap((pid) => {
          const process = processes.get(pid);
          return process === undefined ? [] : [facts.toOwner(process)];
        });
        return toPortUse(row, owners);
      });
    },
  };
}

function isSameConnection(
  one: { readonly local: { readonly port: number }; readonly remote?: { readonly port: number } },
  row: NetstatSocket,
): boolean {
  return one.local.port === row.local.port && one.remote?.port === row.remote?.port;
}

function toPortUse(row: NetstatSocket, owners: readonly Owner[]): PortUse {
  const { protocol, family, local, remote, state = '' } = row;
  return {
    protocol,
    family,
    ...local,
    ...(remote !== undefined && { remoteAddress: remote.address, remotePort: remote.port }),
    state: toState(state),
    owners,
  };
}

function toState(state: string): PortUse['state'] {
  // The other end is done, and nothing more happens until the process here closes its own.
  if (state === 'CLOSE_WAIT') return 'half-closed';
  return CLOSING.has(state) ? 'closing' : 'connected';
}
