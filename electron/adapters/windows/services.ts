import type { UnitFacts } from '../../../shared/supervision.ts';
import { parseServices, type RunningService } from './parse-services.ts';
import { createSizedReader } from './sized-read.ts';
import type { Win32 } from './win32.ts';

/** The service control manager, as far as anybody may ask it. */
export interface Services {
  /** The services that run, by the pid of their process; empty where they cannot be told. */
  listRunning(): ReadonlyMap<number, readonly RunningService[]>;
  describe(name: string): UnitFacts | undefined;
}

const SC_MANAGER_CONNECT = 0x0001;
const SC_MANAGER_ENUMERATE_SERVICE = 0x0004;
const SERVICE_QUERY_CONFIG = 0x0001;
const SC_ENUM_PROCESS_INFO = 0;
const SERVICE_WIN32 = 0x30;
const SERVICE_ACTIVE = 1;
const SERVICE_CONFIG_FAILURE_ACTIONS = 2;
const SERVICE_AUTO_START = 2;
const SC_ACTION_RESTART = 1;
const CONFIG_SIZE = 8192;

export function createServices(win32: Win32): Services {
  const reader = createSizedReader(64 * 1024);

  function withManager<T>(access: number, use: (manager: number) => T, otherwise: T): T {
    const manager = win32.openSCManager(null, null, access);
    if (manager === 0) return otherwise;
    try {
      return use(manager);
    } finally {
      win32.closeServiceHandle(manager);
    }
  }

  function list(manager: number): readonly RunningService[] {
    const count = new Uint32Array(1);
    const filled = reader.read((bytes, length) => {
      const isWhole =
        win32.enumServicesStatusEx(
          manager,
          SC_ENUM_PROCESS_INFO,
          SERVICE_WIN32,
          SERVICE_ACTIVE,
          bytes,
          bytes.length,
          length,
          count,
          new Uint32Array(1),
          null,
        ) !== 0;
      if (isWhole) return 'filled';
      /** It tells how much more it needs, and nothing where it refuses. */
      return (length[0] ?? 0) > 0 ? 'too-small' : 'failed';
    });
    if (filled === undefined) return [];
    return parseServices(filled.whole, count[0] ?? 0, win32.toAddress(filled.whole));
  }

  function readConfig(service: number, mainPid: number | undefined): UnitFacts | undefined {
    const bytes = new Uint8Array(CONFIG_SIZE);
    const length = new Uint32Array(1);
    if (win32.queryServiceConfig(service, bytes, bytes.length, length) === 0) return undefined;
    const isEnabled = new DataView(bytes.buffer).getUint32(4, true) === SERVICE_AUTO_START;
    const kind = SERVICE_CONFIG_FAILURE_ACTIONS;
    const actions = new Uint8Array(CONFIG_SIZE);
    const isTold = win32.queryServiceConfig2(service, kind, actions, actions.length, length) !== 0;
    return {
      ...(isTold ? parseFailureActions(actions, win32.toAddress(actions)) : { restarts: false }),
      isEnabled,
      triggeredBy: [],
      ...(mainPid !== undefined && { mainPid }),
    };
  }

  return {
    listRunning() {
      const services = withManager(SC_MANAGER_CONNECT | SC_MANAGER_ENUMERATE_SERVICE, list, []);
      return groupByPid(services);
    },
    describe(name) {
      const access = SC_MANAGER_CONNECT | SC_MANAGER_ENUMERATE_SERVICE;
      return withManager(
        access,
        (manager) => {
          const service = win32.openService(manager, name, SERVICE_QUERY_CONFIG);
          if (service === 0) return undefined;
          try {
            const running = list(manager).find((one) => isSameService(one.name, name));
            return readConfig(service, running?.pid);
          } finally {
            win32.closeServiceHandle(service);
          }
        },
        undefined,
      );
    },
  };
}

/** Windows does not tell names of services apart by their case. */
function isSameService(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function groupByPid(
  services: readonly RunningService[],
): ReadonlyMap<number, readonly RunningService[]> {
  const byPid = new Map<number, RunningService[]>();
  for (const service of services) {
    const known = byPid.get(service.pid);
    if (known === undefined) byPid.set(service.pid, [service]);
    else known.push(service);
  }
  return byPid;
}

/**
 * SERVICE_FAILURE_ACTIONSW: at 24 how many actions there are, at 32 a pointer to them, each a kind
 * and a delay in milliseconds. What is done first decides.
 */
export function parseFailureActions(
  bytes: Uint8Array,
  address: bigint,
): Pick<UnitFacts, 'restarts' | 'restartAfterMs'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(24, true);
  const from = view.getBigUint64(32, true) - address;
  if (count === 0 || from < 0n || from + 8n > BigInt(bytes.length)) return { restarts: false };
  if (view.getUint32(Number(from), true) !== SC_ACTION_RESTART) return { restarts: false };
  return { restarts: true, restartAfterMs: view.getUint32(Number(from) + 4, true) };
}
