import { describe, expect, it } from 'vitest';
import { toDesktopTraits } from '../../electron/adapters/desktop-traits.ts';

describe('the traits of a desktop', () => {
  it('are those of the session bus and of desktop entries on Linux', () => {
    const env = { XDG_CONFIG_HOME: '/cfg' };
    expect(toDesktopTraits({ platform: 'linux', env, homeFolder: '/home/ada' })).toEqual({
      trayHost: 'session-bus',
      trayPlace: 'panel',
      notifications: 'session-bus',
      networkService: 'in-process',
      toolkit: 'gtk',
      autostart: 'desktop-entry',
      configFolder: '/cfg',
      slashBeginsSwitch: false,
      foldersMayRun: false,
    });
  });

  it.each([
    ['darwin', '/Users/ada', '/Users/ada/Library/Application Support', 'menu-bar'],
    ['win32', 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Roaming', 'notification-area'],
  ] as const)('are the system’s own on %s', (platform, homeFolder, configFolder, trayPlace) => {
    expect(toDesktopTraits({ platform, env: {}, homeFolder })).toEqual({
      trayHost: 'built-in',
      trayPlace,
      notifications: 'system',
      networkService: 'apart',
      toolkit: 'system',
      autostart: 'system',
      configFolder,
      slashBeginsSwitch: platform === 'win32',
      foldersMayRun: platform === 'darwin',
    });
  });
});
