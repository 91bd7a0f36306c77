import { BrowserWindow, nativeTheme, screen, type Session, type WebContents } from 'electron';
import type { WindowName } from '../../shared/contract.ts';
import type { Locale } from '../../shared/locale.ts';
import type { WindowSize } from '../../shared/settings.ts';
import { isShown, toPopoverPosition, type Box } from './popover-position.ts';
import { POPOVER_SIZE, toFittingSize, watchSize } from './popover-size.ts';
import { toPageUrl, toWebPreferences } from './web-security.ts';

/** A popover that was closed is shown again at once within this time; then its memory is given back. */
const KEEP_HIDDEN_MS = 60_000;
const HISTORY_SIZE = { width: 1040, height: 720 };
const WELCOME_SIZE = { width: 560, height: 640 };
const SETTINGS_SIZE = { width: 1000, height: 700 };
/** The page's own paper, so that nothing flashes before the first paint. */
const PAPER = { light: '#f7f8fa', dark: '#12171e' };

export interface WindowsParts {
  /** Made for the first window; the tray alone needs none. */
  readonly createPages: () => Session;
  readonly preload: string;
  readonly iconPath: string;
  /** Where the tray icon is, as far as the desktop tells. */
  readonly findTrayIcon: () => Box | undefined;
  /** Without a tray the popover is an ordinary window that stays. */
  readonly hasTray: () => boolean;
  readonly readLocale: () => Locale;
  readonly readPopoverLook: () => PopoverLook;
  readonly onPopoverResized: (size: WindowSize) => void;
  /** It is about to be seen, for the first time or again. */
  readonly onOpened: (name: WindowName) => void;
  /** It is out of sight, though its page may live on for a while. */
  readonly onHidden: (name: WindowName) => void;
  readonly onClosed: (name: WindowName) => void;
  /** The process behind its page is gone, and the window with it. */
  readonly onCrashed: (crash: WindowCrash) => void;
}

export interface WindowCrash {
  readonly name: WindowName;
  /** In Chromium's words, such as `crashed` or `oom`. */
  readonly reason: string;
  readonly wasSeen: boolean;
}

/** What the person made of the popover. */
export interface PopoverLook {
  readonly size: WindowSize | undefined;
  /** It stays when something else is clicked, and stands in the task bar. */
  readonly isPinned: boolean;
}

export interface Windows {
  /** Opens the window or brings it to the front; resolves when its page can be talked to. */
  open(name: WindowName): Promise<WebContents>;
  /** Takes it out of sight; the popover's page is kept for a while. */
  close(name: WindowName): void;
  /** Follows the look that `readPopoverLook` gives now. */
  applyPopoverLook(): void;
  /** The page of this window, while it is open. */
  find(name: WindowName): WebContents | undefined;
  /** Whose contents these are; undefined for contents that are not ours. */
  findName(contents: WebContents): WindowName | undefined;
  /** The pages that can be seen now. */
  listOpen(): readonly WebContents[];
}

interface OpenWindow {
  readonly window: BrowserWindow;
  readonly loaded: Promise<void>;
  /** Runs while the window is hidden, and destroys it. */
  goingAway: NodeJS.Timeout | undefined;
}

/**
 * The windows are made when they are wanted and gone when they are closed, for hidden ones cost
 * memory; only the popover, which is looked at again and again, outlives its closing for a while.
 */
export function createWindows(parts: WindowsParts): Windows {
  const open = new Map<WindowName, OpenWindow>();

  let sharedPages: Session | undefined;

  function createWindow(name: WindowName): BrowserWindow {
    sharedPages ??= parts.createPages();
    const pages = sharedPages;
    const common = {
      show: false,
      icon: parts.iconPath,
      backgroundColor: nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light,
      webPreferences: toWebPreferences(pages, parts.preload),
    };
    switch (name) {
      case 'settings':
        return new BrowserWindow({
          ...common,
          ...SETTINGS_SIZE,
          minWidth: 760,
          minHeight: 520,
          title: 'Portreeve',
          autoHideMenuBar: true,
        });
      case 'history':
        return new BrowserWindow({
          ...common,
          ...HISTORY_SIZE,
          minWidth: 640,
          minHeight: 480,
          title: 'Portreeve',
          autoHideMenuBar: true,
        });
      case 'welcome':
        return new BrowserWindow({
          ...common,
          ...WELCOME_SIZE,
          minWidth: 320,
          minHeight: 420,
          title: 'Portreeve',
          autoHideMenuBar: true,
          fullscreenable: false,
          maximizable: false,
        });
      case 'popover': {
        const window = new BrowserWindow({
          ...common,
          ...toFittingSize(readPopoverSize()),
          minWidth: 320,
          minHeight: 360,
          title: 'Portreeve',
          frame: false,
          skipTaskbar: !isOrdinary(),
          fullscreenable: false,
          maximizable: false,
        });
        placePopover(window);
        window.on('blur', () => {
          if (!window.webContents.isDevToolsOpened() && !isOrdinary()) hidePopover();
        });
        appliedSize = readPopoverSize();
        watchSize(window, readPopoverSize, (size) => {
          appliedSize = size;
          parts.onPopoverResized(size);
        });
        return window;
      }
    }
  }

  /** The last size that the popover was given, or that the person gave it. */
  let appliedSize: WindowSize = POPOVER_SIZE;

  const readPopoverSize = (): WindowSize => parts.readPopoverLook().size ?? POPOVER_SIZE;

  /** Without a tray, or pinned, the popover is a window like any other. */
  function isOrdinary(): boolean {
    return parts.readPopoverLook().isPinned || !parts.hasTray();
  }

  function hidePopover(): void {
    const known = open.get('popover');
    if (known === undefined || known.goingAway !== undefined) return;
    const { window } = known;
    window.hide();
    known.goingAway = setTimeout(() => {
      window.destroy();
    }, KEEP_HIDDEN_MS);
    parts.onHidden('popover');
  }

  function showAgain(known: OpenWindow, name: WindowName): void {
    const { window } = known;
    if (known.goingAway !== undefined) {
      clearTimeout(known.goingAway);
      known.goingAway = undefined;
      placePopover(window);
      // What is shown is brought up to date before it is seen.
      parts.onOpened(name);
    }
    window.show();
    window.focus();
  }

  function placePopover(window: BrowserWindow): void {
    const pointer = screen.getCursorScreenPoint();
    const icon = parts.findTrayIcon();
    // The keyboard may open it while the pointer is on another display than the icon.
    const { workArea } = screen.getDisplayNearestPoint(isShown(icon) ? icon : pointer);
    const { width, height } = window.getBounds();
    const { x, y } = toPopoverPosition({ width, height }, icon, pointer, workArea);
    window.setPosition(x, y);
  }

  return {
    async open(name) {
      const known = open.get(name);
      if (known !== undefined) {
        await known.loaded;
        if (!known.window.isDestroyed()) showAgain(known, name);
        return known.window.webContents;
      }
      const window = createWindow(name);
      window.removeMenu();
      const loaded = window.loadURL(toPageUrl(name, parts.readLocale()));
      const opened: OpenWindow = { window, loaded, goingAway: undefined };
      open.set(name, opened);
      parts.onOpened(name);
      window.once('closed', () => {
        clearTimeout(opened.goingAway);
        open.delete(name);
        parts.onClosed(name);
      });
      // A page that has crashed cannot even close itself.
      window.webContents.once('render-process-gone', (_event, { reason }) => {
        const wasSeen = opened.goingAway === undefined;
        window.destroy();
        parts.onCrashed({ name, reason, wasSeen });
      });
      loaded.catch(() => {
        if (!window.isDestroyed()) window.destroy();
      });
      window.once('ready-to-show', () => {
        window.show();
        window.focus();
      });
      await loaded;
      return window.webContents;
    },
    close(name) {
      if (name === 'popover' && parts.hasTray()) hidePopover();
      else open.get(name)?.window.close();
    },
    applyPopoverLook() {
      const window = open.get('popover')?.window;
      if (window === undefined || window.isDestroyed()) return;
      window.setSkipTaskbar(!isOrdinary());
      const size = readPopoverSize();
      if (size.width === appliedSize.width && size.height === appliedSize.height) return;
      // It was opened before the settings were read.
      appliedSize = size;
      const { width, height } = toFittingSize(size);
      window.setSize(width, height);
      placePopover(window);
    },
    find: (name) => open.get(name)?.window.webContents,
    findName(contents) {
      for (const [name, { window }] of open) {
        if (!window.isDestroyed() && window.webContents === contents) return name;
      }
      return undefined;
    },
    listOpen: () =>
      [...open.values()]
        .filter(({ window, goingAway }) => !window.isDestroyed() && goingAway === undefined)
        .map(({ window }) => window.webContents),
  };
}
