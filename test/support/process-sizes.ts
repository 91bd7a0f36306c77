import { readdirSync, readFileSync } from 'node:fs';

/** What processes of one kind take together. */
export interface ProcessSize {
  readonly rssMb: number;
  readonly descriptors: number;
}

/** The sizes of one process. */
export function readSize(pid: number): ProcessSize {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    rssMb: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
  };
}

/** The sizes of an Electron app by the kind of process, as Chromium names it; ours is `main`. */
export function readSizesByKind(mainPid: number): ReadonlyMap<string, ProcessSize> {
  const sizes = new Map<string, ProcessSize>();
  for (const pid of listFamily(mainPid)) {
    try {
      const kind = toKind(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
      const { rssMb, descriptors } = readSize(pid);
      const known = sizes.get(kind) ?? { rssMb: 0, descriptors: 0 };
      sizes.set(kind, {
        rssMb: known.rssMb + rssMb,
        descriptors: known.descriptors + descriptors,
      });
    } catch {
      // It ended while it was looked at.
    }
  }
  return sizes;
}

function toKind(commandLine: string): string {
  return /--type=([a-z-]+)/.exec(commandLine)?.[1] ?? 'main';
}

function listFamily(root: number): readonly number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const parent = readParent(Number(name));
        return parent === undefined ? [] : [[Number(name), parent] as const];
      }),
  );
  const family = [root];
  // The list grows while it is walked.
  for (const member of family) {
    for (const [pid, parent] of parents) if (parent === member) family.push(pid);
  }
  return family;
}

function readParent(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
