import { join } from 'node:path';
import { app as electron, type WebContents } from 'electron';
import type { ViewRequest, WindowName } from '../shared/contract.ts';
import { toTranslate } from '../shared/messages/translate.ts';
import type { Translate } from '../shared/messages/translator.ts';
import { createHost } from './adapters/create-host.ts';
import { readDesktopTraits } from './adapters/surroundings.ts';
import { createApp } from './app.ts';
import { createAnnouncer } from './core/announcer.ts';
import { createCoordinator } from './ipc/coordinator.ts';
import { toTrayModel } from './core/tray/tray-model.ts';
import type { TrayAction } from './core/tray/tray-menu.ts';
import { listenForCommands, publish } from './ipc/main-transport.ts';
import type { Router } from './ipc/router.ts';
import { createSnapshotFeed } from './ipc/snapshot-feed.ts';
import { createBusNotifier } from './shell/bus-notifier.ts';
import { toNotices, type ConflictNotice } from './shell/conflict-notices.ts';
import { isDoNotDisturb } from './shell/do-not-disturb.ts';
import { createComebacks } from './shell/comebacks.ts';
import { createDesktopSettings } from './shell/desktop-settings.ts';
import { connectSessionBus } from './shell/session-bus.ts';
import { createSystemNotifier } from './shell/system-notifier.ts';
import { createDesktopHandlers } from './shell/desktop-handlers.ts';
import { createFileHandlers } from './shell/file-handlers.ts';
import { followPower, isOnBattery } from './shell/follow-power.ts';
import { endWith, RUNNING_ALREADY } from './shell/last-words.ts';
import { createGrantingHandlers } from './shell/granting-handlers.ts';
import { createTerminal } from './shell/terminal.ts';
import { createTrayActions } from './shell/tray-actions.ts';
import { builtInTrayHost, watchTrayHost, type TrayHost } from './shell/tray-host.ts';
import { createTrayPresence } from './shell/tray-presence.ts';
import type { TrayView } from './shell/tray.ts';
import { createPageSession, isOwnPage } from './shell/web-security.ts';
import { createViewRequests } from './shell/view-requests.ts';
import { createWindowHandlers } from './shell/window-handlers.ts';
import { createWindows } from './shell/windows.ts';

export interface RunParts {
  /** Where the built program lies. */
  readonly here: string;
  readonly userDataFolder: string;
  /** The folder that the command line named, if it did. */
  readonly folderWanted: string | undefined;
  /** Whether the desktop started it with the session, and no person. */
  readonly isAtLogin: boolean;
  /** Registered already. */
  readonly tray: TrayView;
}

export interface Running {
  act(action: TrayAction): void;
  /** Begins to watch; resolves when the first answer is there. */
  start(): Promise<void>;
}

/** Puts the application and everything that shows it together; they live until Quit. */
export function run({ here, userDataFolder, folderWanted, isAtLogin, tray }: RunParts): Running {
  const terminal = createTerminal();
  const traits = readDesktopTraits();
  const [systemLanguage] = electron.getPreferredSystemLanguages();
  const host = createHost({
    userDataFolder,
    ...(systemLanguage !== undefined && { systemLanguage }),
  });
  const logTrouble = (event: string) => (error: unknown) => {
    host.logger.log('warn', event, { error });
  };
  process.on('uncaughtException', logTrouble('bug'));
  process.on('unhandledRejection', logTrouble('bug'));

  const desktop: { trayHost?: TrayHost; isQuitting: boolean } = { isQuitting: false };
  electron.once('before-quit', () => {
    desktop.isQuitting = true;
  });
  const app = createApp(host);
  const getTranslate = (): Translate => toTranslate(app.getSnapshot().locale, host.system);
  const iconPath = join(here, 'icons', 'portreeve.png');
  const bus =
    traits.trayHost === 'session-bus'
      ? connectSessionBus(logTrouble('session-bus-failed'))
      : undefined;
  const onNotificationTrouble = logTrouble('notification-failed');
  const notifier =
    traits.notifications === 'session-bus'
      ? createBusNotifier({
          bus,
          iconPath,
          toOpenLabel: () => getTranslate()('tray.open'),
          onTrouble: onNotificationTrouble,
        })
      : createSystemNotifier(onNotificationTrouble);
  const windows = createWindows({
    createPages: () => createPageSession(join(here, 'renderer')),
    preload: join(here, 'preload.cjs'),
    iconPath,
    findTrayIcon: () => tray.getIconBox(),
    hasTray: () => desktop.trayHost?.isPresent() ?? false,
    readLocale: () => app.getSnapshot().locale,
    readPopoverLook: () => {
      const { popoverSize, isPinned } = app.getSnapshot().settings;
      return { size: popoverSize, isPinned };
    },
    onPopoverResized: app.setPopoverSize,
    onOpened: (name) => {
      void loadRouter();
      tellActivity();
      const contents = windows.find(name);
      if (contents !== undefined) publishSnapshot(contents);
    },
    onHidden: () => {
      tellActivity();
    },
    onClosed: (name) => {
      viewRequests.markClosed(name);
      // Where there is no icon to click, a window must stay.
      // A quit closes the windows too, and one that opens then would hold it up.
      const isAlone = name === 'welcome' && desktop.trayHost?.isPresent() === false;
      if (isAlone && !desktop.isQuitting) open('popover');
      tellActivity();
    },
    onCrashed: ({ name, reason, wasSeen }) => {
      host.logger.log('error', 'window-crashed', { name, reason });
      // Whoever looked at it wants to look on; what was hidden opens anew when it is wanted.
      if (wasSeen && mayComeBack(name)) open(name);
    },
  });
  const mayComeBack = createComebacks(() => host.clock.monotonicMs());
  const feed = createSnapshotFeed<WebContents>();
  const viewRequests = createViewRequests((name, request) => {
    const contents = windows.find(name);
    if (contents !== undefined) publish(contents, 'view.requested', request);
  });
  const announcer = createAnnouncer({
    clock: host.clock,
    getSnapshot: app.getSnapshot,
    isDoNotDisturb: () => isDoNotDisturb(bus, onNotificationTrouble),
    tell: (news) => {
      for (const notice of toNotices(app.getSnapshot(), news, getTranslate())) show(notice);
    },
    onBug: logTrouble('bug'),
  });
  const act = createTrayActions({
    app,
    notifier,
    getTranslate,
    open,
    quit: () => {
      electron.quit();
    },
  });

  function show(notice: ConflictNotice): void {
    void notifier.notify({
      ...notice,
      onClick: () => {
        open('popover', notice.view);
      },
      actions: notice.items.map(({ label, action }) => ({ label, run: () => carryOut(action) })),
    });
  }

  function publishSnapshot(contents: WebContents): void {
    const change = feed.next(contents, app.getSnapshot());
    if (change !== undefined) publish(contents, 'snapshot.changed', change);
  }

  function carryOut(action: TrayAction): void {
    act(action).catch(logTrouble('bug'));
  }

  function open(name: WindowName, view?: ViewRequest): void {
    if (view !== undefined) viewRequests.ask(name, view);
    windows.open(name).catch(logTrouble('window-failed'));
  }

  function tellActivity(): void {
    app.setActivity({
      isWindowOpen: windows.listOpen().length > 0,
      isOnBattery: isOnBattery(),
    });
  }

  const trayPresence = createTrayPresence({
    clock: host.clock,
    isAtLogin,
    onCame: () => {
      tray.register();
      app.removeNotice('no-tray');
    },
    onMissing: () => {
      app.addNotice({ kind: 'no-tray', id: 'no-tray' });
      // The welcome opens it when it is closed itself.
      if (windows.find('welcome') === undefined) open('popover');
    },
  });

  async function createCheckedRouter(): Promise<Router> {
    const { createRouter } = await import('./ipc/router.ts');
    return createRouter(
      {
        ...app.handlers,
        ...createGrantingHandlers({ app, windows, getTranslate }),
        ...createFileHandlers({ app, host, windows, getTranslate }),
        ...createDesktopHandlers({
          app,
          host,
          announcer,
          notifier,
          getTranslate,
          open,
          userDataFolder,
          here,
          foldersMayRun: traits.foldersMayRun,
        }),
        ...createWindowHandlers({ app, windows, viewRequests, feed, open }),
      },
      {
        refused: (cause, name) => {
          host.logger.log('warn', 'command-refused', { cause, name });
        },
        failed: (name, error) => {
          host.logger.log('error', 'bug', { name, error });
        },
      },
    );
  }

  let router: Promise<Router> | undefined;
  /** Loaded with the first window: the tray asks nothing, and the contract is large. */
  const loadRouter = (): Promise<Router> => (router ??= createCheckedRouter());

  listenForCommands({
    router: async (request, sender) => (await loadRouter())(request, sender),
    findWindow: (contents) => windows.findName(contents),
    isOwnPage,
    onRefused: (cause) => {
      host.logger.log('warn', 'command-refused', { cause });
    },
    monotonicMs: () => host.clock.monotonicMs(),
  });

  const applyDesktopSettings = createDesktopSettings({
    ...traits,
    ...(folderWanted !== undefined && { userDataFolder }),
    saveText: host.saveText,
    onTrouble: logTrouble('launch-at-login-failed'),
  });
  app.subscribe((snapshot) => {
    applyDesktopSettings(snapshot.settings);
    windows.applyPopoverLook();
    tray.render(toTrayModel(snapshot, getTranslate()));
    terminal.changed(snapshot, getTranslate());
    for (const contents of windows.listOpen()) publishSnapshot(contents);
  });
  app.subscribeToAlerts(announcer.hearOfConflicts);
  app.subscribeToRuleKills((kill) => {
    if (kill.kind === 'killed') announcer.hearOfRuleKill(kill);
  });
  app.subscribeToHealthAlerts(announcer.hearOfOutage);
  followPower({ onSuspend: app.suspend, onResume: app.resume, onSupplyChange: tellActivity });
  const coordinator = createCoordinator(host, app.requests);
  endWell(async () => {
    announcer.stop();
    await coordinator.stop();
    await app.stop();
  });

  return {
    act: carryOut,
    async start() {
      const trayHost =
        traits.trayHost === 'built-in'
          ? builtInTrayHost
          : await watchTrayHost(bus, trayPresence.change, logTrouble('session-bus-failed'));
      desktop.trayHost = trayHost;
      // Two that are started in the same instant get past Chromium's lock now and then.
      if ((await coordinator.start()) === 'another-runs') return endWith(RUNNING_ALREADY, 0);
      await app.start();
      coordinator.answer();
      terminal.started(app.getSnapshot(), getTranslate());
      if (process.getuid?.() === 0)
        app.addNotice({ kind: 'running-as-root', id: 'running-as-root' });
      if (app.isFirstStart()) open('welcome');
      trayPresence.begin(trayHost.isPresent());
    },
  };
}

/** Lets what is being written be written before the app ends. */
function endWell(stop: () => Promise<void>): void {
  electron.once('will-quit', (event) => {
    event.preventDefault();
    void stop().finally(() => {
      electron.exit(0);
    });
  });
}
