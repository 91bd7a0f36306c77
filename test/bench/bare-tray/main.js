// The least that an Electron with a tray can be: what Portreeve's own part is measured against.
import { join } from 'node:path';
import { app, BrowserWindow, Menu, Tray } from 'electron';

/** @type {Tray | undefined} kept, or the icon would be collected */
let tray;

app.on('window-all-closed', () => undefined);

void app.whenReady().then(() => {
  tray = new Tray(join(import.meta.dirname, '../../../build/icons/32x32.png'));
  tray.setToolTip('Bare');
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit', role: 'quit' }]));
  tray.on('click', () => {
    const window = new BrowserWindow({ width: 440, height: 680, show: false });
    window.once('ready-to-show', () => window.show());
    void window.loadURL('data:text/html,<h1>bare</h1>');
  });
});
