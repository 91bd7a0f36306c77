import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createProcessFacts } from '../../../electron/adapters/linux/facts/process-facts.ts';
import { readProcStat } from '../../../electron/adapters/linux/proc/process-stat.ts';
import {
  listProcessesWithPs,
  tryListProcesses,
} from '../../../electron/adapters/linux/facts/told-facts.ts';
import { createUserNames, parsePasswd } from '../../../electron/adapters/linux/facts/user-names.ts';
import type { Owner } from '../../../shared/listener.ts';
import { createFakeProc, type FakeProc } from './fake-proc.ts';

let proc: FakeProc;
let folder: string;
beforeEach(() => {
  proc = createFakeProc();
  folder = mkdtempSync(join(tmpdir(), 'facts-'));
});
afterEach(() => {
  proc.remove();
  rmSync(folder, { recursive: true });
});

describe('the project of a process', () => {
  test.each(['package.json', '.git', 'pyproject.toml', 'go.mod', 'Cargo.toml'])(
    'is the nearest folder with %s',
    (file) => {
      mkdirSync(join(folder, 'home', 'shop', 'src', 'deep'), { recursive: true });
      writeFileSync(join(folder, 'home', 'shop', file), '');
      expect(projectOf(join(folder, 'home', 'shop', 'src', 'deep'))).toBe(
        join(folder, 'home', 'shop'),
      );
    },
  );

  test('is the inner one of two', () => {
    mkdirSync(join(folder, 'home', 'mono', 'api'), { recursive: true });
    writeFileSync(join(folder, 'home', 'mono', 'package.json'), '');
    writeFileSync(join(folder, 'home', 'mono', 'api', 'package.json'), '');
    expect(projectOf(join(folder, 'home', 'mono', 'api'))).toBe(
      join(folder, 'home', 'mono', 'api'),
    );
  });

  test('is never the home folder, a folder above it or the root', () => {
    mkdirSync(join(folder, 'home', 'notes'), { recursive: true });
    writeFileSync(join(folder, 'home', 'package.json'), '');
    writeFileSync(join(folder, 'package.json'), '');
    expect(projectOf(join(folder, 'home', 'notes'))).toBe(undefined);
    expect(projectOf(join(folder, 'home'))).toBe(undefined);
    expect(projectOf(folder)).toBe(undefined);
    expect(projectOf('/')).toBe(undefined);
  });

  test('is not looked for on another machine’s disk', () => {
    mkdirSync(join(folder, 'home', 'far', 'shop'), { recursive: true });
    writeFileSync(join(folder, 'home', 'far', 'shop', 'go.mod'), '');
    const mounts = (type: string): string =>
      `22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 0:40 / ${folder}/home/far rw - ${type} server:/far rw\n`;
    expect(projectOf(join(folder, 'home', 'far', 'shop'), mounts('nfs4'))).toBe(undefined);
    expect(projectOf(join(folder, 'home', 'far', 'shop'), mounts('ext4'))).toBe(
      join(folder, 'home', 'far', 'shop'),
    );
  });
});

describe('facts that were read', () => {
  test('are the same object while nothing changes', () => {
    const facts = createFacts();
    proc.put({ pid: 7 });
    expect(facts.toOwner(stat(7))).toBe(facts.toOwner(stat(7)));
  });

  test('are read anew after an exec, which changes the program but not the process', () => {
    const facts = createFacts();
    proc.put({ pid: 7, name: 'sh', argv: ['sh', 'start.sh'], executable: '/bin/dash' });
    facts.toOwner(stat(7));
    proc.put({ pid: 7, name: 'node', argv: ['node', 'server.js'] });
    expect(facts.toOwner(stat(7))).toMatchObject({
      name: 'node',
      command: 'node server.js',
      executable: '/usr/bin/node',
    });
  });

  test('are read anew after a while, when a program renamed itself or moved', () => {
    let nowMs = 0;
    const facts = createFacts(() => nowMs);
    proc.put({ pid: 7, argv: ['node', 'a.js'], cwd: '/a' });
    const before = facts.toOwner(stat(7));
    proc.put({ pid: 7, argv: ['shop: idle'], cwd: '/b' });
    nowMs = 14_000;
    expect([facts.refresh(stat(7)), facts.toOwner(stat(7)) === before]).toEqual(['same', true]);
    nowMs = 16_000;
    expect([facts.refresh(stat(7)), facts.refresh(stat(7))]).toEqual(['changed', 'same']);
    expect(facts.toOwner(stat(7))).toMatchObject({ command: 'shop: idle', cwd: '/b' });
  });

  test('belong to one process and not to the next with its pid', () => {
    const facts = createFacts();
    proc.put({ pid: 7, startTicks: 100, argv: ['node', 'a.js'] });
    facts.toOwner(stat(7));
    proc.put({ pid: 7, startTicks: 200, argv: ['node', 'b.js'] });
    expect(facts.toOwner(stat(7))).toMatchObject({
      identity: { pid: 7, startToken: '200' },
      command: 'node b.js',
      startedAt: '2023-11-14T22:13:22.000Z',
    });
  });

  test('lose the mark of a program that was replaced on disk', () => {
    proc.put({ pid: 7, executable: '/usr/bin/node (deleted)' });
    expect(createFacts().toOwner(stat(7)).executable).toBe('/usr/bin/node');
  });

  test('tell of a working folder that was deleted, also where another is in its place', () => {
    const inside = join(folder, 'home', 'wt', 'web');
    mkdirSync(inside, { recursive: true });
    writeFileSync(join(folder, 'home', 'wt', 'go.mod'), '');
    const owner = ownerOfReal(inside, () => {
      rmSync(join(folder, 'home', 'wt'), { recursive: true });
      mkdirSync(inside, { recursive: true });
      writeFileSync(join(folder, 'home', 'wt', 'go.mod'), '');
    });
    expect([owner.cwd, owner.deletedCwd, owner.project]).toEqual([undefined, inside, undefined]);
  });

  test('keep the project of which a folder was deleted', () => {
    const project = join(folder, 'home', 'shop');
    mkdirSync(join(project, 'dist'), { recursive: true });
    writeFileSync(join(project, 'go.mod'), '');
    const owner = ownerOfReal(join(project, 'dist'), () => rmdirSync(join(project, 'dist')));
    expect([owner.deletedCwd, owner.project]).toEqual([join(project, 'dist'), project]);
  });

  test('leave a folder its name that only looks deleted', () => {
    const odd = join(folder, 'old (deleted)');
    mkdirSync(odd);
    const owner = ownerOfReal(odd, () => undefined);
    expect([owner.cwd, owner.deletedCwd]).toEqual([odd, undefined]);
  });

  test('keep the start although the clock was set meanwhile', () => {
    let nowMs = 0;
    const facts = createFacts(() => nowMs);
    proc.put({ pid: 7 });
    const { startedAt } = facts.toOwner(stat(7));
    writeFileSync(join(proc.root, 'stat'), 'btime 1800000000\n');
    nowMs = 100_000;
    expect(facts.toOwner(stat(7)).startedAt).toBe(startedAt);
  });
});

describe('names of accounts', () => {
  test('come from the file, the first line of a number counts, and others stay numbers', () => {
    const names = parsePasswd(
      'root:x:0:0::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\n#x:x:5:5::/:\nbroken\n',
    );
    expect([...names]).toEqual([[0, 'root']]);
  });

  test('follow the file when it changes, and survive its absence', () => {
    const file = join(folder, 'passwd');
    writeFileSync(file, 'ada:x:1000:1000::/:/bin/sh\n');
    const names = createUserNames(file);
    expect([names.toName(1000), names.toName(1001)]).toEqual(['ada', '1001']);
    writeFileSync(file, 'ada:x:1000:1000::/:/bin/sh\nbob:x:1001:1001::/:/bin/sh\n');
    utimesSync(file, 5, 5);
    expect(names.toName(1001)).toBe('1001');
    names.refresh();
    expect(names.toName(1001)).toBe('bob');
    unlinkSync(file);
    names.refresh();
    expect(names.toName(1001)).toBe('bob');
    expect(createUserNames(join(folder, 'none')).toName(0)).toBe('0');
  });

  test('look at the file after a minute, though no name is missing', () => {
    const file = join(folder, 'passwd');
    let nowMs = 0;
    writeFileSync(file, 'ada:x:1000:1000::/:/bin/sh\n');
    const names = createUserNames(file, () => nowMs);
    writeFileSync(file, 'countess:x:1000:1000::/:/bin/sh\n');
    nowMs = 59_000;
    names.refresh();
    expect(names.toName(1000)).toBe('ada');
    nowMs = 60_000;
    names.refresh();
    expect(names.toName(1000)).toBe('countess');
  });
});

describe('the other source', () => {
  test('knows this process', async () => {
    const told = await listProcessesWithPs();
    expect(told.find(({ pid }) => pid === process.pid)?.uid).toBe(process.getuid?.());
  });

  test('is an empty list when it fails', async () => {
    expect(await tryListProcesses(() => Promise.reject(new Error('none')))).toEqual([]);
  });
});

function createFacts(monotonicMs = (): number => 0) {
  const userNames = createUserNames(join(folder, 'none'));
  const homeFolder = join(folder, 'home');
  return createProcessFacts({ procRoot: proc.root, homeFolder, userNames, monotonicMs });
}

function stat(pid: number) {
  const look = readProcStat(proc.root, pid);
  if (look.kind !== 'read') throw new Error(look.kind);
  return look.value;
}

function projectOf(cwd: string, mounts?: string): string | undefined {
  proc.put({ pid: 7, cwd });
  if (mounts !== undefined) writeFileSync(join(proc.root, '7', 'mountinfo'), mounts);
  return createFacts().toOwner(stat(7)).project;
}

/** The facts of a process of its own that began in this folder, after what happened to that. */
function ownerOfReal(cwd: string, happen: () => void): Owner {
  const child = spawn('sleep', ['60'], { cwd, stdio: 'ignore' });
  onTestFinished(() => void child.kill());
  happen();
  const { pid = 0 } = child;
  const look = readProcStat('/proc', pid);
  if (look.kind !== 'read') throw new Error(look.kind);
  const userNames = createUserNames(join(folder, 'none'));
  const homeFolder = join(folder, 'home');
  return createProcessFacts({ procRoot: '/proc', homeFolder, userNames }).toOwner(look.value);
}
