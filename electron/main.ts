import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { app as electron } from 'electron';
import { findUserDataFolder, readDesktopTraits } from './adapters/surroundings.ts';
import { toFirstTrayModel } from './core/tray/first-tray-model.ts';
import type { TrayAction } from './core/tray/tray-menu.ts';
import type { Running } from './run.ts';
import { isAtLogin } from './shell/at-login.ts';
import { limitMainMemory, limitWindowMemory } from './shell/engine-memory.ts';
import { endWith, RUNNING_ALREADY } from './shell/last-words.ts';
import { prepareFolder, readFolderSwitch } from './shell/start-folder.ts';
import { findStartRefusal } from './shell/start-switches.ts';
import { keepGraphicsDriverOut } from './shell/toolkit-memory.ts';
import { createTrayView, type TrayView } from './shell/tray.ts';
import { secureProcess } from './shell/web-security.ts';

limitMainMemory();

/** As in electron-builder.yml. */
const APP_ID = 'dev.portreeve.app';
/** How long the icon has this thread for itself. */
const ICON_FIRST_MS = 30;

const here = dirname(fileURLToPath(import.meta.url));
const folderWanted = readFolderSwitch(process.argv);
const userDataFolder = findUserDataFolder(folderWanted);
const traits = readDesktopTraits();
electron.setPath('userData', userDataFolder);
electron.setName('Portreeve');
// Windows shows notifications only of apps that it knows by the id of their shortcut. Only there is
// there such a function.
if ('setAppUserModelId' in electron) electron.setAppUserModelId(APP_ID);

/** A developer's own start may do anything. */
const refusal = electron.isPackaged
  ? findStartRefusal({
      argv: process.argv,
      slashBeginsSwitch: traits.slashBeginsSwitch,
      isWithoutSandbox: electron.commandLine.hasSwitch('no-sandbox'),
      isRoot: process.geteuid?.() === 0,
    })
  : undefined;
const folderTrouble = refusal === undefined ? prepareFolder(userDataFolder) : undefined;
if (refusal !== undefined) {
  endWith(refusal, 1);
} else if (folderTrouble !== undefined) {
  endWith(
    `Portreeve cannot keep anything in ${userDataFolder}, so it does not start: ${folderTrouble}`,
    1,
  );
} else if (electron.requestSingleInstanceLock()) {
  secureProcess(traits);
  limitWindowMemory();
  const takeSwitchBack =
    traits.toolkit === 'gtk' ? keepGraphicsDriverOut(process.env) : () => undefined;
  // Where there is a Dock: windows come and go, and the icon in the menu bar stays.
  if (traits.trayPlace === 'menu-bar') electron.dock?.hide();
  // Not awaited here: Electron is not ready before this module has been evaluated to its end.
  void electron.whenReady().then(takeSwitchBack).then(start).catch(giveUpOn);
} else {
  endWith(
    isAtLogin(process.argv)
      ? RUNNING_ALREADY
      : 'Portreeve is running already; its window was opened.',
    0,
  );
}

/** An app that could not be put together must not stay behind and hold the lock. */
function giveUpOn(error: unknown): void {
  const detail = error instanceof Error ? error.message : String(error);
  endWith(`Portreeve could not start: ${detail}`, 1);
}

/** The icon is what a person waits for, so it comes before all that it will show and do. */
async function start(): Promise<void> {
  const tray = createTrayView({
    place: traits.trayPlace,
    iconFolder: join(here, 'icons', 'tray'),
    onAction: act,
  });
  tray.render(toFirstTrayModel(electron.getPreferredSystemLanguages()[0] ?? 'en'));
  tray.register();
  electron.on('second-instance', (_event, argv) => {
    // A restored session may start it as well as its entry does.
    if (isAtLogin(argv)) return;
    act({ kind: 'open', window: 'popover' });
  });
  // macOS does not start a second one: opened again, the app is told so.
  electron.on('activate', (_event, hasWindows) => {
    if (!hasWindows) act({ kind: 'open', window: 'popover' });
  });
  // Without a handler the app would end with its last window; the tray goes on.
  electron.on('window-all-closed', () => undefined);
  const loading = load(tray);
  // A click that comes early is answered as soon as it can be.
  function act(action: TrayAction): void {
    void loading.then((running) => {
      running.act(action);
    });
  }
  await (await loading).start();
}

/**
 * Putting an icon up takes the desktop and this thread a few messages to and fro, which loading
 * would hold up.
 */
async function load(tray: TrayView): Promise<Running> {
  await sleep(ICON_FIRST_MS);
  const { run } = await import('./run.ts');
  return run({ here, userDataFolder, folderWanted, isAtLogin: isAtLogin(process.argv), tray });
}
