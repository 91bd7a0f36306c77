import { toConfigFolder, type Surroundings } from './user-data-folder.ts';

/** Where desktops differ in what the shell must do. */
export interface DesktopTraits {
  /** On Linux a program on the session bus shows the icons, and there may be none. */
  readonly trayHost: 'built-in' | 'session-bus';
  /** In macOS's menu bar, which draws shapes in colours of its own, and whose apps have a Dock. */
  readonly trayPlace: 'panel' | 'menu-bar' | 'notification-area';
  /** On Linux a program on the session bus shows notifications, and it knows buttons. */
  readonly notifications: 'system' | 'session-bus';
  /**
   * Chromium keeps a process of 11 MB for a network that this app does not use. It may do without
   * on Linux, where that process has no sandbox of its own and would keep nothing in.
   */
  readonly networkService: 'apart' | 'in-process';
  /** What draws the menus and dialogs that are not the app's own. */
  readonly toolkit: 'gtk' | 'system';
  readonly autostart: 'desktop-entry' | 'system';
  readonly configFolder: string;
  /** Whether `/` begins a switch on a command line, as on Windows. */
  readonly slashBeginsSwitch: boolean;
  /** Whether to open a folder may be to run it, as on macOS. */
  readonly foldersMayRun: boolean;
}

/** What holds for the desktop of this platform. */
export function toDesktopTraits(surroundings: Surroundings): DesktopTraits {
  const configFolder = toConfigFolder(surroundings);
  return surroundings.platform === 'darwin' || surroundings.platform === 'win32'
    ? {
        trayHost: 'built-in',
        trayPlace: surroundings.platform === 'darwin' ? 'menu-bar' : 'notification-area',
        notifications: 'system',
        networkService: 'apart',
        toolkit: 'system',
        autostart: 'system',
        configFolder,
        slashBeginsSwitch: surroundings.platform === 'win32',
        foldersMayRun: surroundings.platform === 'darwin',
      }
    : {
        trayHost: 'session-bus',
        trayPlace: 'panel',
        notifications: 'session-bus',
        networkService: 'in-process',
        toolkit: 'gtk',
        autostart: 'desktop-entry',
        configFolder,
        slashBeginsSwitch: false,
        foldersMayRun: false,
      };
}
