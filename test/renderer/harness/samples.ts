import type { Listener, Owner } from '../../../shared/listener.ts';
import type { FoundPlace, Mention } from '../../../shared/project.ts';
import type { ReassignPlan } from '../../../shared/reassign.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import type { Notice, Snapshot, WatchedView } from '../../../shared/snapshot.ts';
import {
  buildListener,
  buildOwner,
  buildSnapshot,
  buildView,
  buildWatchedPort,
  HOME,
} from '../builders.ts';

const HOUR_MS = 3_600_000;

function ago(hours: number): string {
  return new Date(Date.now() - hours * HOUR_MS).toISOString();
}

const blogVite = buildOwner({
  pid: 48_213,
  command: `node ${HOME}/blog/node_modules/.bin/vite --port 3000 --strictPort`,
  cwd: `${HOME}/blog`,
  project: `${HOME}/blog`,
  startedAt: ago(2.1),
});
const shopNext = buildOwner({
  pid: 51_877,
  name: 'next-server (v15.2.1)',
  command: 'next-server (v15.2.1)',
  startedAt: ago(2),
});
const { project: _, ...jenkins } = buildOwner({
  pid: 2210,
  name: 'java',
  command: 'java -Xmx2g -jar /usr/share/java/jenkins.war --httpPort=8080',
  executable: '/usr/lib/jvm/java-21/bin/java',
  cwd: '/var/lib/jenkins',
  startedAt: ago(60),
  user: 'jenkins',
});
const postgres = owner('postgres', 911, '/var/lib/postgresql/15/main', 'postgres -D main', 51);
const django = buildOwner({
  pid: 60_001,
  name: 'python3',
  command: 'python3 manage.py runserver 0.0.0.0:8000',
  executable: '/usr/bin/python3',
  cwd: `${HOME}/work/invoices`,
  project: `${HOME}/work/invoices`,
  startedAt: ago(0.3),
});

function owner(name: string, pid: number, cwd: string, command: string, hours: number): Owner {
  const { project: _, ...rest } = buildOwner({ pid, name, command, cwd, startedAt: ago(hours) });
  return { ...rest, executable: `/usr/bin/${name}` };
}

const listeners: readonly Listener[] = [
  buildListener({ port: 3000, owners: [blogVite] }),
  buildListener({ port: 3000, address: '::1', owners: [blogVite] }),
  buildListener({ port: 3001, owners: [shopNext], address: '::' }),
  buildListener({ port: 9229, owners: [shopNext] }),
  buildListener({ port: 24_678, owners: [blogVite] }),
  buildListener({ port: 8080, owners: [jenkins], address: '::' }),
  buildListener({ port: 5432, owners: [postgres] }),
  buildListener({ port: 5432, owners: [postgres], address: '::1' }),
  buildListener({ port: 8000, owners: [django], address: '0.0.0.0' }),
  buildListener({ port: 9000, owners: [], user: 'minio', address: '::' }),
  buildListener({ port: 22, owners: [], user: 'root', address: '0.0.0.0' }),
  buildListener({ port: 631, owners: [], user: 'root' }),
  buildListener({
    port: 5353,
    protocol: 'udp',
    address: '0.0.0.0',
    owners: [owner('chromium', 3301, HOME, 'chromium --type=utility', 5)],
  }),
  buildListener({
    port: 41_641,
    protocol: 'udp',
    address: '192.168.1.20',
    owners: [owner('tailscaled', 700, '/', 'tailscaled --state=/var/lib/t', 300)],
  }),
];

const keysOf = (port: number) =>
  listeners.filter((listener) => listener.port === port).map((listener) => listener.key);

const web = buildWatchedPort({
  name: 'shop web',
  fallbackPorts: [{ from: 3001, to: 3005 }],
  configTargets: [{ kind: 'dotenv', file: `${HOME}/shop/.env`, key: 'PORT' }],
});

export const webPlan = {
  kind: 'ready',
  watchedPortId: web.id,
  from: 3000,
  to: 3002,
  passedOver: [{ port: 3001, reason: 'in-use' }],
  edits: [
    {
      target: { kind: 'dotenv', file: `${HOME}/shop/.env`, key: 'PORT' },
      realPath: `${HOME}/shop/.env`,
      line: 4,
      before: 'PORT=3000   # web',
      after: 'PORT=3002   # web',
      hashBefore: 'a',
      hashAfter: 'b',
    },
  ],
} as const;

export const webMentions: readonly Mention[] = [
  [
    'cors',
    'api/cors.ts',
    3,
    "export const origins = ['http://localhost:3000', 'https://shop.example'];",
  ],
  ['proxy', 'deploy/nginx/default.conf', 14, 'proxy_pass http://host.docker.internal:3000;'],
  ['readme', 'README.md', 27, 'Then open http://localhost:3000 in a browser.'],
].map(([id, path, line, text]) => ({
  id: String(id),
  target: { kind: 'pattern', file: `${HOME}/shop/${path}`, pattern: '(3000)' },
  line: Number(line),
  text: String(text),
}));

export const webPlaces: readonly FoundPlace[] = [
  ['.env', 4, 'PORT=3000   # web'],
  ['package.json', 9, '"dev": "next dev --port 3000 --turbopack --hostname 127.0.0.1",'],
].map(([path, line, text]) => ({
  target: { kind: 'pattern', file: `${HOME}/shop/${path}`, pattern: '(3000)' },
  line: Number(line),
  text: String(text),
  port: 3000,
  protocol: 'tcp',
  name: 'shop',
  folder: `${HOME}/shop`,
}));

export const webImport = {
  folder: `${HOME}/shop`,
  isPartial: false,
  ports: [
    { watchedPort: web, places: webPlaces },
    {
      watchedPort: buildWatchedPort({
        id: 'db',
        name: 'db',
        port: 5432,
        expectedOwner: { kind: 'container', name: 'shop/db' },
      }),
      places: webPlaces.slice(0, 1),
    },
    { watchedPort: buildWatchedPort({ id: 'x', port: 8080 }), places: [], watchedAs: 'api' },
  ],
} as const;

const api = buildWatchedPort({
  name: 'api',
  port: 8080,
  expectedOwner: { kind: 'command', pattern: 'spring-boot' },
  acceptedOwners: [{ kind: 'project', folder: `${HOME}/api` }],
});
function refusedFor(watchedPortId: string): ReassignPlan {
  return { kind: 'refused', watchedPortId, refusal: { kind: 'no-config-target' } };
}

const conflictViews: readonly WatchedView[] = [
  buildView(
    web,
    { kind: 'conflict', conflict: 'squatted', listenerKeys: keysOf(3000) },
    { reassignPlan: webPlan },
  ),
  buildView(
    api,
    { kind: 'conflict', conflict: 'squatted', listenerKeys: keysOf(8080) },
    { reassignPlan: refusedFor(api.id) },
  ),
];
const calmViews: readonly WatchedView[] = [
  buildView(
    buildWatchedPort({
      name: 'PostgreSQL',
      port: 5432,
      expectedOwner: { kind: 'executable', executable: 'postgres' },
    }),
    { kind: 'expected', listenerKeys: keysOf(5432) },
  ),
  buildView(
    buildWatchedPort({
      name: 'Redis',
      port: 6379,
      expectedOwner: { kind: 'executable', executable: '/usr/bin/redis-server' },
    }),
    { kind: 'free' },
  ),
  buildView(
    buildWatchedPort({
      name: 'invoices',
      port: 8000,
      expectedOwner: { kind: 'project', folder: `${HOME}/work/invoices` },
    }),
    { kind: 'expected', listenerKeys: keysOf(8000) },
  ),
];
const hiddenView = buildView(
  buildWatchedPort({
    name: 'minio',
    port: 9000,
    expectedOwner: { kind: 'executable', executable: 'minio' },
  }),
  { kind: 'undetermined', reason: 'owner-hidden', listenerKeys: keysOf(9000) },
);

const probe = {
  kind: 'http',
  path: '/health',
  headers: [],
  status: { from: 200, to: 399 },
  timeoutMs: 2000,
  intervalS: 10,
  failureThreshold: 3,
  recoveryThreshold: 2,
  onDown: 'notify',
} as const;

/** Services that have their ports: one that works, one that fails now and then, one that is down. */
const healthViews: readonly WatchedView[] = [
  buildView(
    buildWatchedPort({
      id: 'watch-5432',
      name: 'PostgreSQL',
      port: 5432,
      expectedOwner: { kind: 'executable', executable: 'postgres' },
      probe: { ...probe, kind: 'tcp' },
    }),
    { kind: 'expected', listenerKeys: keysOf(5432) },
    { health: { state: 'healthy', since: ago(20) } },
  ),
  buildView(
    buildWatchedPort({
      id: 'watch-8000',
      name: 'invoices',
      port: 8000,
      expectedOwner: { kind: 'project', folder: `${HOME}/work/invoices` },
      probe,
    }),
    { kind: 'expected', listenerKeys: keysOf(8000) },
    {
      health: { state: 'down', since: ago(0.1), failure: { kind: 'wrong-status', status: 503 } },
    },
  ),
  buildView(
    buildWatchedPort({
      id: 'watch-3001',
      name: 'shop',
      port: 3001,
      expectedOwner: { kind: 'project', folder: `${HOME}/shop` },
      probe,
    }),
    { kind: 'expected', listenerKeys: keysOf(3001) },
    { health: { state: 'failing', since: ago(0.01), failure: { kind: 'timed-out' } } },
  ),
];

/** One view of each conflict beside the plain one, and a port whose connections still close. */
const kindViews: readonly WatchedView[] = [
  buildView(
    web,
    {
      kind: 'conflict',
      conflict: 'squatted',
      listenerKeys: keysOf(3000),
      serviceOn: 3001,
    },
    { reassignPlan: webPlan },
  ),
  buildView(
    buildWatchedPort({ id: 'split', name: 'docs', port: 8000 }),
    {
      kind: 'conflict',
      conflict: 'split',
      listenerKeys: keysOf(8000),
      localhostReaches: 'squatter',
      serviceAddress: '[::1]:8000',
      squatterAddress: '0.0.0.0:8000',
    },
    { reassignPlan: { ...webPlan, to: 8002 } },
  ),
  buildView(
    buildWatchedPort({ id: 'shadowed', name: 'PostgreSQL', port: 5432 }),
    {
      kind: 'conflict',
      conflict: 'shadowed',
      listenerKeys: keysOf(5432).slice(0, 1),
      serviceAddress: '0.0.0.0:5432',
      squatterAddress: '127.0.0.1:5432',
    },
    { reassignPlan: refusedFor('shadowed') },
  ),
  buildView(
    buildWatchedPort({ id: 'outgoing', name: 'metrics', port: 40_000 }),
    {
      kind: 'conflict',
      conflict: 'outgoing',
      listenerKeys: [],
      program: 'psql',
      remote: '10.0.0.7:5432',
    },
    { reassignPlan: { ...webPlan, to: 9001 } },
  ),
  buildView(
    buildWatchedPort({ id: 'reserved', name: 'proxy', port: 80 }),
    { kind: 'conflict', conflict: 'reserved', listenerKeys: [], unprivilegedFrom: 1024 },
    { reassignPlan: refusedFor('reserved') },
  ),
  buildView(
    buildWatchedPort({ id: 'twice', name: 'auth', port: 4000 }),
    { kind: 'conflict', conflict: 'claimed-twice', listenerKeys: [], otherName: 'mail preview' },
    { reassignPlan: refusedFor('twice') },
  ),
  buildView(
    buildWatchedPort({ id: 'drifted', name: 'inspector', port: 9220 }),
    { kind: 'conflict', conflict: 'drifted', listenerKeys: keysOf(9229), serviceOn: 9229 },
    { reassignPlan: { ...webPlan, to: 9230 } },
  ),
  buildView(buildWatchedPort({ id: 'closing', name: 'queue', port: 5672 }), {
    kind: 'free',
    closing: 3,
  }),
];

/** A server of four processes that share one socket. */
const workers = [1, 2, 3, 4].map((one) =>
  buildOwner({
    pid: 70_000 + one,
    name: 'python3',
    command: `python3 -m gunicorn --workers 3 --bind 127.0.0.1:8080 invoices.wsgi:application # ${one}`,
    executable: '/usr/bin/python3',
    cwd: `${HOME}/work/invoices`,
    project: `${HOME}/work/invoices`,
    startedAt: ago(3),
  }),
);
const crowd = buildListener({ port: 8080, owners: workers });

/** The port of a container, held by what forwards it. */
const proxied = buildListener({
  port: 5432,
  address: '0.0.0.0',
  owners: [
    {
      ...owner(
        'docker-proxy',
        3310,
        '/',
        '/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 5432 -container-ip 172.18.0.2 -container-port 5432',
        9,
      ),
      user: 'root',
    },
  ],
});

const notices: readonly Notice[] = [
  {
    kind: 'settings-set-aside',
    id: 'a',
    keptAs: 'settings.damaged-2026-03-03.json',
    restoredFrom: 'backup',
  },
  { kind: 'history-not-saved', id: 'b', file: `${HOME}/.config/Portreeve/history.jsonl` },
];

const hostile = buildOwner({
  pid: 666,
  name: '<img src=x onerror=alert(1)>\u202Egnp.exe',
  command: `evil ${'long '.repeat(80)}`,
  cwd: `/srv/${'very-long-folder-name-'.repeat(6)}`,
  project: `/srv/${'very-long-folder-name-'.repeat(6)}`,
  user: '\u05E9\u05DC\u05D5\u05DD',
  startedAt: ago(24 * 40),
});

/** What a program may call itself, whether by mistake or on purpose. */
const extremes = [
  'x'.repeat(4000),
  'word '.repeat(800),
  '\u202Egnp.exe\u2066\u200F',
  'bell\u0007 escape\u001B[31m null\u0000',
  '\u05E9\u05E8\u05EA \u0645\u0648\u0642\u0639',
  '\u{1F468}\u200D\u{1F469}\u200D\u{1F467} \u{1F680}',
  '<script>alert(1)</script><b>bold</b>&amp;',
].map((name, index) =>
  buildListener({
    port: 65_000 + index,
    owners: [
      buildOwner({
        pid: 900 + index,
        name,
        command: `${name} --serve`,
        cwd: `/srv/${name}`,
        project: `/srv/${name}`,
      }),
    ],
  }),
);

function buildMany(count: number): readonly Listener[] {
  return Array.from({ length: count }, (_, index) =>
    buildListener({
      port: 10_000 + index,
      owners: [
        buildOwner({
          pid: 10_000 + index,
          cwd: `${HOME}/projects/p${index % 120}`,
          project: `${HOME}/projects/p${index % 120}`,
          command: `node ${HOME}/projects/p${index % 120}/node_modules/.bin/vite --port ${10_000 + index}`,
          startedAt: ago(index / 40),
        }),
      ],
    }),
  );
}

/** A program in WSL, as the process of Windows that carries its port. */
const carried = buildOwner({
  pid: 8512,
  command: `node ${HOME}/blog/node_modules/.bin/vite`,
  executable: '\\\\wsl.localhost\\Ubuntu-22.04\\usr\\bin\\node',
  cwd: '\\\\wsl.localhost\\Ubuntu-22.04\\home\\ada\\blog',
  project: '\\\\wsl.localhost\\Ubuntu-22.04\\home\\ada\\blog',
  startedAt: ago(2.1),
  carried: { by: 'wslrelay.exe', distribution: 'Ubuntu-22.04', pid: 4711 },
});
const relayed = buildListener({ port: 3000, address: '::1', owners: [carried] });

/** Ports that nobody listens on and that are somebody's all the same. */
const keptViews: readonly WatchedView[] = [
  buildView(buildWatchedPort({ id: 'half', name: 'metrics', port: 40_001 }), {
    kind: 'conflict',
    conflict: 'outgoing',
    listenerKeys: [],
    program: 'python3',
    remote: '127.0.0.1:45310',
    halfClosed: { pid: 4933 },
  }),
  buildView(buildWatchedPort({ id: 'half-hidden', name: 'traces', port: 40_002 }), {
    kind: 'conflict',
    conflict: 'outgoing',
    listenerKeys: [],
    program: '',
    remote: '127.0.0.1:45310',
    halfClosed: {},
  }),
  buildView(buildWatchedPort({ id: 'drained', name: 'api', port: 8083 }), {
    kind: 'free',
    kept: { count: 2, program: 'python3', pid: 4935 },
  }),
  buildView(buildWatchedPort({ id: 'lent', name: 'shop admin', port: 40_003 }), {
    kind: 'conflict',
    conflict: 'outgoing',
    listenerKeys: [],
    program: 'psql',
    remote: '10.0.0.7:5432',
    serviceOn: 40_004,
  }),
];

/** A program that shares the service's very address, left in a folder that was deleted since. */
const service = buildListener({ port: 3000, owners: [buildOwner({ pid: 4101 })] });
const { cwd: _cwd, ...placeless } = owner('python3', 4102, '/', 'python3 serve.py', 26);
const stranger = {
  ...buildListener({
    port: 3000,
    owners: [{ ...placeless, deletedCwd: `${HOME}/worktrees/shop-login` }],
  }),
  key: `${service.key} 4711`,
};

/** Every state of the windows that is worth looking at. */
export const samples: Readonly<Record<string, () => Snapshot>> = {
  conflicts: () =>
    buildSnapshot({ listeners, watched: [...conflictViews, ...calmViews, hiddenView] }),
  kinds: () => buildSnapshot({ listeners, watched: kindViews }),
  sharers: () =>
    buildSnapshot({
      listeners: [service, stranger],
      watched: [
        buildView(web, {
          kind: 'conflict',
          conflict: 'squatted',
          listenerKeys: [stranger.key],
          isShared: true,
        }),
      ],
    }),
  split: () => {
    const elsewhere = { ...stranger, key: 'tcp ::1 3000', address: '::1' };
    return buildSnapshot({
      listeners: [service, elsewhere],
      watched: [
        buildView(web, {
          kind: 'conflict',
          conflict: 'split',
          listenerKeys: [elsewhere.key],
          localhostReaches: 'service',
          serviceAddress: '127.0.0.1:3000',
          squatterAddress: '[::1]:3000',
        }),
      ],
    });
  },
  kept: () => buildSnapshot({ listeners, watched: keptViews }),
  'kinds-muted': () =>
    buildSnapshot({
      listeners,
      watched: kindViews.map((view) => ({ ...view, mutedUntil: ago(-0.7) })),
    }),
  crowd: () =>
    buildSnapshot({
      listeners: [crowd],
      watched: [
        buildView(api, { kind: 'conflict', conflict: 'squatted', listenerKeys: [crowd.key] }),
      ],
    }),
  wsl: () =>
    buildSnapshot({
      system: 'windows',
      listeners: [relayed],
      watched: [
        buildView(web, { kind: 'conflict', conflict: 'squatted', listenerKeys: [relayed.key] }),
      ],
    }),
  calm: () => buildSnapshot({ listeners, watched: calmViews }),
  health: () => buildSnapshot({ listeners, watched: healthViews }),
  hidden: () => buildSnapshot({ listeners, watched: [...calmViews, hiddenView] }),
  muted: () =>
    buildSnapshot({
      listeners,
      watched: [...conflictViews.map((view) => ({ ...view, mutedUntil: ago(-0.7) })), ...calmViews],
    }),
  unwatched: () => buildSnapshot({ listeners }),
  empty: () => buildSnapshot(),
  starting: () => buildSnapshot({ watching: { kind: 'starting' } }),
  paused: () =>
    buildSnapshot({
      listeners,
      watching: { kind: 'paused' },
      watched: [...conflictViews, ...calmViews],
      settings: { ...defaultSettings, isPaused: true },
    }),
  'not-watching': () =>
    buildSnapshot({
      listeners,
      watching: { kind: 'not-watching', reason: 'timed-out', since: ago(0.2) },
      watched: calmViews.map((view) => ({
        ...view,
        verdict: { kind: 'undetermined', reason: 'scan-failed', listenerKeys: [] },
      })),
    }),
  notices: () =>
    buildSnapshot({
      listeners,
      watched: calmViews,
      notices,
      undoable: {
        entryId: 'e1',
        watchedPortId: web.id,
        name: 'shop web',
        from: 3000,
        to: 3001,
        files: [`${HOME}/shop/.env`],
      },
    }),
  startable: () =>
    buildSnapshot({
      listeners,
      watched: [...conflictViews, ...calmViews],
      startable: [
        { id: 's1', name: 'vite in blog', protocol: 'tcp', port: 3000, canMove: true },
        { id: 's2', name: 'PostgreSQL 15 main', protocol: 'tcp', port: 5432, canMove: false },
        { id: 's3', name: 'too old to be shown', protocol: 'tcp', port: 1234, canMove: true },
      ],
    }),
  proxied: () =>
    buildSnapshot({
      listeners: [proxied],
      watched: [
        buildView(
          buildWatchedPort({ name: 'PostgreSQL', port: 5432 }),
          { kind: 'conflict', conflict: 'squatted', listenerKeys: [proxied.key] },
          { reassignPlan: refusedFor('watch-5432') },
        ),
      ],
    }),
  hostile: () =>
    buildSnapshot({
      listeners: [
        buildListener({ port: 65_535, owners: [hostile], address: '0.0.0.0' }),
        ...listeners,
      ],
      watched: [
        buildView(
          buildWatchedPort({
            name: 'a name that goes on and on until nobody wants to read it any more at all',
            port: 65_535,
            fallbackPorts: [{ from: 3001, to: 3005 }],
          }),
          {
            kind: 'conflict',
            conflict: 'squatted',
            listenerKeys: [
              buildListener({ port: 65_535, owners: [hostile], address: '0.0.0.0' }).key,
            ],
          },
          {
            reassignPlan: {
              kind: 'refused',
              watchedPortId: 'watch-65535',
              refusal: {
                kind: 'no-free-port',
                passedOver: [3001, 3002, 3003].map((port) => ({ port, reason: 'in-use' as const })),
              },
            },
          },
        ),
      ],
    }),
  extreme: () =>
    buildSnapshot({
      listeners: extremes,
      watched: Array.from({ length: 200 }, (_, index) =>
        buildView(buildWatchedPort({ port: 2000 + index, name: `service ${index}` }), {
          kind: 'free',
        }),
      ),
    }),
  single: () => buildSnapshot({ listeners: listeners.slice(0, 1) }),
  many: () =>
    buildSnapshot({
      listeners: [...listeners, ...buildMany(5000)],
      watched: [...conflictViews, ...calmViews],
    }),
};
