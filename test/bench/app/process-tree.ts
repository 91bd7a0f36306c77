import { readdirSync, readFileSync } from 'node:fs';

/** What is read of a process that may end at any moment; undefined when it has. */
function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function tryList(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** The process and everything that it started, and that these started. */
export function listTree(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? tryRead(`/proc/${name}/stat`) : undefined;
    if (stat === undefined) continue;
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** Proportional set size: shared pages are counted once over all who share them. */
export function readPssMb(tree: readonly number[]): number {
  let kb = 0;
  for (const pid of tree) {
    kb += Number(/^Pss:\s+(\d+) kB$/m.exec(tryRead(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0);
  }
  return kb / 1024;
}

/** Time on a processor by thread, in nanoseconds: ticks of 10 ms are too coarse for an idle app. */
export type CpuReading = ReadonlyMap<string, number>;

export function readCpu(tree: readonly number[]): CpuReading {
  const reading = new Map<string, number>();
  for (const pid of tree) {
    for (const thread of tryList(`/proc/${pid}/task`)) {
      const text = tryRead(`/proc/${pid}/task/${thread}/schedstat`);
      if (text !== undefined) reading.set(`${pid}/${thread}`, Number(text.split(' ')[0]));
    }
  }
  return reading;
}

/** What was used in between; a thread that ended meanwhile takes its share with it. */
export function toCpuMs(before: CpuReading, after: CpuReading): number {
  let ns = 0;
  for (const [thread, total] of after) ns += total - (before.get(thread) ?? 0);
  return ns / 1e6;
}
