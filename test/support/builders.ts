import { toBindScope, toListenerKey, type Listener, type Owner } from '../../shared/listener.ts';
import type { ProcessContext } from '../../electron/core/host-processes.ts';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import type { Container } from '../../shared/container.ts';
import type { Probe } from '../../shared/health.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';

/** A process that can be seen; its facts follow from the pid unless they are given. */
export function anOwner(facts: Partial<Owner> & { pid?: number; startToken?: string } = {}): Owner {
  const { pid = 4001, startToken = '100', ...rest } = facts;
  return {
    identity: { pid, startToken },
    name: 'node',
    command: 'node server.js',
    executable: '/usr/bin/node',
    cwd: '/home/ann/blog',
    project: '/home/ann/blog',
    user: 'ann',
    parentPid: 900,
    ...rest,
  };
}

/** What is read of an ordinary process before a kill. */
export function aContext(facts: Partial<ProcessContext> = {}): ProcessContext {
  return {
    unit: undefined,
    watcher: undefined,
    containerId: undefined,
    isKernelThread: false,
    leadsTerminalSession: false,
    ...facts,
  };
}

/** A TCP listener on 127.0.0.1:3000 held by one visible process. */
export function aListener(facts: Partial<Listener> = {}): Listener {
  const protocol = facts.protocol ?? 'tcp';
  const address = facts.address ?? '127.0.0.1';
  const family = facts.family ?? (address.includes(':') ? 6 : 4);
  const port = facts.port ?? 3000;
  const user = facts.user ?? 'ann';
  return {
    key: toListenerKey({ protocol, family, address, port, user }),
    protocol,
    family,
    address,
    port,
    scope: toBindScope(address),
    user,
    ownerVisibility: 'visible',
    owners: [anOwner()],
    sockets: ['7001'],
    ...facts,
  };
}

/** A listener whose process belongs to somebody else and cannot be seen. */
export function aHiddenListener(facts: Partial<Listener> = {}): Listener {
  return aListener({ user: 'root', ownerVisibility: 'hidden', owners: [], ...facts });
}

/** `shop-web-1` of Docker. */
export function aContainer(facts: Partial<Container> = {}): Container {
  return {
    engine: 'docker',
    id: 'c0ffee'.repeat(10),
    name: 'shop-web-1',
    image: 'shop:latest',
    ...facts,
  };
}

/** What forwards a port of the machine into a container of Docker. */
export function aForwarder(): Owner {
  return anOwner({
    name: 'docker-proxy',
    executable: '/usr/bin/docker-proxy',
    command: '/usr/bin/docker-proxy -proto tcp',
    cwd: '/',
    project: undefined,
    user: 'root',
  });
}

/** `web` on TCP port 3000, expected from ~/shop, with 3001 and 3002 to fall back on. */
export function aWatchedPort(facts: Partial<WatchedPort> = {}): WatchedPort {
  return {
    id: 'web',
    name: 'web',
    port: 3000,
    protocol: 'tcp',
    address: 'any',
    expectedOwner: { kind: 'project', folder: '/home/ann/shop' },
    acceptedOwners: [],
    fallbackPorts: [{ from: 3001, to: 3002 }],
    configTargets: [{ kind: 'dotenv', file: '/home/ann/shop/.env', key: 'PORT' }],
    ...facts,
  };
}

/** Asks every ten seconds over HTTP; down after three failures, back after two answers. */
export function aProbe(facts: Partial<Extract<Probe, { kind: 'http' }>> = {}): Probe {
  return {
    kind: 'http',
    path: '/health',
    headers: [],
    status: { from: 200, to: 399 },
    timeoutMs: 1000,
    intervalS: 10,
    failureThreshold: 3,
    recoveryThreshold: 2,
    onDown: 'notify',
    ...facts,
  };
}

export function someSettings(facts: Partial<Settings> = {}): Settings {
  return { ...defaultSettings, language: 'en', watchedPorts: [aWatchedPort()], ...facts };
}
