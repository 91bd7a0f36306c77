import { describe, expect, test } from 'vitest';
import { killOwner } from '../../../electron/core/kill/kill-owner.ts';
import { decideRefusal } from '../../../electron/core/kill/never-kill.ts';
import { prepareKill } from '../../../electron/core/kill/prepare-kill.ts';
import { toUnitCommand } from '../../../electron/core/kill/stop-commands.ts';
import { aContext, aListener, anOwner, someSettings } from '../../support/builders.ts';
import { createFakeMachine } from '../../support/fake-host.ts';
import type { Unit } from '../../../shared/supervision.ts';
import type { KillPlan } from '../../../shared/kill.ts';
import type { Owner } from '../../../shared/listener.ts';

const settings = someSettings();
const never = {
  self: { pid: 4, startToken: '1' },
  ancestors: [],
  protectedProcesses: [],
};

/** A process of Windows; without a path, as most of the system's are for other accounts. */
function aWindowsProcess(name: string, executable?: string): Owner {
  const { executable: _unix, cwd: _cwd, project: _project, ...rest } = anOwner({ name });
  return { ...rest, ...(executable !== undefined && { executable }) };
}

const svchost = aWindowsProcess('svchost.exe', 'C:\\Windows\\System32\\svchost.exe');
const service: Unit = { name: 'Dnscache', isUserUnit: false, manager: 'windows' };

describe('Windows itself is never ended', () => {
  test.each([
    'csrss.exe',
    'wininit.exe',
    'winlogon.exe',
    'services.exe',
    'lsass.exe',
    'smss.exe',
    'svchost.exe',
    'LSASS.EXE',
  ])('%s, with its path hidden or not', (name) => {
    expect(decideRefusal(aWindowsProcess(name), undefined, never)).toBe('essential');
    const withPath = aWindowsProcess('x', `C:\\Windows\\System32\\${name}`);
    expect(decideRefusal(withPath, undefined, never)).toBe('essential');
  });

  test.each(['System', 'Registry', 'Memory Compression', 'Secure System'])(
    '%s is the kernel, and a program of that name is not',
    (name) => {
      expect(decideRefusal(aWindowsProcess(name), undefined, never)).toBe('windows-kernel');
      const program = aWindowsProcess(name, `C:\\Tools\\${name}`);
      expect(decideRefusal(program, undefined, never)).toBeUndefined();
    },
  );

  test.each(['wslrelay.exe', 'wslhost.exe', 'vmmemWSL', 'vmmem'])(
    '%s, which carries the ports of Linux programs',
    (name) => {
      expect(decideRefusal(aWindowsProcess(name), undefined, never)).toBe('wsl-relay');
    },
  );

  test('an ordinary program may be ended', () => {
    const node = aWindowsProcess('node.exe', 'C:\\Program Files\\nodejs\\node.exe');
    expect(decideRefusal(node, undefined, never)).toBeUndefined();
  });
});

describe('a service of Windows', () => {
  async function planFor(owner: Owner, unit: Unit | undefined): Promise<KillPlan> {
    const machine = createFakeMachine(settings);
    machine.listeners = [aListener({ owners: [owner] })];
    machine.contexts.set(owner.identity.pid, aContext({ unit }));
    const prepared = await prepareKill(machine.host, machine.listeners[0]?.key ?? '', settings);
    if (prepared.kind !== 'planned') throw new Error(prepared.kind);
    return prepared.plan;
  }

  test('is stopped as what it is where its process is never ended', async () => {
    const plan = await planFor(svchost, service);
    expect(plan.ways).toEqual([{ kind: 'unit', unit: service }]);
    expect(plan.refusal).toBeUndefined();
  });

  test('that shares its process with others is left alone', async () => {
    const plan = await planFor(svchost, undefined);
    expect(plan.ways).toEqual([]);
    expect(plan.refusal?.reason).toBe('essential');
  });

  test('has a line that stops it, unless its name would not be left alone', () => {
    expect(toUnitCommand(service)).toBe('sc stop Dnscache');
    expect(toUnitCommand({ ...service, name: 'a & b' })).toBeUndefined();
  });
});

describe('a program without a window', () => {
  async function planFor(askBeforeKill: 'always' | 'on-warning') {
    const machine = createFakeMachine(settings);
    const node = anOwner({ name: 'node.exe' });
    machine.listeners = [aListener({ owners: [node] })];
    machine.conditions.set(node.identity.pid, {
      state: 'alive',
      ignoresTerm: false,
      isForceOnly: true,
    });
    const chosen = { ...settings, askBeforeKill };
    const prepared = await prepareKill(machine.host, machine.listeners[0]?.key ?? '', chosen);
    if (prepared.kind !== 'planned') throw new Error(prepared.kind);
    return { machine, plan: prepared.plan };
  }

  test('is said to end at once, which alone is no reason to ask', async () => {
    const { plan } = await planFor('on-warning');
    expect(plan.warnings).toEqual([{ kind: 'force-only', name: 'node.exe' }]);
    expect(plan.asks).toBe(false);
  });

  test('is ended by force and called so, whatever was asked for', async () => {
    const { machine, plan } = await planFor('always');
    const killing = killOwner(
      machine.host,
      plan,
      { means: 'graceful', way: 'processes' },
      settings,
    );
    await machine.clock.advance(30_000);
    expect(await killing).toMatchObject({ kind: 'freed', means: 'force' });
    expect(machine.signals.map(({ means }) => means)).toEqual(['force']);
  });
});
