import { BrowserWindow, nativeTheme, screen, type Session, type WebContents } from 'electron';
import type { WindowName } from '../../shared/contract.ts';
import { isShown, toPopoverPosition, type Box } from './popover-position.ts';
import { toPageUrl, toWebPreferences } from './web-security.ts';

const POPOVER_SIZE = { width: 440, height: 680 };
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
  readonly onOpened: (name: WindowName) => void;
  readonly onClosed: (name: WindowName) => void;
}

export interface Windows {
  /** Opens the window or brings it to the front; resolves when its page can be talked to. */
  open(name: WindowName): Promise<WebContents>;
  close(name: WindowName): void;
  /** The page of this window, while it is open. */
  find(name: WindowName): WebContents | undefined;
  /** Whose contents these are; undefined for contents that are not ours. */
  findName(contents: WebContents): WindowName | undefined;
  /** The pages that are open now. */
  listOpen(): readonly WebContents[];
}

/** The windows are made when they are wanted and gone when they are closed: hidden ones cost memory. */
export function createWindows(parts: WindowsParts): Windows {
  const open = new Map<WindowName, { window: BrowserWindow; loaded: Promise<void> }>();

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
      case 'popover': {
        const window = new BrowserWindow({
          ...common,
          ...POPOVER_SIZE,
          minWidth: 360,
          minHeight: 400,
          title: 'Portreeve',
          frame: false,
          skipTaskbar: parts.hasTray(),
          fullscreenable: false,
          maximizable: false,
        });
        placePopover(window);
        window.on('blur', () => {
          const isNeededElsewhere = window.webContents.isDevToolsOpened() || !parts.hasTray();
          if (!isNeededElsewhere) window.close();
        });
        return window;
      }
    }
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
        known.window.show();
        known.window.focus();
        return known.window.webContents;
      }
      const window = createWindow(name);
      window.removeMenu();
      const loaded = window.loadURL(toPageUrl(name));
      open.set(name, { window, loaded });
      parts.onOpened(name);
      window.once('closed', () => {
        open.delete(name);
        parts.onClosed(name);
      });
      // A page that has crashed cannot even close itself; the next opening makes a new one.
      window.webContents.once('render-process-gone', () => {
        window.destroy();
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
      open.get(name)?.window.close();
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
        .filter(({ window }) => !window.isDestroyed())
        .map(({ window }) => window.webContents),
  };
}
