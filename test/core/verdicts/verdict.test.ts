import { describe, expect, test } from 'vitest';
import {
  unknownSurroundings,
  type Surroundings,
} from '../../../electron/core/verdicts/conflicts.ts';
import type { PortUse } from '../../../electron/core/host.ts';
import {
  decideVerdict,
  isOwnerByRule,
  type VerdictContext,
} from '../../../electron/core/verdicts/verdict.ts';
import type { Listener } from '../../../shared/listener.ts';
import type { OwnerRule, WatchedPort } from '../../../shared/watched-port.ts';
import { aHiddenListener, aListener, anOwner, aWatchedPort } from '../../support/builders.ts';

const reading = (...listeners: readonly Listener[]): VerdictContext => contextOf({ listeners });

function contextOf(facts: {
  readonly listeners?: readonly Listener[];
  readonly missing?: readonly string[];
  readonly surroundings?: Partial<Surroundings>;
  readonly others?: readonly WatchedPort[];
  readonly wasHeld?: boolean;
}): VerdictContext {
  return {
    reading: { listeners: facts.listeners ?? [], missing: facts.missing ?? [] },
    surroundings: { ...unknownSurroundings, ...facts.surroundings },
    watchedPorts: [aWatchedPort(), ...(facts.others ?? [])],
    wasHeld: facts.wasHeld ?? false,
  };
}
const expectedOwner = anOwner({ cwd: '/home/ann/shop/web', project: '/home/ann/shop' });

describe('a watched port', () => {
  test('that nobody holds is free', () => {
    expect(decideVerdict(aWatchedPort(), reading(aListener({ port: 3001 })))).toEqual({
      kind: 'free',
    });
  });

  test('is not called free while part of the ports could not be read', () => {
    expect(decideVerdict(aWatchedPort(), contextOf({ missing: ['tcp6'] }))).toEqual({
      kind: 'undetermined',
      reason: 'scan-partial',
      listenerKeys: [],
    });
  });

  test('held from the expected folder is as expected', () => {
    const listener = aListener({ owners: [expectedOwner] });
    expect(decideVerdict(aWatchedPort(), reading(listener))).toEqual({
      kind: 'expected',
      listenerKeys: [listener.key],
    });
  });

  test('held by another program is in conflict', () => {
    const listener = aListener();
    expect(decideVerdict(aWatchedPort(), reading(listener))).toEqual({
      kind: 'conflict',
      conflict: 'squatted',
      listenerKeys: [listener.key],
    });
  });

  test('held by a process that is hidden is undetermined, never a conflict', () => {
    const listener = aHiddenListener();
    expect(decideVerdict(aWatchedPort(), reading(listener))).toEqual({
      kind: 'undetermined',
      reason: 'owner-hidden',
      listenerKeys: [listener.key],
    });
  });

  test('that anybody may hold is as expected even where the owner is hidden', () => {
    const watched = aWatchedPort({ expectedOwner: { kind: 'anybody' } });
    expect(decideVerdict(watched, reading(aHiddenListener())).kind).toBe('expected');
  });

  test('shared between parent and children counts as expected when one of them is', () => {
    const listener = aListener({ owners: [anOwner({ pid: 7 }), expectedOwner] });
    expect(decideVerdict(aWatchedPort(), reading(listener)).kind).toBe('expected');
  });

  test('of UDP is no conflict while the expected service is among those that share it', () => {
    const watched = aWatchedPort({ protocol: 'udp', port: 5353 });
    const own = aListener({ protocol: 'udp', port: 5353, owners: [expectedOwner] });
    const other = aListener({ protocol: 'udp', port: 5353, address: '0.0.0.0' });
    expect(decideVerdict(watched, reading(own, other)).kind).toBe('expected');
  });

  test('of UDP does not care who holds the TCP port of the same number', () => {
    expect(decideVerdict(aWatchedPort({ protocol: 'udp' }), reading(aListener()))).toEqual({
      kind: 'free',
    });
  });

  test('accepts the owners that the person accepted', () => {
    const watched = aWatchedPort({
      acceptedOwners: [{ kind: 'project', folder: '/home/ann/blog' }],
    });
    expect(decideVerdict(watched, reading(aListener())).kind).toBe('expected');
  });
});

describe('a port of a container', () => {
  const container = {
    engine: 'docker',
    id: 'c0ffee'.repeat(10),
    name: 'shop-web-1',
    image: 'nginx:1.27',
    composeProject: 'shop',
    composeService: 'web',
  } as const;
  const proxy = anOwner({ name: 'docker-proxy', executable: '/usr/bin/docker-proxy', cwd: '/' });
  const expects = (name: string) => aWatchedPort({ expectedOwner: { kind: 'container', name } });
  const holders = [
    ['is visible', aListener({ owners: [proxy], container })],
    ['is hidden', aHiddenListener({ container })],
  ] as const;

  describe.each(holders)('whose forwarder %s', (_, listener) => {
    test.each(['shop-web-1', 'shop/web'])('is as expected by the name %s', (name) => {
      expect(decideVerdict(expects(name), reading(listener)).kind).toBe('expected');
    });

    test.each(['shop-web', 'shop-web-2', 'web', 'shop', 'other/web'])(
      'is in conflict where %s is expected',
      (name) => {
        expect(decideVerdict(expects(name), reading(listener))).toEqual({
          kind: 'conflict',
          conflict: 'squatted',
          listenerKeys: [listener.key],
        });
      },
    );

    test('is in conflict where a process of a folder is expected', () => {
      expect(decideVerdict(aWatchedPort(), reading(listener)).kind).toBe('conflict');
    });

    test('is as expected where anybody is', () => {
      const watched = aWatchedPort({ expectedOwner: { kind: 'anybody' } });
      expect(decideVerdict(watched, reading(listener)).kind).toBe('expected');
    });

    test('is found on the next port where its container came up there', () => {
      const elsewhere = { ...listener, port: 3001, key: 'elsewhere' };
      expect(decideVerdict(expects('shop/web'), reading(elsewhere))).toMatchObject({
        conflict: 'drifted',
        serviceOn: 3001,
      });
    });
  });

  test('cannot be judged while no engine has named the container that is expected', () => {
    const listener = aListener({ owners: [proxy] });
    expect(decideVerdict(expects('shop-web-1'), reading(listener))).toEqual({
      kind: 'undetermined',
      reason: 'container-unknown',
      listenerKeys: [listener.key],
    });
    expect(decideVerdict(expects('shop-web-1'), reading(aHiddenListener()))).toMatchObject({
      kind: 'undetermined',
      reason: 'owner-hidden',
    });
  });

  test('is squatted by who runs in a deleted folder, though another is in its place', () => {
    const gone = { cwd: undefined, project: undefined, deletedCwd: '/home/ann/shop' };
    const squatter = aListener({ owners: [anOwner(gone)] });
    const expectedOwner = { kind: 'project', folder: '/home/ann/shop' } as const;
    const watched = aWatchedPort({ expectedOwner });
    expect(decideVerdict(watched, reading(squatter))).toMatchObject({ conflict: 'squatted' });
  });

  test.each([
    [
      'a folder',
      { kind: 'project', folder: '/home/ann/shop' },
      { cwd: undefined, project: undefined },
    ],
    ['a file', { kind: 'executable', executable: '/usr/bin/node' }, { executable: undefined }],
    ['a command', { kind: 'command', pattern: 'vite' }, { command: '' }],
  ] as const)(
    'cannot be judged by %s that could not be read of who holds it',
    (_what, expectedOwner, unread) => {
      const listener = aListener({ owners: [anOwner(unread)] });
      expect(decideVerdict(aWatchedPort({ expectedOwner }), reading(listener))).toEqual({
        kind: 'undetermined',
        reason: 'owner-unclear',
        listenerKeys: [listener.key],
      });
    },
  );

  test('that an ordinary program holds is in conflict where a container is expected', () => {
    expect(decideVerdict(expects('shop-web-1'), reading(aListener())).kind).toBe('conflict');
  });
});

describe('a conflict is', () => {
  const own = aListener({ owners: [expectedOwner] });
  const foreign = (facts: Partial<Listener>) =>
    aListener({ owners: [anOwner({ pid: 5 })], sockets: ['8001'], ...facts });

  test.each([
    [4, 'service'],
    [6, 'squatter'],
  ] as const)(
    'split when the two loopback addresses differ; localhost tried in IPv%i first reaches the %s',
    (localhostFirst, localhostReaches) => {
      const squatter = foreign({ address: '::1' });
      const context = contextOf({
        listeners: [own, squatter],
        surroundings: { localhostFirst },
      });
      expect(decideVerdict(aWatchedPort(), context)).toEqual({
        kind: 'conflict',
        conflict: 'split',
        listenerKeys: [squatter.key],
        localhostReaches,
        serviceAddress: '127.0.0.1:3000',
        squatterAddress: '[::1]:3000',
      });
    },
  );

  test('split when the service has a v6-only wildcard and a squatter the IPv4 loopback', () => {
    const service = aListener({ address: '::', isV6Only: true, owners: [expectedOwner] });
    const squatter = foreign({ address: '127.0.0.1' });
    const verdict = decideVerdict(aWatchedPort(), reading(service, squatter));
    expect(verdict).toMatchObject({ conflict: 'split', serviceAddress: '[::]:3000' });
  });

  test('shadowed when a squatter has one address of the wildcard that the service has', () => {
    const service = aListener({ address: '0.0.0.0', owners: [expectedOwner] });
    const squatter = foreign({ address: '192.168.1.5' });
    expect(decideVerdict(aWatchedPort(), reading(service, squatter))).toEqual({
      kind: 'conflict',
      conflict: 'shadowed',
      listenerKeys: [squatter.key],
      serviceAddress: '0.0.0.0:3000',
      squatterAddress: '192.168.1.5:3000',
    });
  });

  test('squatted by whom the service shares its very address with, and by nobody else', () => {
    const sharer = foreign({ key: 'sharer' });
    const elsewhere = foreign({ address: '192.168.1.5' });
    expect(decideVerdict(aWatchedPort(), reading(own, sharer, elsewhere))).toEqual({
      kind: 'conflict',
      conflict: 'squatted',
      listenerKeys: [sharer.key],
      isShared: true,
    });
  });

  test('squatted, not split, where the service shares one of its loopback addresses', () => {
    const onV6 = aListener({ address: '::1', owners: [expectedOwner] });
    const verdict = decideVerdict(aWatchedPort(), reading(foreign({ key: 'sharer' }), own, onV6));
    expect(verdict).toMatchObject({ conflict: 'squatted', isShared: true });
  });

  test('none where a stranger has an address that the service has not', () => {
    const onV6 = aListener({ address: '::1', owners: [expectedOwner] });
    for (const [service, stranger] of [
      [own, foreign({ address: '10.1.1.1' })],
      [onV6, foreign({ address: '127.0.0.2' })],
      [own, aHiddenListener({ address: '10.1.1.1' })],
      [
        aListener({ address: '::', isV6Only: true, owners: [expectedOwner] }),
        foreign({ address: '10.1.1.1' }),
      ],
    ] as const) {
      expect(decideVerdict(aWatchedPort(), reading(service, stranger))).toEqual({
        kind: 'expected',
        listenerKeys: [service.key],
      });
    }
  });

  test('not known where the owner of a socket on the very address is hidden', () => {
    const sharer = aHiddenListener({ key: 'sharer', user: 'ann' });
    expect(decideVerdict(aWatchedPort(), reading(own, sharer))).toEqual({
      kind: 'undetermined',
      reason: 'owner-hidden',
      listenerKeys: [sharer.key],
    });
  });

  test('none where UDP is shared, be it with a process that is hidden', () => {
    const service = aListener({ protocol: 'udp', owners: [expectedOwner] });
    const sharer = aHiddenListener({ key: 'sharer', protocol: 'udp' });
    const verdict = decideVerdict(aWatchedPort({ protocol: 'udp' }), reading(service, sharer));
    expect(verdict).toEqual({ kind: 'expected', listenerKeys: [service.key] });
  });

  test('squatted with a word on where the service is meanwhile', () => {
    const elsewhere = aListener({ port: 3001, owners: [expectedOwner] });
    expect(decideVerdict(aWatchedPort(), reading(foreign({}), elsewhere))).toMatchObject({
      conflict: 'squatted',
      serviceOn: 3001,
    });
  });

  test('drift when the service came up a little higher although its port is free', () => {
    const elsewhere = aListener({ port: 3007, owners: [expectedOwner] });
    expect(decideVerdict(aWatchedPort(), reading(elsewhere))).toEqual({
      kind: 'conflict',
      conflict: 'drifted',
      listenerKeys: [elsewhere.key],
      serviceOn: 3007,
    });
  });

  test.each([
    ['far away', { port: 5432 }, []],
    ['below its port', { port: 2999 }, []],
    [
      'on a port that is watched for itself',
      { port: 3007 },
      [aWatchedPort({ id: 'b', port: 3007 })],
    ],
  ])('no drift when the project listens %s', (_where, facts, others) => {
    const listener = aListener({ owners: [expectedOwner], ...facts });
    expect(decideVerdict(aWatchedPort(), contextOf({ listeners: [listener], others }))).toEqual({
      kind: 'free',
    });
  });

  test('drift of the nearest of several ports alone, when one server came up once', () => {
    const free = [3000, 3002, 3003].map((port) => aWatchedPort({ id: String(port), port }));
    const elsewhere = aListener({ port: 3007, owners: [expectedOwner] });
    const judge = (watchedPorts: readonly WatchedPort[], listeners: readonly Listener[]) =>
      watchedPorts.map(
        (watched) =>
          decideVerdict(watched, { ...contextOf({ listeners: [...listeners] }), watchedPorts })
            .kind,
      );
    expect(judge(free, [elsewhere])).toEqual(['free', 'free', 'conflict']);
    expect(judge(free.toReversed(), [elsewhere])).toEqual(['conflict', 'free', 'free']);
    const atHome = aListener({ port: 3003, owners: [expectedOwner] });
    expect(judge(free, [atHome, elsewhere])).toEqual(['free', 'conflict', 'expected']);
  });

  test('a claim of two entries on one port for different owners', () => {
    const rival = aWatchedPort({
      id: 'b',
      name: 'api',
      address: '127.0.0.1',
      expectedOwner: { kind: 'executable', executable: 'java' },
    });
    expect(decideVerdict(aWatchedPort(), contextOf({ others: [rival] }))).toEqual({
      kind: 'conflict',
      conflict: 'claimed-twice',
      listenerKeys: [],
      otherName: 'api',
    });
    expect(
      decideVerdict(aWatchedPort({ address: '::1' }), contextOf({ others: [rival] })).kind,
    ).not.toBe('conflict');
  });

  const limits = { ephemeral: { from: 32_768, to: 60_999 }, reserved: [], unprivilegedFrom: 1024 };
  const aUse = (facts: Partial<PortUse>): PortUse => ({
    protocol: 'tcp',
    family: 4,
    address: '127.0.0.1',
    port: 40_000,
    remoteAddress: '127.0.0.1',
    remotePort: 5432,
    state: 'connected',
    owners: [anOwner({ name: 'psql' })],
    ...facts,
  });

  test('an outgoing connection that was given the port, with nobody to kill', () => {
    const watched = aWatchedPort({ port: 40_000, fallbackPorts: [] });
    const context = contextOf({ surroundings: { limits, uses: [aUse({})] } });
    expect(decideVerdict(watched, context)).toEqual({
      kind: 'conflict',
      conflict: 'outgoing',
      listenerKeys: [],
      program: 'psql',
      remote: '127.0.0.1:5432',
    });
  });

  test('an outgoing connection, although the service came up a little higher', () => {
    const watched = aWatchedPort({ port: 40_000, fallbackPorts: [] });
    const elsewhere = aListener({ port: 40_001, owners: [expectedOwner] });
    const surroundings = { limits, uses: [aUse({})] };
    const context = contextOf({ listeners: [elsewhere], surroundings });
    expect(decideVerdict(watched, context)).toMatchObject({
      conflict: 'outgoing',
      program: 'psql',
      serviceOn: 40_001,
    });
  });

  const judgeUses = (uses: readonly PortUse[], watched = aWatchedPort()) =>
    decideVerdict(watched, contextOf({ surroundings: { limits, uses } }));
  const pid = anOwner().identity.pid;
  const inUse = { kind: 'conflict', conflict: 'outgoing', listenerKeys: [], program: 'psql' };

  test('an outgoing connection for which a program chose the port itself', () => {
    expect(judgeUses([aUse({ port: 3000 })])).toEqual({ ...inUse, remote: '127.0.0.1:5432' });
  });

  test.each(['connected', 'half-closed'] as const)(
    'none where a server left a connection that is %s: the port is free, and says so',
    (state) => {
      const left = aUse({ port: 3000, remotePort: 50_000, state });
      const free = { kind: 'free', kept: { count: 2, program: 'psql', pid } };
      expect(judgeUses([left, left])).toEqual(free);
      expect(judgeUses([{ ...left, owners: [] }])).toEqual({
        kind: 'free',
        kept: { count: 1, program: '' },
      });
    },
  );

  test('an outgoing connection whose other end is closed', () => {
    expect(judgeUses([aUse({ port: 3000, state: 'half-closed' })])).toEqual({
      ...inUse,
      remote: '127.0.0.1:5432',
      halfClosed: { pid },
    });
  });

  test('a UDP socket with a peer, whoever was first', () => {
    const watched = aWatchedPort({ port: 1194, protocol: 'udp', fallbackPorts: [] });
    for (const remotePort of [5, 50_000]) {
      const use = aUse({ port: 1194, protocol: 'udp', remotePort });
      expect(judgeUses([use], watched)).toMatchObject(inUse);
    }
    expect(judgeUses([aUse({ port: 1194 })], watched)).toEqual({ kind: 'free' });
  });

  test('none that has another address than the watched one', () => {
    const watched = aWatchedPort({ address: '127.0.0.1' });
    const use = aUse({ port: 3000 });
    expect(judgeUses([{ ...use, address: '192.168.1.5' }], watched)).toEqual({ kind: 'free' });
    expect(judgeUses([{ ...use, family: 6, address: '::ffff:127.0.0.1' }], watched)).toMatchObject(
      inUse,
    );
  });

  test('no connection of which it is unknown who opened it', () => {
    const context = contextOf({ surroundings: { uses: [aUse({ port: 3000 })] } });
    expect(decideVerdict(aWatchedPort(), context).kind).toBe('free');
  });

  test('none while old connections close: the port is free, and says so', () => {
    const uses = [aUse({ port: 3000, state: 'closing', owners: [] })];
    const context = contextOf({ surroundings: { limits, uses } });
    expect(decideVerdict(aWatchedPort(), context)).toEqual({ kind: 'free', closing: 1 });
  });

  test('a connection that a process keeps half closed, on whatever port, until it lets go', () => {
    const uses = [
      aUse({ port: 3000, state: 'closing', owners: [] }),
      aUse({ port: 3000, state: 'half-closed' }),
    ];
    const remote = '127.0.0.1:5432';
    expect(judgeUses(uses)).toEqual({ ...inUse, remote, halfClosed: { pid } });
    const hidden = [aUse({ port: 3000, state: 'half-closed', owners: [] })];
    expect(judgeUses(hidden)).toEqual({ ...inUse, remote, program: '', halfClosed: {} });
  });

  test('a port that Windows keeps for itself, without a process to blame', () => {
    const watched = aWatchedPort({ port: 50_030, fallbackPorts: [] });
    const excluded = [
      { protocol: 'udp', from: 50_000, to: 50_900 },
      { protocol: 'tcp', from: 1000, to: 1100 },
      { protocol: 'tcp', from: 50_000, to: 50_059 },
    ] as const;
    const surroundings = { limits: { ...limits, excluded } };
    expect(decideVerdict(watched, contextOf({ surroundings }))).toEqual({
      kind: 'conflict',
      conflict: 'excluded',
      listenerKeys: [],
      from: 50_000,
      to: 50_059,
    });
    const beside = aWatchedPort({ port: 50_060, fallbackPorts: [] });
    expect(decideVerdict(beside, contextOf({ surroundings })).kind).toBe('free');
    const udp = aWatchedPort({ port: 50_060, protocol: 'udp', fallbackPorts: [] });
    expect(decideVerdict(udp, contextOf({ surroundings }))).toMatchObject({
      conflict: 'excluded',
      from: 50_000,
      to: 50_900,
    });
  });

  test('a port that needs rights, unless its service was seen to have it', () => {
    const watched = aWatchedPort({ port: 80, fallbackPorts: [] });
    const surroundings = { limits };
    expect(decideVerdict(watched, contextOf({ surroundings }))).toEqual({
      kind: 'conflict',
      conflict: 'reserved',
      listenerKeys: [],
      unprivilegedFrom: 1024,
    });
    expect(decideVerdict(watched, contextOf({ surroundings, wasHeld: true })).kind).toBe('free');
    const asRoot = contextOf({ surroundings: { ...surroundings, isPrivileged: true } });
    expect(decideVerdict(watched, asRoot).kind).toBe('free');
  });
});

test.each([
  ['any', '192.168.1.5', true],
  ['127.0.0.1', '127.0.0.1', true],
  ['127.0.0.1', '0.0.0.0', true],
  ['127.0.0.1', '::', true],
  ['127.0.0.1', '::ffff:127.0.0.1', true],
  ['127.0.0.1', '127.0.0.2', false],
  ['127.0.0.1', '::1', false],
  ['::1', '::1', true],
  ['::1', '::', true],
  ['::1', '0.0.0.0', false],
  ['::1', '127.0.0.1', false],
  ['0.0.0.0', '127.0.0.1', true],
  ['0.0.0.0', '::1', false],
  ['::', '127.0.0.1', true],
])('watching %s, a squatter on %s matters: %s', (watchedAddress, address, matters) => {
  const verdict = decideVerdict(
    aWatchedPort({ address: watchedAddress }),
    reading(aListener({ address })),
  );
  expect(verdict.kind === 'conflict').toBe(matters);
});

test.each<[OwnerRule, boolean]>([
  [{ kind: 'anybody' }, true],
  [{ kind: 'executable', executable: '/usr/bin/node' }, true],
  [{ kind: 'executable', executable: 'node' }, true],
  [{ kind: 'executable', executable: 'nod' }, false],
  [{ kind: 'executable', executable: '/opt/node' }, false],
  [{ kind: 'command', pattern: 'server\\.js$' }, true],
  [{ kind: 'command', pattern: 'vite' }, false],
  [{ kind: 'project', folder: '/home/ann/blog' }, true],
  [{ kind: 'project', folder: '/home/ann/blog/' }, true],
  [{ kind: 'project', folder: '/home/ann' }, true],
  [{ kind: 'project', folder: '/home/ann/blo' }, false],
])('the rule %o fits "node server.js" in ~/blog: %s', (rule, fits) => {
  expect(isOwnerByRule(anOwner(), rule)).toBe(fits);
});

test.each([
  ['python3', '/usr/bin/python3.11', true],
  ['python', '/usr/bin/python3.11', true],
  ['node', '/usr/bin/nodejs', false],
  ['java', '/usr/bin/javac', false],
])('the bare name %s fits %s: %s', (executable, path, fits) => {
  expect(isOwnerByRule(anOwner({ executable: path }), { kind: 'executable', executable })).toBe(
    fits,
  );
});

test('a program that only calls itself by the expected name does not fit the rule', () => {
  const impostor = anOwner({ name: 'postgres', executable: '/tmp/evil' });
  expect(isOwnerByRule(impostor, { kind: 'executable', executable: 'postgres' })).toBe(false);
});
