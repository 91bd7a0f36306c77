import type { Host, ListenerScanner } from '../core/host.ts';
import type { Launcher, Processes, Terminator } from '../core/host-processes.ts';

/** A scanner for a platform that Portreeve cannot read yet: every scan fails and says why. */
export function createUnsupportedScanner(platform: string): ListenerScanner {
  const scan: ListenerScanner['scan'] = () =>
    Promise.resolve({ kind: 'failed', reason: 'unsupported-platform', detail: platform });
  return { scan, scanFor: scan, scanAfresh: scan, readConnected: () => Promise.resolve(undefined) };
}

/** Nothing is known of any process, since no scan ever names one. */
export function createUnsupportedProcesses(user: string): Processes {
  return {
    readContext: () => Promise.resolve(undefined),
    isAlive: () => false,
    readIdentity: () => undefined,
    readContainerId: () => undefined,
    readCondition: () => ({ state: 'gone', ignoresTerm: false }),
    listDescendants: () => [],
    self: { pid: process.pid, startToken: '' },
    readAncestors: () => [],
    user,
    isPrivileged: false,
    seesAll: false,
  };
}

/** Signals nobody. */
export function createUnsupportedTerminator(): Terminator {
  return { signal: () => 'changed', toCommand: () => '' };
}

/** Starts nothing. */
export function createUnsupportedLauncher(): Launcher {
  return {
    capture: () => undefined,
    find: () => Promise.resolve(undefined),
    start: () => Promise.resolve({ kind: 'failed', reason: 'unknown' }),
  };
}

/** What a person may ask beyond the listeners, and what cannot be told here. */
export const unsupportedQuestions: Pick<
  Host,
  'elevation' | 'units' | 'portUses' | 'processStories' | 'readPortLimits'
> = {
  elevation: { signal: () => Promise.resolve('not-installed') },
  units: {
    describe: () => Promise.resolve(undefined),
    findSocketUnit: () => Promise.resolve(undefined),
    stop: () => Promise.resolve('not-installed'),
  },
  portUses: { read: () => Promise.resolve(undefined) },
  processStories: { read: () => Promise.resolve(undefined) },
  readPortLimits: () => Promise.resolve(undefined),
};
