import { describe, expect, it } from 'vitest';
import { toUserDataFolder, type Surroundings } from '../../electron/adapters/user-data-folder.ts';

type Env = Surroundings['env'];

const onLinux = (env: Env, override?: string): string =>
  toUserDataFolder({ platform: 'linux', env, homeFolder: '/home/ada' }, override);
const onWindows = (env: Env, override?: string): string =>
  toUserDataFolder({ platform: 'win32', env, homeFolder: 'C:\\Users\\ada' }, override);

describe('the folder of the user data', () => {
  it('is below the configuration folder on Linux', () => {
    expect(onLinux({})).toBe('/home/ada/.config/Portreeve');
    expect(onLinux({ XDG_CONFIG_HOME: '/cfg' })).toBe('/cfg/Portreeve');
    expect(onLinux({ XDG_CONFIG_HOME: '' })).toBe('/home/ada/.config/Portreeve');
    expect(onLinux({ XDG_CONFIG_HOME: 'relative' })).toBe('/home/ada/.config/Portreeve');
  });

  it('is below Application Support on macOS', () => {
    const folder = toUserDataFolder({ platform: 'darwin', env: {}, homeFolder: '/Users/ada' });
    expect(folder).toBe('/Users/ada/Library/Application Support/Portreeve');
  });

  it('is below the roaming folder on Windows', () => {
    expect(onWindows({ APPDATA: 'D:\\Roaming' })).toBe('D:\\Roaming\\Portreeve');
    expect(onWindows({})).toBe('C:\\Users\\ada\\AppData\\Roaming\\Portreeve');
  });

  it('is wherever an absolute override says', () => {
    expect(onLinux({ XDG_CONFIG_HOME: '/cfg' }, '/tmp/x/../y')).toBe('/tmp/y');
    expect(onLinux({}, 'relative')).toBe('/home/ada/.config/Portreeve');
    expect(onLinux({}, '')).toBe('/home/ada/.config/Portreeve');
    expect(onWindows({}, 'E:\\data')).toBe('E:\\data');
  });
});
