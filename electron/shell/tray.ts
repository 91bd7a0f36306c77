import { Menu, Tray, type MenuItemConstructorOptions } from 'electron';
import type { TrayAction, TrayItem, TrayModel } from '../core/tray/tray-menu.ts';
import type { Box } from './popover-position.ts';
import { loadTrayIcon, toIconTitle, type TrayPlace } from './tray-icon.ts';

export interface TrayParts {
  readonly place: TrayPlace;
  readonly iconFolder: string;
  readonly onAction: (action: TrayAction) => void;
}

export interface TrayView {
  /** Shows the model; what did not change is not sent to the desktop again. */
  render(model: TrayModel): void;
  /** Registers anew: a Linux desktop that starts its tray later does not notice an old icon. */
  register(): void;
  getIconBox(): Box | undefined;
  destroy(): void;
}

export function createTrayView({ place, iconFolder, onAction }: TrayParts): TrayView {
  let tray: Tray | undefined;
  let shown: TrayModel | undefined;
  let wanted: TrayModel | undefined;
  let menu: Menu | undefined;

  function toTemplate(item: TrayItem): MenuItemConstructorOptions {
    switch (item.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'text':
        return { label: escapeLabel(item.label), enabled: false };
      case 'submenu':
        return { label: escapeLabel(item.label), submenu: item.items.map(toTemplate) };
      case 'action':
        return {
          label: escapeLabel(item.label),
          click: () => {
            onAction(item.action);
          },
        };
    }
  }

  function apply(): void {
    if (tray === undefined || wanted === undefined) return;
    if (JSON.stringify(shown?.icon) !== JSON.stringify(wanted.icon)) {
      tray.setImage(loadTrayIcon(iconFolder, wanted.icon, place));
      if (place === 'menu-bar') tray.setTitle(toIconTitle(wanted.icon));
    }
    if (shown?.tooltip !== wanted.tooltip) tray.setToolTip(wanted.tooltip);
    if (JSON.stringify(shown?.menu) !== JSON.stringify(wanted.menu)) {
      menu = Menu.buildFromTemplate(wanted.menu.map(toTemplate));
      // Linux desktops show a copy of the menu, so a change in place would never reach them. In the
      // menu bar of macOS a menu that is set opens at every click, and no click would be told of.
      if (place !== 'menu-bar') tray.setContextMenu(menu);
    }
    shown = wanted;
  }

  function register(): void {
    tray?.destroy();
    shown = undefined;
    tray = new Tray(loadTrayIcon(iconFolder, wanted?.icon ?? { kind: 'calm' }, place));
    tray.on('click', () => {
      onAction({ kind: 'open', window: 'popover' });
    });
    if (place === 'menu-bar') {
      tray.on('right-click', () => {
        tray?.popUpContextMenu(menu);
      });
    }
    apply();
  }

  return {
    render(model) {
      wanted = model;
      apply();
    },
    register,
    getIconBox: () => tray?.getBounds(),
    destroy() {
      tray?.destroy();
      tray = undefined;
    },
  };
}

/** An ampersand marks an access key in menus; doubled, it is itself. */
function escapeLabel(label: string): string {
  return label.replaceAll('&', '&&');
}
