import { expect, test } from 'vitest';
import { toProgramFile } from '../../electron/shell/program-file.ts';

const APPIMAGE = '/home/ann/Portreeve.AppImage';

test('an AppImage is started again by its own file', () => {
  const env = { APPIMAGE, APPDIR: '/tmp/.mount_Portre' };
  expect(toProgramFile('/tmp/.mount_Portre/portreeve-app', env)).toBe(APPIMAGE);
});

test.each([
  ['nothing', {}],
  ['the AppImage that its terminal runs from', { APPIMAGE, APPDIR: '/tmp/.mount_Ide' }],
  ['a mount whose name only begins alike', { APPIMAGE, APPDIR: '/opt/Portree' }],
  ['no mount', { APPIMAGE }],
])('an installed program is started again by its file, told of %s', (_what, env) => {
  expect(toProgramFile('/opt/Portreeve/portreeve-app', env)).toBe('/opt/Portreeve/portreeve-app');
});
