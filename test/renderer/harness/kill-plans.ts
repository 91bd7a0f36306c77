import type { Listener, Owner } from '../../../shared/listener.ts';
import type {
  KillMeans,
  KillOutcome,
  KillPlan,
  KillWarning,
  KillWay,
} from '../../../shared/kill.ts';
import type { LaunchOutcome } from '../../../shared/launch.ts';
import type { Container } from '../../../shared/container.ts';
import type { Unit } from '../../../shared/supervision.ts';
import { buildOwner, HOME } from '../builders.ts';

/*
 * One plan of each kind that the kill dialog has words for, about whatever listener was clicked.
 * Its name stands in the page's address as `kill=…`, and what comes of it as `outcome=…`.
 */

const database: Container = {
  engine: 'docker',
  id: '3f1c9a7be2d45f60718293a4b5c6d7e8',
  name: 'shop-db-1',
  image: 'postgres:16-alpine',
  composeProject: 'shop',
  composeService: 'db',
  privatePort: 5432,
  restartPolicy: 'always',
};
const longNamed: Container = {
  ...database,
  engine: 'podman',
  name: 'customer-onboarding-and-billing-integration-tests-postgres-primary-replica-1',
  image: 'registry.example/platform/backend/postgres-with-extensions@sha256:0f1e2d3c4b5a69788796',
  composeProject: 'customer-onboarding-and-billing-integration-tests',
  composeService: 'postgres-primary-replica',
};
const nginx: Unit = { name: 'nginx.service', isUserUnit: false };
const watcherProcess = buildOwner({
  pid: 48_190,
  name: 'node',
  command: `node ${HOME}/blog/node_modules/.bin/nodemon --watch src server.js`,
  cwd: `${HOME}/blog`,
  project: `${HOME}/blog`,
});
const nodemon: KillWay = {
  kind: 'watcher',
  watcher: { name: 'nodemon', isShellLoop: false, process: watcherProcess },
};
const loop: KillWay = {
  kind: 'watcher',
  watcher: {
    name: 'bash',
    isShellLoop: true,
    process: { ...watcherProcess, name: 'bash', command: 'bash ./keep-running.sh' },
  },
};

function buildBelow(count: number): readonly Owner[] {
  return Array.from({ length: count }, (_, index) =>
    buildOwner({
      pid: 48_300 + index,
      name: index % 7 === 3 ? 'esbuild-with-a-name-as-long-as-they-come' : 'node',
      command: `node ${HOME}/blog/node_modules/vite/dist/worker-${index}.js --pool ${index} --inherit`,
      parentPid: 48_213,
    }),
  );
}

const processes: KillWay = { kind: 'processes' };

type Part = Partial<
  Pick<KillPlan, 'asks' | 'ways' | 'warnings' | 'alsoHolds' | 'needsRights' | 'refusal'>
>;

const unitWarning: KillWarning = {
  kind: 'unit',
  unit: nginx,
  facts: { restarts: true, restartAfterMs: 100, isEnabled: true, triggeredBy: [] },
};
const containerWays = (container: Container): readonly KillWay[] => [
  { kind: 'container', container },
  { kind: 'container-restart', container },
];

/** What differs from the plain plan, which kills the holders without a question. */
const parts: Readonly<Record<string, Part>> = {
  asks: {
    warnings: [{ kind: 'connected-clients', count: 2 }],
    alsoHolds: [{ protocol: 'tcp', address: '127.0.0.1', port: 24_678 }],
  },
  container: {
    ways: containerWays(database),
    warnings: [{ kind: 'container', name: database.name }],
    needsRights: true,
  },
  'container-long': {
    ways: [...containerWays(longNamed), processes],
    warnings: [{ kind: 'container', name: longNamed.name }],
  },
  'engine-silent': {
    ways: [],
    warnings: [{ kind: 'engine-silent', reason: 'not-permitted' }],
    refusal: { reason: 'container-forwarder', name: 'docker-proxy', user: 'root' },
  },
  refused: { ways: [], refusal: { reason: 'essential', name: 'gnome-shell', user: 'ada' } },
  unit: {
    ways: [{ kind: 'unit', unit: nginx }, processes, { kind: 'tree', below: buildBelow(1) }],
    warnings: [
      { kind: 'connected-clients', count: 1 },
      { kind: 'another-user', user: 'root' },
      unitWarning,
    ],
    needsRights: true,
  },
  socket: {
    ways: [{ kind: 'unit', unit: { name: 'cups.socket', isUserUnit: false } }],
    warnings: [],
  },
  watcher: {
    ways: [nodemon, processes, { kind: 'tree', below: buildBelow(2) }],
    warnings: [{ kind: 'watcher', name: 'nodemon', isShellLoop: false }],
  },
  loop: {
    ways: [loop, processes],
    warnings: [
      { kind: 'watcher', name: 'bash', isShellLoop: true },
      { kind: 'ignores-term', name: 'node' },
      { kind: 'session', name: 'bash' },
    ],
  },
  tree: {
    ways: [processes, { kind: 'tree', below: buildBelow(3) }],
    warnings: [{ kind: 'connected-clients', count: 2 }],
  },
  'tree-many': {
    ways: [processes, { kind: 'tree', below: buildBelow(50) }],
    warnings: [
      { kind: 'connected-clients', count: 2 },
      { kind: 'stopped', name: 'node' },
    ],
  },
  'wsl-relay': {
    ways: [],
    refusal: { reason: 'wsl-relay', name: 'wslrelay.exe', user: 'ada' },
  },
  rights: { warnings: [{ kind: 'another-user', user: 'jenkins' }], needsRights: true },
  /** Nothing is asked, and yet an administrator has to agree. */
  'rights-unasked': { asks: false, needsRights: true },
  'container-unasked': { asks: false, ways: containerWays(database) },
};

/** The plan of this name for a listener. */
export function buildKillPlan(listener: Listener, name: string): KillPlan {
  const { owners } = listener;
  const isHidden = owners.length === 0;
  const isCrowd = owners.length > 1;
  const plan: KillPlan = {
    listenerKey: listener.key,
    protocol: listener.protocol,
    address: listener.address,
    port: listener.port,
    sockets: listener.sockets,
    targets: owners,
    alsoHolds: [],
    ways: isHidden ? [] : [processes],
    warnings: [],
    needsRights: false,
    asks: isCrowd || name in parts,
    graceMs: 5000,
    ...(isHidden && { refusal: { reason: 'hidden-owner', name: '', user: listener.user } }),
    ...parts[name],
  };
  const crowd: KillWarning = { kind: 'several-owners', count: owners.length };
  return isCrowd ? { ...plan, warnings: [crowd, ...plan.warnings] } : plan;
}

/** What comes of a kill under this name; undefined where it frees the port. */
export function buildKillOutcome(
  name: string,
  holders: readonly Owner[],
  means: KillMeans,
): KillOutcome | undefined {
  const command = 'sudo kill -TERM 2210';
  switch (name) {
    case 'still-held':
    case 'still-held-others':
    case 'still-held-uninterruptible': {
      if (means === 'force') return undefined;
      const because =
        name === 'still-held-others'
          ? 'others'
          : name === 'still-held'
            ? 'slow'
            : 'uninterruptible';
      return { kind: 'still-held', holders, afterMs: 5000, means, because };
    }
    case 'taken-again':
      return { kind: 'taken-again', holders, afterMs: 310, isSameProgram: true, by: 'nodemon' };
    case 'restarted':
      return { kind: 'restarted', name: database.name, afterMs: 1240 };
    case 'not-permitted':
      return { kind: 'not-permitted', user: 'jenkins', command };
    case 'dismissed':
    case 'no-agent':
      return { kind: 'not-elevated', reason: name, command };
    case 'unit-failed':
      return {
        kind: 'unit-failed',
        unit: nginx.name,
        reason: 'no-agent',
        command: 'systemctl stop nginx.service',
      };
    case 'engine-failed':
      return {
        kind: 'engine-failed',
        name: database.name,
        reason: 'not-permitted',
        command: 'docker stop 3f1c9a7be2d4',
      };
    default:
      return undefined;
  }
}

/** What starting again comes to under this name. */
export function buildLaunchOutcome(name: string, port: number): LaunchOutcome {
  switch (name) {
    case 'ended-at-once':
      return { kind: 'failed', reason: name, logFile: '/tmp/x.log' };
    case 'folder-missing':
      return { kind: 'failed', reason: name };
    case 'no-port':
      return { kind: 'no-port' };
    default:
      return { kind: 'started', pid: 61_204, port, logFile: '/tmp/x.log' };
  }
}
