import type { Family } from '../../../../shared/listener.ts';

/*
 * What `REPORT_SCRIPT` prints; manual pages proc(5), ls(1) and head(1).
 *
 * @tcp
 *    0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 34000 1 ...
 * @links
 * /proc/4711/fd:
 * lrwx------ 1 1000 1000 64 Nov 21 14:26 18 -> socket:[34000]
 * @exe
 * lrwxrwxrwx 1 1000 1000 0 Nov 21 14:26 /proc/4711/exe -> /usr/bin/node
 * @comm
 * ==> /proc/4711/comm <==
 * node
 * @cmdline
 * ==> /proc/4711/cmdline <==
 * node\0server.js\0
 * @end
 */

/** A process in a distribution that listens on a port of TCP. */
export interface LinuxHolder {
  readonly family: Family;
  readonly port: number;
  /** In the distribution. */
  readonly pid: number;
  readonly name: string;
  readonly command: readonly string[];
  /** A path in the distribution. */
  readonly executable?: string;
  readonly cwd?: string;
}

const LISTENING = '0A';
const FOLDER = /^\/proc\/(\d{1,10})\/fd:$/;
const SOCKET_LINK = / \d+ -> socket:\[(\d{1,20})\]$/;
const PLACE = /^\S+ .* \/proc\/(\d{1,10})\/(?:exe|cwd) -> (\/.*)$/;
const HEADING = /^==> \/proc\/(\d{1,10})\/(?:comm|cmdline) <==$/;

/**
 * Who listens, of whom the process could be seen. Half a report tells of nobody: its end is what
 * says that it is whole.
 */
export function parseReport(text: string): readonly LinuxHolder[] {
  const sections = splitSections(text);
  if (!sections.has('end')) return [];
  const read = (name: string): readonly string[] => sections.get(name) ?? [];
  const pids = readLinks(read('links'));
  const executables = readPlaces(read('exe'));
  const folders = readPlaces(read('cwd'));
  const names = readFiles(read('comm'));
  const commands = readFiles(read('cmdline'));
  const listening = [...readListening(read('tcp'), 4), ...readListening(read('tcp6'), 6)];
  return listening.flatMap(({ family, port, inode }): readonly LinuxHolder[] => {
    const pid = pids.get(inode);
    if (pid === undefined) return [];
    const executable = executables.get(pid);
    const cwd = folders.get(pid);
    const command = (commands.get(pid) ?? '').replace(/\0$/, '').split('\0');
    const name = (names.get(pid) ?? '') || toBaseName(executable ?? command[0] ?? '');
    if (name === '') return [];
    return [
      {
        family,
        port,
        pid,
        name,
        command,
        ...(executable !== undefined && { executable }),
        ...(cwd !== undefined && { cwd }),
      },
    ];
  });
}

/** The first of each name counts: the content of a file may look like a section of its own. */
function splitSections(text: string): ReadonlyMap<string, readonly string[]> {
  const order = ['tcp', 'tcp6', 'links', 'exe', 'cwd', 'comm', 'cmdline', 'end'];
  const sections = new Map<string, string[]>();
  let lines: string[] | undefined;
  let next = 0;
  for (const line of text.split('\n')) {
    if (line === `@${order[next]}`) {
      lines = [];
      sections.set(order[next] ?? '', lines);
      next += 1;
    } else lines?.push(line);
  }
  return sections;
}

function readListening(lines: readonly string[], family: Family) {
  return lines.flatMap((line) => {
    const [number = '', local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const port = /^[0-9A-F]{8,32}:([0-9A-F]{4})$/.exec(local)?.[1];
    if (!/^\d+:$/.test(number) || state !== LISTENING || port === undefined) return [];
    return /^[1-9]\d{0,19}$/.test(inode)
      ? [{ family, port: Number.parseInt(port, 16), inode }]
      : [];
  });
}

/** The process of each socket; of several the first, from which the others inherited it. */
function readLinks(lines: readonly string[]): ReadonlyMap<string, number> {
  const pids = new Map<string, number>();
  let pid: number | undefined;
  for (const line of lines) {
    const folder = FOLDER.exec(line)?.[1];
    if (folder !== undefined) pid = toPid(folder);
    const inode = SOCKET_LINK.exec(line)?.[1];
    if (inode === undefined || pid === undefined) continue;
    const known = pids.get(inode);
    if (known === undefined || pid < known) pids.set(inode, pid);
  }
  return pids;
}

function readPlaces(lines: readonly string[]): ReadonlyMap<number, string> {
  return toUnique(
    lines.flatMap((line) => {
      const [, pid = '', path = ''] = PLACE.exec(line) ?? [];
      return path === '' ? [] : [[toPid(pid), path.replace(/ \(deleted\)$/, '')] as const];
    }),
  );
}

/** The contents of files, each below its own heading. */
function readFiles(lines: readonly string[]): ReadonlyMap<number, string> {
  const files: [number | undefined, string][] = [];
  for (const line of lines) {
    const pid = HEADING.exec(line)?.[1];
    const last = files.at(-1);
    if (pid !== undefined) files.push([toPid(pid), '']);
    else if (last !== undefined) last[1] += last[1] === '' ? line : `\n${line}`;
  }
  return toUnique(files.map(([pid, content]) => [pid, content.trim()] as const));
}

/** What is told of a process twice may be what another one wrote of itself, so neither counts. */
function toUnique(
  facts: readonly (readonly [number | undefined, string])[],
): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const doubtful = new Set<number>();
  for (const [pid, fact] of facts) {
    if (pid === undefined) continue;
    if (found.has(pid)) doubtful.add(pid);
    found.set(pid, fact);
  }
  for (const pid of doubtful) found.delete(pid);
  return found;
}

function toPid(digits: string): number | undefined {
  const pid = Number(digits);
  return pid >= 1 && pid < 2 ** 31 ? pid : undefined;
}

function toBaseName(path: string): string {
  return path.split('/').at(-1) ?? '';
}
