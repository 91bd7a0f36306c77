import { resolve } from 'node:path';
import type { ConfigTarget } from '../../shared/config-target.ts';
import {
  toReassignRefusalSentence,
  toRuleText,
  toSafeText,
} from '../../shared/messages/sentences.ts';
import { toTargetName } from '../../shared/target-name.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import { watchedPortSchema, type WatchedPort } from '../../shared/watched-port.ts';
import { removeWatchedPort, saveWatchedPort } from '../core/settings-changes.ts';
import { formatTable } from './columns.ts';
import type { CommandCall } from './command-call.ts';
import { toNoticeText } from './complaints.ts';
import { formatDocument } from './format-document.ts';
import { keepSettings, openSettings } from './own-settings.ts';
import type { WatchPortAdd, WatchPortAsked } from './parse-watch-port.ts';

const EXIT = { done: 0, notDone: 1, refused: 2 } as const;

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
    call.print(t('command.nothing-watched'));
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
  const isBlind = notices.some(
    ({ kind }) => kind === 'settings-newer' || kind === 'settings-unreadable',
  );
  return isBlind ? EXIT.refused : EXIT.done;
}

async function addWatched(call: CommandCall, asked: WatchPortAdd, t: Translate): Promise<number> {
  const { host } = call;
  const folder =
    asked.project === undefined
      ? undefined
      : await host.resolvePath(resolve(call.cwd, asked.project));
  if (asked.project !== undefined && folder === undefined) {
    call.complain(t('command.no-such-folder', { folder: toSafeText(asked.project, 200) }));
    return EXIT.refused;
  }
  const targets = asked.places.map(({ file, toTarget }) => toTarget(resolve(call.cwd, file)));
  const refusal = await findRefusal(call, targets, asked, t);
  if (refusal !== undefined) {
    call.complain(refusal);
    return EXIT.refused;
  }
  const settings = await openSettings(call, t);
  if (settings === undefined) return EXIT.refused;
  const watchedPort = watchedPortSchema.parse({
    id: host.createId(),
    name: asked.name,
    port: asked.port,
    protocol: asked.protocol,
    address: 'any',
    expectedOwner: folder === undefined ? { kind: 'anybody' } : { kind: 'project', folder },
    acceptedOwners: [],
    fallbackPorts: [],
    configTargets: targets,
  });
  const saved = saveWatchedPort(settings, watchedPort);
  if (saved.kind !== 'saved') {
    call.complain(
      saved.kind === 'watched-twice'
        ? t('command.watched-twice', { port: String(asked.port), name: toSafeText(saved.name) })
        : t('command.too-many-watched'),
    );
    return EXIT.notDone;
  }
  if (!(await keepSettings(call, saved.settings, t))) return EXIT.refused;
  const values = { name: toSafeText(asked.name), port: String(asked.port) };
  call.print(
    asked.asksJson
      ? formatDocument({ outcome: 'added', watchedPort: toWatchedDocument(watchedPort) })
      : t('act.watched', values),
  );
  return EXIT.done;
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
  return `portreeve: ${toReassignRefusalSentence(refusal, watched, host.homeFolder, t)}`;
}

async function removeWatched(
  call: CommandCall,
  name: string,
  asksJson: boolean,
  t: Translate,
): Promise<number> {
  const settings = await openSettings(call, t);
  if (settings === undefined) return EXIT.refused;
  const [found, ...others] = settings.watchedPorts.filter((one) => one.name === name);
  if (found === undefined) {
    call.complain(t('command.unknown-name', { name: toSafeText(name) }));
    return EXIT.notDone;
  }
  if (others.length > 0) {
    const ports = [found, ...others].map(({ port }) => port).join(', ');
    call.complain(t('command.ambiguous-name', { name: toSafeText(name), ports }));
    return EXIT.notDone;
  }
  if (!(await keepSettings(call, removeWatchedPort(settings, found.id), t))) return EXIT.refused;
  const values = { name: toSafeText(name), port: String(found.port) };
  call.print(
    asksJson
      ? formatDocument({ outcome: 'removed', watchedPort: toWatchedDocument(found) })
      : t('command.unwatched', values),
  );
  return EXIT.done;
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
