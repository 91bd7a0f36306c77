import { describe, expect, it } from 'vitest';
import { toDesktopTraits } from '../../electron/adapters/desktop-traits.ts';

describe('the traits of a desktop', () => {
  it('are those of the session bus and of desktop entries on Linux', () => {
    const env = { XDG_CONFIG_HOME: '/cfg' };
    expect(toDesktopTraits({ platform: 'linux', env, homeFolder: '/home/ada' })).toEqual({
      trayHost: 'session-bus',
      notifications: 'session-bus',
      networkService: 'in-process',
      autostart: 'desktop-entry',
      configFolder: '/cfg',
    });
  });

  it.each([
    ['darwin', '/Users/ada', '/Users/ada/Library/Application Support'],
    ['win32', 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Roaming'],
  ] as const)('are those of the system itself on %s', (platform, homeFolder, configFolder) => {
    expect(toDesktopTraits({ platform, env: {}, homeFolder })).toEqual({
      trayHost: 'built-in',
      notifications: 'system',
      networkService: 'apart',
      autostart: 'system',
      configFolder,
    });
  });
});
