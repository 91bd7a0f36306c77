import { describe, expect, test } from 'vitest';
import type { PortUse } from '../../../electron/core/host.ts';
import { explainPort } from '../../../electron/core/why/why.ts';
import type { Listener } from '../../../shared/listener.ts';
import { whyReportSchema, type WhyReport } from '../../../shared/why.ts';
import {
  aHiddenListener,
  aListener,
  anOwner,
  aWatchedPort,
  someSettings,
} from '../../support/builders.ts';
import { createFakeMachine, type FakeMachine } from '../../support/fake-host.ts';

/** What `why 3000` reports on a machine that the test arranges. */
async function explain(
  listeners: readonly Listener[],
  arrange: (machine: FakeMachine) => void = () => undefined,
  settings = someSettings({ watchedPorts: [] }),
): Promise<{ readonly report: WhyReport; readonly machine: FakeMachine }> {
  const machine = createFakeMachine(settings);
  machine.listeners = listeners;
  arrange(machine);
  const explaining = explainPort(machine.host, { protocol: 'tcp', port: 3000 });
  await machine.clock.advance(5000);
  const answer = await explaining;
  if (answer.kind === 'failed') throw new Error(answer.scan.reason);
  // Whatever it is, it is what the windows may be sent.
  expect(whyReportSchema.parse(answer.report)).toEqual(answer.report);
  return { report: answer.report, machine };
}

function aUse(facts: Partial<PortUse> = {}): PortUse {
  return {
    protocol: 'tcp',
    family: 4,
    address: '127.0.0.1',
    port: 3000,
    remoteAddress: '127.0.0.1',
    remotePort: 50_000,
    state: 'connected',
    owners: [anOwner()],
    ...facts,
  };
}

const refuse =
  (errno: string, ...addresses: readonly string[]) =>
  (machine: FakeMachine): void => {
    for (const address of addresses) machine.refusals.set(address, errno);
  };
const EVERYWHERE = ['127.0.0.1', '::1', '0.0.0.0', '::'] as const;
const bindable = (report: WhyReport) =>
  report.binds.filter(({ result }) => result.kind === 'bindable').map(({ address }) => address);

describe('a free port', () => {
  test('is one that nobody listens on and that can be bound', async () => {
    const { report, machine } = await explain([aListener({ port: 4000 })]);
    expect(report).toMatchObject({ state: 'free', holders: [], causes: [], clients: 0, uses: [] });
    expect(bindable(report)).toEqual([...EVERYWHERE]);
    expect(machine.triedBinds).toEqual([...EVERYWHERE]);
  });

  test('need not have addresses that the machine lacks', async () => {
    const { report } = await explain([], refuse('EADDRNOTAVAIL', '::1', '::'));
    expect([report.state, bindable(report)]).toEqual(['free', ['127.0.0.1', '0.0.0.0']]);
  });

  test('tells of closing connections and of the system’s own ranges', async () => {
    const { report } = await explain([], (machine) => {
      machine.uses = [aUse({ state: 'closing', owners: [] })];
      machine.limits = {
        ephemeral: { from: 2000, to: 4000 },
        reserved: [{ from: 3000, to: 3000 }],
        unprivilegedFrom: 1024,
      };
    });
    expect(report).toMatchObject({
      state: 'free',
      uses: [{ state: 'closing' }],
      limits: { isEphemeral: true, isReserved: true },
    });
  });
});

describe('a held port', () => {
  test('is not bound where a listener is known to refuse it', async () => {
    const { report, machine } = await explain([aListener({ address: '0.0.0.0' })]);
    expect(machine.triedBinds).toEqual(['::1', '::']);
    expect(report.state).toBe('held');
    expect(report.causes).toEqual([{ kind: 'listener' }]);
    expect(bindable(report)).toEqual(['::1', '::']);
  });

  test('is bound for a moment only where nobody but the system knows the answer', async () => {
    const unsure = await explain([aListener({ address: '::' })]);
    expect(unsure.machine.triedBinds).toEqual(['127.0.0.1', '0.0.0.0']);
    const dual = await explain([aListener({ address: '::', isV6Only: false })]);
    expect(dual.machine.triedBinds).toEqual([]);
    const only6 = await explain([aListener({ address: '::', isV6Only: true })]);
    expect(bindable(only6.report)).toEqual(['127.0.0.1', '0.0.0.0']);
  });

  test('has its holder once, with all its addresses, its story and what a kill does', async () => {
    const listeners = [aListener(), aListener({ address: '::1' })];
    const story = { ancestors: [], terminal: 'pts/3', startedBy: [] };
    const { report } = await explain(listeners, (machine) => {
      machine.stories.set(4001, story);
      machine.clients = 2;
      machine.uses = [aUse(), aUse({ remotePort: 50_001 }), aUse({ state: 'closing' })];
    });
    expect(report.holders).toHaveLength(1);
    const [holder] = report.holders;
    expect(holder?.listeners).toEqual(listeners);
    expect(holder?.processes).toEqual([{ owner: anOwner(), story }]);
    expect(holder?.killPlan?.warnings).toEqual([{ kind: 'connected-clients', count: 2 }]);
    expect([report.clients, report.uses?.map(({ state }) => state)]).toEqual([2, ['closing']]);
  });

  test('names the parent of forked processes first', async () => {
    const child = anOwner({ pid: 40, parentPid: 50 });
    const { report } = await explain([aListener({ owners: [child, anOwner({ pid: 50 })] })]);
    expect(report.holders[0]?.processes.map(({ owner }) => owner.identity.pid)).toEqual([50, 40]);
  });

  test('with a hidden holder has no process and a refused kill', async () => {
    const { report } = await explain([aHiddenListener()]);
    expect(report.holders[0]?.processes).toEqual([]);
    expect(report.holders[0]?.killPlan?.refusal?.reason).toBe('hidden-owner');
  });

  test('does not know its clients where connections cannot be read', async () => {
    const { report } = await explain([aListener()], (machine) => {
      machine.uses = undefined;
    });
    expect([report.clients, report.uses]).toEqual([undefined, undefined]);
  });
});

describe('two programs on one port', () => {
  const shop = anOwner({ pid: 1, startedAt: '2026-01-05T09:00:00.000Z' });
  const blog = anOwner({ pid: 2, startedAt: '2026-01-05T09:00:12.500Z' });
  const both = [
    aListener({ address: '127.0.0.1', owners: [blog] }),
    aListener({ address: '::1', owners: [shop] }),
  ];

  test('are told in the order in which they started', async () => {
    const { report } = await explain(both);
    expect(report.startOrder.map(({ owner, afterFirstMs }) => [owner, afterFirstMs])).toEqual([
      [shop, 0],
      [blog, 12_500],
    ]);
  });

  test.each([
    [[4, 6] as const, 2],
    [[6, 4] as const, 1],
  ])('share localhost, which with %j means pid %i', async (order, pid) => {
    const { report } = await explain(both, (machine) => {
      machine.localhostOrder = order;
    });
    expect(report.localhost?.reaches?.identity.pid).toBe(pid);
  });

  test('are no matter where one program has both addresses, or nobody has the second', async () => {
    const one = [aListener({ owners: [shop] }), aListener({ address: '::1', owners: [shop] })];
    expect((await explain(one)).report.localhost).toBe(undefined);
    expect((await explain([aListener()])).report.localhost).toBe(undefined);
  });

  test('may be one that localhost misses at first', async () => {
    const { report } = await explain([aListener()], (machine) => {
      machine.localhostOrder = [6, 4];
    });
    expect(report.localhost).toEqual({ first: 6, isOtherServed: true });
  });
});

describe('a port that is refused without a listener', () => {
  const inUse = refuse('EADDRINUSE', ...EVERYWHERE);

  test.each<[string, Partial<PortUse>, string]>([
    ['lent to a connection from here', { remotePort: 443 }, 'outgoing-connection'],
    ['left with a connection from elsewhere', { remotePort: 50_000 }, 'leftover-connection'],
    ['kept half closed by a process', { state: 'half-closed' }, 'half-closed-connection'],
    ['held by closing connections', { state: 'closing' }, 'closing-connection'],
  ])('is %s', async (_, facts, kind) => {
    const { report } = await explain([], (machine) => {
      inUse(machine);
      machine.uses = [aUse(facts)];
    });
    expect([report.state, report.causes]).toEqual(['busy', [{ kind, count: 1 }]]);
  });

  test('is bound by somebody whom the system tells only when it is asked', async () => {
    const bound = aUse({ state: 'bound' });
    const { report } = await explain([], (machine) => {
      inUse(machine);
      machine.host.portUses.readBound = () => Promise.resolve([bound]);
    });
    expect([report.causes, report.uses]).toEqual([[{ kind: 'bound', count: 1 }], [bound]]);
  });

  test('is bound by somebody whom no table shows', async () => {
    const { report } = await explain([], inUse);
    expect([report.state, report.causes]).toEqual(['busy', [{ kind: 'bound-unlisted' }]]);
  });

  test('stays unexplained where something could not be read', async () => {
    const unknown = [{ kind: 'unknown', errno: 'EADDRINUSE' }];
    const partial = await explain([], (machine) => {
      inUse(machine);
      machine.missing = ['tcp6'];
    });
    const blind = await explain([], (machine) => {
      inUse(machine);
      machine.uses = undefined;
    });
    expect([partial.report.causes, blind.report.causes]).toEqual([unknown, unknown]);
  });

  test('needs rights, or is forbidden by a rule beyond the ports’ own', async () => {
    const denied = refuse('EACCES', ...EVERYWHERE);
    const privileged = await explain([], (machine) => {
      denied(machine);
      machine.limits = {
        ephemeral: { from: 32_768, to: 60_999 },
        reserved: [],
        unprivilegedFrom: 4000,
      };
    });
    expect([privileged.report.state, privileged.report.causes]).toEqual([
      'forbidden',
      [{ kind: 'privileged', unprivilegedFrom: 4000 }],
    ]);
    expect((await explain([], denied)).report.causes).toEqual([{ kind: 'not-permitted' }]);
  });
});

describe('a watched port', () => {
  const settings = someSettings({
    watchedPorts: [aWatchedPort(), aWatchedPort({ id: 'x', port: 1 })],
  });

  test('comes with its verdict and its service that runs elsewhere', async () => {
    const service = anOwner({
      pid: 7,
      cwd: '/home/ann/shop',
      project: '/home/ann/shop',
      startedAt: '2026-01-05T09:00:03.000Z',
    });
    const squatter = anOwner({ startedAt: '2026-01-05T09:00:00.000Z' });
    const { report } = await explain(
      [aListener({ owners: [squatter] }), aListener({ port: 3001, owners: [service] })],
      undefined,
      settings,
    );
    expect(report.watched).toMatchObject([{ id: 'web', verdict: { kind: 'conflict' } }]);
    expect(
      report.startOrder.map(({ role, port, afterFirstMs }) => [role, port, afterFirstMs]),
    ).toEqual([
      ['holder', 3000, 0],
      ['expected', 3001, 3000],
    ]);
  });

  test('with its own service has nothing to compare', async () => {
    const service = anOwner({ project: '/home/ann/shop', startedAt: '2026-01-05T09:00:03.000Z' });
    const { report } = await explain(
      [aListener({ owners: [service] }), aListener({ port: 3001, owners: [service] })],
      undefined,
      settings,
    );
    expect(report.startOrder).toEqual([]);
  });
});

test('a failed scan explains nothing', async () => {
  const machine = createFakeMachine();
  machine.scanFailure = { kind: 'failed', reason: 'unreadable', detail: '' };
  const answer = await explainPort(machine.host, { protocol: 'tcp', port: 3000 });
  expect([answer.kind, machine.triedBinds]).toEqual(['failed', []]);
});
