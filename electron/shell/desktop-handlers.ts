import { statSync } from 'node:fs';
import { join } from 'node:path';
import { app as electron, clipboard, shell } from 'electron';
import type { CommandHandlers, ViewRequest, WindowName } from '../../shared/contract.ts';
import type { Diagnostics } from '../../shared/diagnostics.ts';
import type { Listener } from '../../shared/listener.ts';
import { toLocalUrl } from '../../shared/local-url.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { App } from '../app.ts';
import type { Announcer } from '../core/announcer.ts';
import type { Host } from '../core/host.ts';
import { toFolderOpening } from './folder-opening.ts';
import type { Notifier } from './notifier.ts';

/** As the build writes it, and as electron-builder.yml places it. */
const LICENSES_NAME = 'third-party-licenses.txt';

/** The commands that open something of the desktop, or put something on it. */
export type DesktopHandlers = Pick<
  CommandHandlers,
  | 'process.open-log'
  | 'listener.open-page'
  | 'listener.open-folder'
  | 'text.copy'
  | 'notification.test'
  | 'diagnostics.read'
  | 'diagnostics.copy'
  | 'files.open-folder'
  | 'licenses.open'
>;

export interface DesktopHandlersParts {
  readonly app: Pick<App, 'diagnose' | 'findLogFile' | 'getSnapshot'>;
  readonly host: Pick<Host, 'system'>;
  readonly announcer: Pick<Announcer, 'findQuiet'>;
  readonly notifier: Notifier;
  readonly getTranslate: () => Translate;
  readonly open: (window: WindowName, view?: ViewRequest) => void;
  readonly userDataFolder: string;
  /** Where the built program lies. */
  readonly here: string;
  /** On this system a folder may be a program. */
  readonly foldersMayRun: boolean;
}

export function createDesktopHandlers(parts: DesktopHandlersParts): DesktopHandlers {
  const { app, host, announcer, notifier, getTranslate, open, userDataFolder } = parts;

  /** Main itself looks up what an act is about: pages name listeners and never addresses or files. */
  function findListener<Fact>(
    listenerKey: string,
    toFact: (listener: Listener) => Fact | undefined,
  ): Fact | undefined {
    const listener = app.getSnapshot().listeners.find(({ key }) => key === listenerKey);
    return listener === undefined ? undefined : toFact(listener);
  }

  const diagnose = (): Promise<Diagnostics> => app.diagnose(readVersions(host.system));

  return {
    'process.open-log': async ({ id }) => {
      const file = app.findLogFile(id);
      if (file !== undefined) await shell.openPath(file);
      return {};
    },
    'listener.open-page': async ({ listenerKey }) => {
      const url = findListener(listenerKey, toLocalUrl);
      if (url !== undefined) await shell.openExternal(url);
      return {};
    },
    'listener.open-folder': async ({ listenerKey }) => {
      const folder = findListener(listenerKey, toFolder);
      if (folder === undefined || !isFolder(folder)) return {};
      if (toFolderOpening(folder, parts.foldersMayRun) === 'open') await shell.openPath(folder);
      else shell.showItemInFolder(folder);
      return {};
    },
    'text.copy': async ({ text }) => {
      await clipboard.writeText(text);
      return {};
    },
    'notification.test': async () => {
      const quiet = await announcer.findQuiet();
      if (quiet !== undefined) return { kind: quiet };
      const t = getTranslate();
      const kind = await notifier.notify({
        title: t('notification.test-title'),
        body: t('notification.test-body'),
        onClick: () => {
          open('settings');
        },
      });
      return { kind };
    },
    'diagnostics.read': async () => ({ diagnostics: await diagnose(), folder: userDataFolder }),
    'diagnostics.copy': async () => {
      await clipboard.writeText(JSON.stringify(await diagnose(), undefined, 2));
      return {};
    },
    'files.open-folder': async () => {
      await shell.openPath(userDataFolder);
      return {};
    },
    'licenses.open': async () => {
      const folder = electron.isPackaged ? process.resourcesPath : parts.here;
      const file = join(folder, LICENSES_NAME);
      const trouble = await shell.openPath(file);
      return trouble === '' ? { kind: 'opened' } : { kind: 'not-opened', file };
    },
  };
}

/** What a report about a mistake must name. */
function readVersions(system: string): Readonly<Record<string, string>> {
  const { electron: ofElectron, chrome, node } = process.versions;
  return {
    portreeve: electron.getVersion(),
    electron: ofElectron,
    chrome,
    node,
    system: `${system} ${process.getSystemVersion()} ${process.arch}`,
  };
}

function toFolder({ owners }: Listener): string | undefined {
  return owners[0]?.project ?? owners[0]?.cwd;
}

/** Whether this is a folder now: to open a file would be to run it. */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
