import type { Settings } from '../../shared/settings.ts';
import type { Listener } from '../../shared/listener.ts';
import type { ProjectReading } from '../../shared/project.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { toRunFolder } from './reassign/restart-offer.ts';

/** What a watched port lets Portreeve do beyond watching. */
export type Power =
  | { readonly kind: 'write'; readonly file: string }
  | { readonly kind: 'read'; readonly folder: string }
  | { readonly kind: 'run'; readonly command: readonly string[]; readonly folder: string }
  | { readonly kind: 'end'; readonly executable: string }
  /** Its own process, when it does not answer. */
  | { readonly kind: 'restart' };

/** What main knows of by itself, and may therefore take from a window without a question. */
export interface KnownPlaces {
  readonly settings: Settings;
  readonly listeners: readonly Listener[];
  /** What main showed the windows of projects. */
  readonly readings: readonly ProjectReading[];
}

/**
 * What this entry asks for and nobody granted yet. A window may be in the wrong hands, so that a
 * path or a command that only it has named is first confirmed by the person, outside the window.
 */
export function findNewPowers(wanted: WatchedPort, known: KnownPlaces): readonly Power[] {
  const before = known.settings.watchedPorts.find(({ id }) => id === wanted.id);
  const files = listKnownFiles(known);
  const folders = listKnownFolders(known);
  const powers: Power[] = [
    ...listFolders(wanted)
      .filter((folder) => !folders.has(folder))
      .map((folder) => ({ kind: 'read' as const, folder })),
    ...unique(wanted.configTargets.map(({ file }) => file))
      .filter((file) => !files.has(file))
      .map((file) => ({ kind: 'write' as const, file })),
  ];
  const run = toRun(wanted);
  if (run !== undefined && JSON.stringify(run) !== JSON.stringify(before && toRun(before))) {
    powers.push(run);
  }
  const executable = wanted.autoKill?.executable;
  if (executable !== undefined && isNewVictim(wanted, before)) {
    powers.push({ kind: 'end', executable });
  }
  if (wanted.probe?.onDown === 'restart' && isNewRestart(wanted, before)) {
    powers.push({ kind: 'restart' });
  }
  return powers;
}

function toRun(watched: WatchedPort): Power | undefined {
  const { restartCommand: command } = watched;
  return command === undefined
    ? undefined
    : { kind: 'run', command, folder: toRunFolder(watched) ?? '' };
}

/** Whoever else would be ended by it is another matter. */
function isNewRestart(wanted: WatchedPort, before: WatchedPort | undefined): boolean {
  return before?.probe?.onDown !== 'restart' || toWhom(wanted) !== toWhom(before);
}

const toWhom = ({ port, address, expectedOwner }: WatchedPort): string =>
  JSON.stringify([port, address, expectedOwner]);

/** The same rule on another port is another rule: other processes end by it. */
function isNewVictim(wanted: WatchedPort, before: WatchedPort | undefined): boolean {
  const { port, protocol, address, autoKill } = wanted;
  return (
    before?.autoKill?.executable !== autoKill?.executable ||
    before?.port !== port ||
    before.protocol !== protocol ||
    before.address !== address
  );
}

function listFolders({ expectedOwner, acceptedOwners }: WatchedPort): readonly string[] {
  return unique(
    [expectedOwner, ...acceptedOwners].flatMap((rule) =>
      rule.kind === 'project' ? [rule.folder] : [],
    ),
  );
}

/** Whether main knows this file by itself, so that a window may have it looked into. */
export function isKnownFile(file: string, known: KnownPlaces): boolean {
  return listKnownFiles(known).has(file);
}

function listKnownFiles({ settings, readings }: KnownPlaces): ReadonlySet<string> {
  const targets = [
    ...settings.watchedPorts.flatMap(({ configTargets }) => configTargets),
    ...listPlaces(readings).map(({ target }) => target),
  ];
  return new Set(targets.map(({ file }) => file));
}

function listKnownFolders({ settings, listeners, readings }: KnownPlaces): ReadonlySet<string> {
  const owners = listeners.flatMap((listener) => listener.owners);
  return new Set([
    ...settings.watchedPorts.flatMap(listFolders),
    ...readings.map(({ folder }) => folder),
    ...listPlaces(readings).map(({ folder }) => folder),
    ...owners.flatMap(({ project, cwd }) => [project, cwd].filter((path) => path !== undefined)),
  ]);
}

const listPlaces = (readings: readonly ProjectReading[]) =>
  readings.flatMap((reading) => (reading.kind === 'read' ? reading.places : []));

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
