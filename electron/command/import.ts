import { resolve } from 'node:path';
import { toRuleText } from '../../shared/messages/rule-text.ts';
import { toSafeText } from '../../shared/messages/safe-text.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { ImportedPort } from '../../shared/project.ts';
import { toTextAround } from '../../shared/text-around.ts';
import type { Settings } from '../../shared/settings.ts';
import { planImport } from '../core/projects/plan-import.ts';
import { saveWatchedPort } from '../core/settings-changes.ts';
import { askYes } from './call/ask-yes.ts';
import { formatTable } from './output/columns.ts';
import type { CommandCall } from './call/command-call.ts';
import { EXIT_CODES } from './call/exit-codes.ts';
import { formatDocument } from './output/format-document.ts';
import { keepSettings, openSettings } from './call/own-settings.ts';
import type { ImportAsked } from './arguments/parse-import.ts';
import { toWatchedDocument } from './watch-port.ts';

const EXIT = EXIT_CODES.import;
const TEXT_MAX = 100;

/** `portreeve import`: shows which ports of a folder would be watched, asks, and keeps them. */
export async function importFolder(
  call: CommandCall,
  asked: ImportAsked,
  t: Translate,
): Promise<number> {
  const { host } = call;
  const folder = await host.resolvePath(resolve(call.cwd, asked.folder));
  const reading = folder === undefined ? undefined : await host.projects.readPlaces(folder);
  if (reading?.kind !== 'read') {
    call.complain(t('command.no-such-folder', { folder: toSafeText(asked.folder, 200) }));
    return EXIT.refused;
  }
  if (reading.isPartial) call.complain(t('command.import-partial'));
  // A look needs no right to write.
  const settings = asked.isDryRun
    ? (await host.settingsStore.read()).settings
    : await openSettings(call, t);
  if (settings === undefined) return EXIT.refused;
  const found = planImport(reading.places, settings, host.createId);
  const added = found.filter(({ watchedAs }) => watchedAs === undefined);
  if (!asked.asksJson) {
    call.print(toImportText(found, { folder: reading.folder, homeFolder: host.homeFolder }, t));
  }
  if (asked.isDryRun || added.length === 0) {
    if (asked.asksJson) call.print(formatDocument(toImportDocument(reading.folder, found, [])));
    return added.length === 0 ? EXIT.nothing : EXIT.done;
  }
  if (!asked.isAgreed && !(await isAgreed(call, added.length, t))) return EXIT.nothing;
  const next = saveAll(settings, added);
  if (next === undefined) {
    call.complain(t('command.too-many-watched'));
    return EXIT.nothing;
  }
  if (!(await keepSettings(call, { before: settings, after: next }, t))) return EXIT.refused;
  call.print(
    asked.asksJson
      ? formatDocument(toImportDocument(reading.folder, found, added))
      : t('command.import-done', { count: added.length }),
  );
  return EXIT.done;
}

async function isAgreed(call: CommandCall, count: number, t: Translate): Promise<boolean> {
  const answer = await askYes(call, t('command.import-ask', { count }), t);
  switch (answer) {
    case 'yes':
      return true;
    case 'no':
      call.complain(t('command.import-declined'));
      return false;
    case 'nobody-to-ask':
      call.complain(t('command.import-nobody-to-ask'));
      return false;
  }
}

/** All of them or none; undefined where there would be too many. */
function saveAll(settings: Settings, added: readonly ImportedPort[]): Settings | undefined {
  let next = settings;
  for (const { watchedPort } of added) {
    const saved = saveWatchedPort(next, watchedPort);
    if (saved.kind !== 'saved') return undefined;
    next = saved.settings;
  }
  return next;
}

function toImportText(
  found: readonly ImportedPort[],
  { folder, homeFolder }: { readonly folder: string; readonly homeFolder: string },
  t: Translate,
): string {
  const where = toSafeText(toShortPath(folder, homeFolder), 200);
  if (found.length === 0) return t('command.import-nothing', { folder: where });
  const blocks = found.map(({ watchedPort, places, watchedAs }) => {
    const { port, name, expectedOwner } = watchedPort;
    const what =
      watchedAs === undefined
        ? t('command.import-expects', { owner: toRuleText(expectedOwner, homeFolder, t) })
        : t('command.import-watched', { name: toSafeText(watchedAs) });
    const lines = places.map(({ target, line, text }) => [
      `      ${toSafeText(toWithin(target.file, folder), TEXT_MAX)}:${line}`,
      toSafeText(toTextAround(text, text.indexOf(String(port)), TEXT_MAX), TEXT_MAX),
    ]);
    const head = t('command.watched-line', {
      port: String(port).padStart(5),
      name: toSafeText(name),
      protocol: 'none',
      verdict: toSafeText(what, 300),
    });
    return watchedAs === undefined ? `${head}\n${formatTable(lines)}` : head;
  });
  return [t('command.import-found', { folder: where }), ...blocks].join('\n\n');
}

function toWithin(file: string, folder: string): string {
  return file.startsWith(folder) ? file.slice(folder.length).replace(/^[\\/]/, '') : file;
}

/** See the README for the shape, which other programs rely on. */
function toImportDocument(
  folder: string,
  found: readonly ImportedPort[],
  added: readonly ImportedPort[],
): object {
  const ports = found.map((one) => ({
    ...toWatchedDocument(one.watchedPort),
    outcome:
      one.watchedAs === undefined ? (added.includes(one) ? 'added' : 'found') : 'watched-already',
    watchedAs: one.watchedAs ?? null,
    places: one.places.map(({ target, line, text }) => ({ file: target.file, line, text })),
  }));
  return { folder, ports };
}
