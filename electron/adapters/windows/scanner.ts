import type { ListenerScanner, ScanResult } from '../../core/host.ts';
import type { Family, Owner, Protocol } from '../../../shared/listener.ts';
import type { NetstatSource } from './netstat-source.ts';
import type { ProcessFacts } from './process-facts.ts';
import type { ProcessTable } from './process-table.ts';
import type { SocketRow } from './parse-socket-table.ts';
import { TCP_STATE } from './parse-socket-table.ts';
import type { SocketTables } from './socket-tables.ts';
import { toListeners, type FoundSocket } from './to-listeners.ts';
import type { Relays } from './wsl/relays.ts';

/** What the system's own functions tell, where they can be called. */
export interface NativeSource {
  readonly tables: SocketTables;
  readonly readProcesses: () => ProcessTable | undefined;
  readonly facts: ProcessFacts;
}

/** The sockets of one reading, and the tables that are lacking. */
interface Found {
  readonly found: readonly FoundSocket[];
  readonly missing: readonly string[];
}

interface WindowsScannerOptions {
  /** Resolved before the first scan; undefined where native code cannot be loaded. */
  readonly loading: Promise<NativeSource | undefined>;
  /** Why native code cannot be loaded, in technical words. */
  readonly getObstacle?: () => string | undefined;
  readonly netstat: NetstatSource;
  readonly relays: Relays;
  readonly wallMs?: () => number;
}

const TABLES = [
  ['tcp', 4],
  ['tcp', 6],
  ['udp', 4],
  ['udp', 6],
] as const satisfies readonly (readonly [Protocol, Family])[];

/** Reads who listens from the system's tables; by netstat where they cannot be read. */
export function createWindowsScanner(options: WindowsScannerOptions): ListenerScanner {
  const { loading, getObstacle, netstat, relays, wallMs = Date.now } = options;
  let way = 'not loaded yet';
  let asking: Promise<unknown> | undefined;

  function readNatively({ tables, readProcesses, facts }: NativeSource): Found | undefined {
    const sockets: SocketRow[] = [];
    const missing: string[] = [];
    for (const [protocol, family] of TABLES) {
      const rows = tables.readListening(protocol, family);
      if (rows === undefined) missing.push(`${protocol}${family === 4 ? '' : '6'}`);
      else sockets.push(...rows);
    }
    /** A process that comes later cannot have a socket of before, and one that went is left out. */
    const processes = missing.length === TABLES.length ? undefined : readProcesses();
    if (processes === undefined) return undefined;
    const holders = new Set(sockets.map(({ pid }) => pid));
    const rows = [...processes.values()].filter(({ pid }) => pid !== 0 && holders.has(pid));
    facts.keepOnly([...processes.values()]);
    const owners = new Map<number, Owner>(rows.map((row) => [row.pid, facts.toOwner(row)]));
    /** In the background, since the question takes half a second; the next scan shows the answer. */
    asking ??= facts.askForMissing(rows).finally(() => (asking = undefined));
    const found = sockets.map((socket): FoundSocket => ({
      ...socket,
      owner: owners.get(socket.pid),
    }));
    return { found, missing };
  }

  async function toScanned({ found, missing }: Found): Promise<ScanResult> {
    const takenAtMs = wallMs();
    const named = await relays.nameHolders(found);
    return { kind: 'scanned', takenAtMs, listeners: toListeners(named), missing };
  }

  async function scan(): Promise<ScanResult> {
    const native = await loading;
    const result = native === undefined ? undefined : readNatively(native);
    way = result === undefined ? `netstat: ${getObstacle?.() ?? 'tables unreadable'}` : 'tables';
    if (result !== undefined) return toScanned(result);
    const reading = await netstat.read();
    return reading.kind === 'failed'
      ? reading
      : toScanned({ found: reading.sockets, missing: reading.isPartial ? ['netstat'] : [] });
  }

  return {
    scan,
    scanFor: scan,
    scanAfresh: scan,
    describeSource: () => way,
    async readConnected(protocol, port) {
      const native = await loading;
      if (protocol === 'udp' || native === undefined) return undefined;
      const connected: SocketRow[] = [];
      for (const family of [4, 6] as const) {
        const rows = native.tables.readConnections(family);
        if (rows === undefined) return undefined;
        connected.push(
          ...rows.filter((row) => row.port === port && row.state === TCP_STATE.established),
        );
      }
      return connected.map(({ family, address }) => ({ family, address }));
    },
  };
}
