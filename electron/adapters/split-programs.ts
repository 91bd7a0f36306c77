import type { Owner } from '../../shared/listener.ts';

/** What is known of a program whose sockets are being put together. */
interface Program<Socket> {
  readonly sockets: Socket[];
  readonly pids: Set<number>;
  readonly parentPids: Set<number>;
  /** What its processes run, and where. */
  readonly runs: Set<string>;
}

/** Starts programs that have nothing to do with each other. */
const INIT_PID = 1;

/**
 * The sockets of each program that has the same address (SO_REUSEPORT), in the order of the first
 * of each: a connection reaches any of them, so none speaks for the others. Processes that share a
 * socket, that run the same in the same folder, or that started one another are one.
 * Sockets that nobody holds whom we may see come last.
 */
export function splitPrograms<Socket>(
  sockets: readonly Socket[],
  toOwners: (socket: Socket) => readonly Owner[],
): readonly (readonly Socket[])[] {
  const hidden: Socket[] = [];
  let programs: Program<Socket>[] = [];
  for (const socket of sockets) {
    const owners = toOwners(socket);
    if (owners.length === 0) {
      hidden.push(socket);
      continue;
    }
    const [own, ...others] = programs.filter((program) => owners.some((one) => isOf(one, program)));
    const program = own ?? createProgram<Socket>();
    if (own === undefined) programs.push(program);
    program.sockets.push(socket);
    for (const owner of owners) add(owner, program);
    if (others.length > 0) {
      for (const other of others) merge(other, program);
      programs = programs.filter((each) => !others.includes(each));
    }
  }
  const parts = programs.map((program) => program.sockets);
  return hidden.length === 0 ? parts : [...parts, hidden];
}

function createProgram<Socket>(): Program<Socket> {
  return { sockets: [], pids: new Set(), parentPids: new Set(), runs: new Set() };
}

function isOf<Socket>(owner: Owner, { pids, parentPids, runs }: Program<Socket>): boolean {
  const { identity, parentPid } = owner;
  return (
    pids.has(identity.pid) ||
    runs.has(toRun(owner)) ||
    parentPids.has(identity.pid) ||
    (parentPid !== undefined && parentPid !== INIT_PID && pids.has(parentPid))
  );
}

function add<Socket>(owner: Owner, { pids, parentPids, runs }: Program<Socket>): void {
  const { identity, parentPid } = owner;
  if (pids.has(identity.pid)) return;
  pids.add(identity.pid);
  if (parentPid !== undefined && parentPid !== INIT_PID) parentPids.add(parentPid);
  runs.add(toRun(owner));
}

function merge<Socket>(other: Program<Socket>, into: Program<Socket>): void {
  into.sockets.push(...other.sockets);
  for (const pid of other.pids) into.pids.add(pid);
  for (const pid of other.parentPids) into.parentPids.add(pid);
  for (const run of other.runs) into.runs.add(run);
}

/** Interpreters are one file for many programs, so what they were told to run counts too. */
function toRun({ executable, name, command, project, cwd }: Owner): string {
  return [executable ?? name, command, project ?? cwd].join('\n');
}
