import { groupBy } from '../group-by.ts';
import type { PsTable } from '../posix/read-ps.ts';
import type { LsofSocket } from './parse-lsof.ts';
import type { NetstatSocket } from './parse-netstat.ts';

/** A socket of netstat that lsof did not show, with its process where that is beyond doubt. */
export interface UnseenSocket {
  readonly socket: NetstatSocket;
  readonly pid: number | undefined;
}

export interface Matched {
  readonly unseen: readonly UnseenSocket[];
  /** Whether an IPv6 socket of lsof takes IPv4 too, where netstat tells. */
  readonly isDual: (socket: LsofSocket) => boolean | undefined;
}

/** How much of a program's short name netstat shows. */
const NAME_BYTES_MAX = 16;

/** Puts what lsof and netstat say of the same sockets together. */
export function matchSockets(
  seen: readonly LsofSocket[],
  rows: readonly NetstatSocket[],
  processes: PsTable,
): Matched {
  const byPort = groupBy(seen, toPortKey);
  const twins = rows.map((row) => ({
    row,
    sockets: (byPort.get(toPortKey(row)) ?? []).filter((socket) => isSamePlace(socket, row)),
  }));
  /** A row without a name tells a number out of a column, which may be another column by now. */
  const numbered = twins.filter(
    ({ row, sockets }) => row.pid !== undefined && row.name === undefined && sockets.length > 0,
  );
  const areColumnsRight =
    numbered.length > 0 &&
    numbered.every(({ row, sockets }) => sockets.some(({ pid }) => pid === row.pid));
  const duals = new Map<LsofSocket, boolean>();
  for (const { row, sockets } of twins) {
    if (row.family !== 6) continue;
    for (const socket of sockets) duals.set(socket, row.isDual || duals.get(socket) === true);
  }
  return {
    unseen: twins
      .filter(({ sockets }) => sockets.length === 0)
      .map(({ row }) => ({ socket: row, pid: toPid(row, processes, areColumnsRight) })),
    isDual: (socket) => duals.get(socket),
  };
}

/** Better nobody than the wrong one. */
function toPid(
  { pid, name }: NetstatSocket,
  processes: PsTable,
  areColumnsRight: boolean,
): number | undefined {
  const process = pid === undefined ? undefined : processes.get(pid);
  if (process === undefined) return undefined;
  if (name === undefined) return areColumnsRight ? pid : undefined;
  return isShortOf(name, process.name) ? pid : undefined;
}

/** Both may be cut, and each at its own length. */
function isShortOf(shown: string, whole: string): boolean {
  const own = Buffer.from(whole).subarray(0, NAME_BYTES_MAX).toString().trim();
  const told = Buffer.from(shown).subarray(0, NAME_BYTES_MAX).toString().trim();
  return told !== '' && own !== '' && (own.startsWith(told) || told.startsWith(own));
}

function toPortKey({ protocol, family, local }: LsofSocket | NetstatSocket): string {
  return `${protocol}${family} ${local.port}`;
}

function isSamePlace({ local }: LsofSocket, row: NetstatSocket): boolean {
  const own = toPlain(local.address);
  const told = toPlain(row.local.address);
  return row.isAddressCut ? own.startsWith(told) : own === told;
}

/** lsof writes the interface into a link-local address (`fe80:4::1`), netstat behind it (`%en0`). */
function toPlain(address: string): string {
  return address
    .toLowerCase()
    .replace(/%.*$/, '')
    .replace(/^fe80:[\da-f]{1,4}::/, 'fe80::');
}
