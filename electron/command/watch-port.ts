import { resolve } from 'node:path';
import type { ConfigTarget } from '../../shared/config-target.ts';
import { toReassignRefusalSentence } from '../../shared/messages/reassign-sentences.ts';
import { toRuleText } from '../../shared/messages/rule-text.ts';
import { toSafeText } from '../../shared/messages/safe-text.ts';
import { toTargetName } from '../../shared/target-name.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { Settings } from '../../shared/settings.ts';
import { watchedPortSchema, type WatchedPort } from '../../shared/watched-port.ts';
import {
  removeWatchedPort,
  saveWatchedPort,
  type SavedWatchedPort,
} from '../core/settings-changes.ts';
import { formatTable } from './output/columns.ts';
import type { CommandCall } from './call/command-call.ts';
import { toNoticeText, toProblemText } from './call/complaints.ts';
import { EXIT_CODES } from './call/exit-codes.ts';
import { findService } from './kill/find-service.ts';
import { formatDocument } from './output/format-document.ts';
import { isBlind } from './call/is-blind.ts';
import { keepSettings, openSettings } from './call/own-settings.ts';
import type { WatchPortAdd, WatchPortAsked } from './arguments/parse-watch-port.ts';
import { toRestartCommand, toWrittenPlaces, type BadValue } from './arguments/written-places.ts';

const EXIT = EXIT_CODES['watch-port'];

/** `portreeve watch-port`: the watched ports of the settings, and changes of them. */
export async function watchPort(
  call: CommandCall,
  asked: WatchPortAsked,
  t: Translate,
): Promise<number> {
  switch (asked.act) {
    case 'list':
      return listWatched(call, asked.asksJson, t);
    case 'add':
      return addWatched(call, asked, t);
    case 'remove':
      return removeWatched(call, asked.name, asked.asksJson, t);
  }
}

async function listWatched(call: CommandCall, asksJson: boolean, t: Translate): Promise<number> {
  const { host } = call;
  const { settings, notices } = await host.settingsStore.read();
  for (const notice of notices) call.complain(toNoticeText(notice, host.homeFolder, t));
  const { watchedPorts } = settings;
  if (asksJson) {
    call.print(formatDocument({ watchedPorts: watchedPorts.map(toWatchedDocument) }));
  } else if (watchedPorts.length === 0) {
    // Of settings that cannot be read nobody knows that.
    if (!isBlind({ notices })) call.print(t('command.nothing-watched'));
  } else {
    const rows = watchedPorts
      .toSorted((a, b) => a.port - b.port)
      .map(({ port, protocol, name, expectedOwner }) => [
        String(port),
        protocol,
        toSafeText(name),
        toSafeText(toRuleText(expectedOwner, host.homeFolder, t), 200),
      ]);
    const header = (['port', 'protocol', 'name', 'expected'] as const).map((column) =>
      t(`command.header-${column}`),
    );
    call.print(formatTable([header, ...rows]));
  }
  return isBlind({ notices }) ? EXIT.refused : EXIT.done;
}

async function addWatched(call: CommandCall, asked: WatchPortAdd, t: Translate): Promise<number> {
  const { host } = call;
  const places = toWrittenPlaces(asked.places);
  const restartCommand = toRestartCommand(asked.restartCommand);
  if ('kind' in places) return refuseValue(call, places, t);
  if (restartCommand !== undefined && 'kind' in restartCommand) {
    return refuseValue(call, restartCommand, t);
  }
  const folder =
    asked.project === undefined
      ? undefined
      : await host.resolvePath(resolve(call.cwd, asked.project));
  if (asked.project !== undefined && folder === undefined) {
    call.complain(t('command.no-such-folder', { folder: toSafeText(asked.project, 200) }));
    return EXIT.refused;
  }
  // Named as the app names them: from the folder of the service.
  const targets = places.map(({ file, toTarget }) => toTarget(resolve(folder ?? call.cwd, file)));
  const refusal = await findRefusal(call, targets, asked, t);
  if (refusal !== undefined) {
    call.complain(refusal);
    return EXIT.refused;
  }
  const settings = await openSettings(call, t);
  if (settings === undefined) return EXIT.refused;
  const added = asked.protocols.map((protocol) =>
    watchedPortSchema.parse({
      id: host.createId(),
      name: asked.name,
      port: asked.port,
      protocol,
      address: 'any',
      expectedOwner: folder === undefined ? { kind: 'anybody' } : { kind: 'project', folder },
      acceptedOwners: [],
      fallbackPorts: asked.fallbackPorts,
      configTargets: targets,
      ...(restartCommand !== undefined && { restartCommand }),
    }),
  );
  const namesake = findNamesake(settings.watchedPorts, asked);
  const saved = saveAll(settings, added);
  if (saved.kind === 'saved' && namesake !== undefined) {
    const { name, port } = namesake;
    call.complain(t('command.name-taken', { name: toSafeText(name), port: String(port) }));
    return EXIT.notDone;
  }
  if (saved.kind !== 'saved') {
    call.complain(
      saved.kind === 'watched-twice'
        ? t('command.watched-twice', { port: String(asked.port), name: toSafeText(saved.name) })
        : t('command.too-many-watched'),
    );
    return EXIT.notDone;
  }
  if (!(await keepSettings(call, { before: settings, after: saved.settings }, t)))
    return EXIT.refused;
  const values = { name: toSafeText(asked.name), port: String(asked.port) };
  call.print(
    asked.asksJson ? formatDocument(toOutcomeDocument('added', added)) : t('act.watched', values),
  );
  return EXIT.done;
}

function refuseValue({ complain }: CommandCall, problem: BadValue, t: Translate): number {
  complain(toProblemText(problem, t));
  return EXIT.refused;
}

/** Another service of this name, which a name could not be told from any more. */
function findNamesake(
  watchedPorts: readonly WatchedPort[],
  { name, port }: WatchPortAdd,
): WatchedPort | undefined {
  return watchedPorts.find(
    (one) => one.name === name && (one.port !== port || one.address !== 'any'),
  );
}

/** All of them, or none where one cannot be kept. */
function saveAll(settings: Settings, added: readonly WatchedPort[]): SavedWatchedPort {
  let saved: SavedWatchedPort = { kind: 'saved', settings };
  for (const watchedPort of added) {
    if (saved.kind === 'saved') saved = saveWatchedPort(saved.settings, watchedPort);
  }
  return saved;
}

/** Why one of the places could not be changed in a move; it is better told now than then. */
async function findRefusal(
  { host }: CommandCall,
  targets: readonly ConfigTarget[],
  watched: Pick<WatchPortAdd, 'name' | 'port'>,
  t: Translate,
): Promise<string | undefined> {
  const { port } = watched;
  const located = await host.configFiles.planEdits(targets, port, port === 65_535 ? 1 : port + 1);
  if (located.kind === 'edits') return undefined;
  const refusal = { ...located, kind: 'edit-refused' } as const;
  const sentence = toReassignRefusalSentence(refusal, watched, host.homeFolder, t);
  return t('command.complaint', { sentence });
}

async function removeWatched(
  call: CommandCall,
  word: string,
  asksJson: boolean,
  t: Translate,
): Promise<number> {
  const settings = await openSettings(call, t);
  if (settings === undefined) return EXIT.refused;
  const found = findService(word, settings.watchedPorts, t);
  if (found.kind !== 'found') {
    call.complain(found.sentence);
    return EXIT.notDone;
  }
  const { service } = found;
  const left = service.reduce((now, { id }) => removeWatchedPort(now, id), settings);
  if (!(await keepSettings(call, { before: settings, after: left }, t))) return EXIT.refused;
  const [{ name, port }] = service;
  const values = { name: toSafeText(name), port: String(port) };
  call.print(
    asksJson
      ? formatDocument(toOutcomeDocument('removed', service))
      : t('command.unwatched', values),
  );
  return EXIT.done;
}

/** The first as it always was told; of both protocols there are two. */
function toOutcomeDocument(outcome: 'added' | 'removed', entries: readonly WatchedPort[]): object {
  const [watchedPort, ...others] = entries.map(toWatchedDocument);
  return { outcome, watchedPort, ...(others.length > 0 && { alongside: others }) };
}

/** See the README for the shape, which other programs rely on. */
export function toWatchedDocument(watchedPort: WatchedPort): object {
  const { name, port, protocol, address, expectedOwner, configTargets } = watchedPort;
  return {
    name,
    port,
    protocol,
    address,
    expectedOwner,
    configTargets: configTargets.map((target) => ({
      kind: target.kind,
      file: target.file,
      place: toTargetName(target),
    })),
  };
}
