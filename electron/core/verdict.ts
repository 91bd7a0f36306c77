import type { Listener, Owner } from '../../shared/listener.ts';
import type { Verdict } from '../../shared/snapshot.ts';
import { compilePattern, type OwnerRule, type WatchedPort } from '../../shared/watched-port.ts';

/** What one good scan says. */
export interface Reading {
  readonly listeners: readonly Listener[];
  /** Tables that could not be read; while there are any, silence proves nothing. */
  readonly missing: readonly string[];
}

/** Whether this listener keeps a service from binding the watched address. */
export function isOnWatchedAddress(listener: Listener, watched: WatchedPort): boolean {
  if (listener.protocol !== watched.protocol || listener.port !== watched.port) return false;
  const { address } = watched;
  if (address === 'any' || address === '::' || listener.address === address) return true;
  // A v6 wildcard socket also takes v4 unless it is v6-only, which the tables do not say.
  if (listener.address === '::') return true;
  if (address.includes(':')) return false;
  if (address === '0.0.0.0') return listener.family === 4 || isMapped(listener.address);
  return listener.address === '0.0.0.0' || listener.address === `::ffff:${address}`;
}

function isMapped(address: string): boolean {
  return address.startsWith('::ffff:');
}

/** Whether one process is an owner that the rule asks for. */
export function isOwnerByRule(owner: Owner, rule: OwnerRule): boolean {
  switch (rule.kind) {
    case 'anybody':
      return true;
    case 'executable':
      return isExecutable(owner, rule.executable);
    case 'command':
      return compilePattern(rule.pattern)?.test(owner.command) ?? false;
    case 'project':
      return [owner.cwd, owner.project].some(
        (folder) => folder !== undefined && isInFolder(folder, rule.folder),
      );
  }
}

function isExecutable(owner: Owner, wanted: string): boolean {
  if (/[\\/]/.test(wanted)) return owner.executable === wanted;
  // The short name is chosen by the program itself, so it counts only where the path is hidden.
  const name = owner.executable === undefined ? owner.name : toBaseName(owner.executable);
  return name === wanted;
}

/** The last part of a path of any system, without `.exe`. */
export function toBaseName(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? path).replace(/\.exe$/i, '');
}

function isInFolder(path: string, folder: string): boolean {
  const root = folder.replace(/[\\/]+$/, '');
  return path === root || path.startsWith(`${root}/`) || path.startsWith(`${root}\\`);
}

type Tenancy = 'expected' | 'hidden' | 'squatted';

function toTenancy(listener: Listener, watched: WatchedPort): Tenancy {
  const rules = [watched.expectedOwner, ...watched.acceptedOwners];
  if (rules.some((rule) => rule.kind === 'anybody')) return 'expected';
  const isExpected = listener.owners.some((owner) =>
    rules.some((rule) => isOwnerByRule(owner, rule)),
  );
  if (isExpected) return 'expected';
  return listener.ownerVisibility === 'hidden' ? 'hidden' : 'squatted';
}

/**
 * Judges one watched port by one reading. A conflict needs a visible unexpected owner; a hidden
 * owner is never blamed, and a port counts as free only where everything could be read.
 */
export function decideVerdict(watched: WatchedPort, reading: Reading): Verdict {
  const involved = reading.listeners.filter((listener) => isOnWatchedAddress(listener, watched));
  const keysOf = (tenancy: Tenancy): readonly string[] =>
    involved
      .filter((listener) => toTenancy(listener, watched) === tenancy)
      .map((listener) => listener.key);

  const expected = keysOf('expected');
  const squatted = keysOf('squatted');
  const hidden = keysOf('hidden');
  // Bound UDP ports are shared as a matter of course (mDNS), so company is no conflict there.
  if (watched.protocol === 'udp' && expected.length > 0) {
    return { kind: 'expected', listenerKeys: expected };
  }
  if (squatted.length > 0)
    return { kind: 'conflict', conflict: 'squatted', listenerKeys: squatted };
  if (hidden.length > 0) {
    return { kind: 'undetermined', reason: 'owner-hidden', listenerKeys: hidden };
  }
  if (expected.length > 0) return { kind: 'expected', listenerKeys: expected };
  if (reading.missing.length > 0) {
    return { kind: 'undetermined', reason: 'scan-partial', listenerKeys: [] };
  }
  return { kind: 'free' };
}
