import { createMountWatch } from './facts/mount-watch.ts';
import { createProcessFacts, type ProcessFacts } from './facts/process-facts.ts';
import type { UserNames } from './facts/user-names.ts';
import type { Libc, LoadLibc } from './native/libc.ts';
import { createNativeSocketLinks } from './owners/native-socket-links.ts';
import { createOwnerIndex, type OwnerIndex } from './owners/owner-index.ts';
import type { MonotonicMs, Pace } from './proc/pace.ts';
import { createNativeProcReader } from './proc/proc-reader.ts';
import type { Endianness } from './sockets/parse-proc-net.ts';
import {
  createNetlinkSource,
  createProcSource,
  type SocketReading,
  type SocketSource,
} from './sockets/socket-source.ts';

/** How sockets, their owners and the facts of processes are read. */
export interface Way {
  readonly source: SocketSource;
  readonly ownerIndex: OwnerIndex;
  readonly facts: ProcessFacts;
  /** For the diagnostics: `netlink`, or `proc` and why. */
  readonly description: string;
}

export interface WayChoice {
  /** Undefined until the C library is loaded, or known not to be there. */
  current(): Way | undefined;
  get(): Promise<Way>;
  /** After a failure of the chosen way: by the other one from now on, unless only time was short. */
  readOtherwise(
    failed: Extract<SocketReading, { kind: 'failed' }>,
    pace: Pace,
  ): Promise<SocketReading>;
}

interface WayParts {
  readonly procRoot: string;
  readonly homeFolder: string;
  readonly endianness: Endianness;
  readonly userNames: UserNames;
  readonly loadLibc: LoadLibc;
  readonly monotonicMs: MonotonicMs;
}

/** Chooses once, and at once: netlink, until it fails, and /proc otherwise. */
export function chooseWay(parts: WayParts, toPace: () => Pace): WayChoice {
  const { procRoot, endianness, loadLibc } = parts;
  const choosing = choose();
  let way: Way | undefined;

  function takeProc(why: string): Pick<Way, 'source' | 'description'> {
    return { source: createProcSource(procRoot, endianness), description: `proc: ${why}` };
  }

  async function choose(): Promise<Way> {
    if (procRoot !== '/proc') {
      return { ...readProcesses(parts), ...takeProc('another folder stands in for /proc') };
    }
    const loading = await loadLibc();
    if (loading.kind === 'absent') return { ...readProcesses(parts), ...takeProc(loading.why) };
    const { libc } = loading;
    /** Loading takes as long as a slice. */
    await toPace().pause();
    const source = createNetlinkSource(libc, endianness);
    return { ...readProcesses(parts, libc), source, description: 'netlink' };
  }

  return {
    current: () => way,
    async get() {
      way ??= await choosing;
      return way;
    },
    async readOtherwise(failed, pace) {
      if (failed.reason === 'timed-out') return failed;
      if (way === undefined || !way.description.startsWith('netlink')) return failed;
      /** What does not work now will hardly work later. */
      way = { ...way, ...takeProc(`netlink: ${failed.detail}`) };
      return way.source.read(pace);
    },
  };
}

/** Through the C library where there is one. */
function readProcesses(
  { procRoot, homeFolder, userNames, monotonicMs }: WayParts,
  libc?: Libc,
): Pick<Way, 'ownerIndex' | 'facts'> {
  const basis = { procRoot, homeFolder, userNames, monotonicMs };
  if (libc === undefined) {
    const ownerIndex = createOwnerIndex(procRoot, { monotonicMs });
    return { ownerIndex, facts: createProcessFacts(basis) };
  }
  const reader = createNativeProcReader(libc);
  const links = createNativeSocketLinks(libc, reader);
  return {
    ownerIndex: createOwnerIndex(procRoot, { links, reader, monotonicMs }),
    facts: createProcessFacts({ ...basis, reader, mountWatch: createMountWatch(libc) }),
  };
}
