import { toBindScope, toListenerKey, type Listener, type Owner } from '../../shared/listener.ts';
import { defaultSettings } from '../../shared/settings.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import type { Verdict } from '../../shared/verdict.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';

/*
 * Builders for what the windows show: each gives a whole, plausible value and takes the part
 * that a test or a picture is about.
 */

export const HOME = '/home/ada';

/** A process; `pid` also makes its start token. */
export function buildOwner(part: Partial<Owner> & { readonly pid?: number } = {}): Owner {
  const { pid = 4242, ...rest } = part;
  return {
    identity: { pid, startToken: `${pid}0` },
    name: 'node',
    command: 'node /home/ada/shop/node_modules/.bin/vite',
    executable: '/usr/bin/node',
    cwd: `${HOME}/shop`,
    project: `${HOME}/shop`,
    startedAt: '2026-03-03T09:14:00.000Z',
    user: 'ada',
    parentPid: 1000,
    ...rest,
  };
}

/** A listener of one owner; pass `owners: []` for a hidden one. */
export function buildListener(part: Partial<Listener> = {}): Listener {
  const owners = part.owners ?? [buildOwner()];
  const address = part.address ?? '127.0.0.1';
  const base = {
    protocol: part.protocol ?? 'tcp',
    family: part.family ?? (address.includes(':') ? (6 as const) : (4 as const)),
    address,
    port: part.port ?? 3000,
    user: part.user ?? owners[0]?.user ?? 'root',
  };
  return {
    key: toListenerKey(base),
    ...base,
    scope: toBindScope(address),
    ownerVisibility: owners.length === 0 ? 'hidden' : 'visible',
    owners,
    sockets: [`${base.port}1`],
    ...part,
  };
}

export function buildWatchedPort(part: Partial<WatchedPort> = {}): WatchedPort {
  const port = part.port ?? 3000;
  return {
    id: `watch-${port}`,
    name: 'web',
    port,
    protocol: 'tcp',
    address: 'any',
    expectedOwner: { kind: 'project', folder: `${HOME}/shop` },
    acceptedOwners: [],
    configTargets: [],
    fallbackPorts: [],
    ...part,
  };
}

export function buildView(
  watchedPort: WatchedPort,
  verdict: Verdict,
  part: Partial<WatchedView> = {},
): WatchedView {
  return { watchedPort, verdict, ...part };
}

/** A snapshot whose settings hold the watched ports of its views. */
export function buildSnapshot(part: Partial<Snapshot> = {}): Snapshot {
  const watched = part.watched ?? [];
  return {
    watching: { kind: 'watching' },
    coverage: 'complete',
    listeners: [],
    watched,
    notices: [],
    startable: [],
    system: 'linux',
    homeFolder: HOME,
    locale: 'en',
    ...part,
    settings: {
      ...defaultSettings,
      watchedPorts: watched.map((view) => view.watchedPort),
      ...part.settings,
    },
  };
}
