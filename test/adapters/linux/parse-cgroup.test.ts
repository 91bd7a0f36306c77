import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseCgroup } from '../../../electron/adapters/linux/facts/parse-cgroup.ts';

const keySchema = z.object({
  systemdUnit: z.string().nullable(),
  userUnit: z.boolean().optional(),
});
const folder = new URL('../../fixtures/linux/', import.meta.url);
const samples = readdirSync(folder).filter((name) => /-cgroup-.*\.txt$/.test(name));

describe('the groups of a real process', () => {
  test.each(samples)('%s names the unit that its key names', (name) => {
    const key = keySchema.parse(
      JSON.parse(readFileSync(new URL(name.replace('.txt', '.expected.json'), folder), 'utf8')),
    );
    const wanted =
      key.systemdUnit === null
        ? undefined
        : {
            unit: key.systemdUnit,
            isUserUnit: key.userUnit === true,
            ...(key.userUnit === true && { managerUid: 1000 }),
          };
    expect(parseCgroup(readFileSync(new URL(name, folder), 'utf8'))).toEqual(wanted);
  });
});

test.each([
  [
    'a person’s own service manager is no unit',
    '/user.slice/user-1000.slice/user@1000.service',
    undefined,
  ],
  ['a login session is no unit', '/user.slice/user-1000.slice/session-3.scope', undefined],
  ['a scope below a service is somebody else’s', '/a.slice/b.service/c.scope', undefined],
  ['a part of a unit belongs to it', '/system.slice/db.service/worker', 'db.service'],
  ['a container below a unit is the engine’s', '/system.slice/docker.service/docker/ab', undefined],
  [
    'an instance keeps its name',
    '/system.slice/system-pg.slice/pg@15-main.service',
    'pg@15-main.service',
  ],
  [
    'a unit of a machine is not ours',
    '/machine.slice/systemd-nspawn@box.service/payload/system.slice/nginx.service',
    undefined,
  ],
  [
    'a person’s unit of a machine is not ours',
    '/machine.slice/systemd-nspawn@box.service/payload/user.slice/user-1000.slice/user@1000.service/app.slice/web.service',
    undefined,
  ],
  ['a podman container is the engine’s', '/machine.slice/libpod-12.scope/container', undefined],
  [
    'a podman container of a unit is the unit’s',
    `/system.slice/web.service/libpod-payload-${'0a'.repeat(32)}`,
    'web.service',
  ],
  ['a snap’s daemon is a unit', '/system.slice/snap.lxd.daemon.service', 'snap.lxd.daemon.service'],
  [
    'a snap’s application is a group of its own',
    '/user.slice/user-1000.slice/user@1000.service/app.slice/snap.code.code-1a2b.scope',
    undefined,
  ],
  [
    'a flatpak is a group of its own',
    '/user.slice/user-1000.slice/user@1000.service/app.slice/app-flatpak-org.gimp.GIMP-7.scope',
    undefined,
  ],
  ['a unit named like a file of the kernel', '/system.slice/_memory.service', 'memory.service'],
  ['a unit with a line in front', '/system.slice/__x.service', '_x.service'],
])('%s', (_, path, unit) => {
  expect(parseCgroup(`0::${path}\n`)?.unit).toBe(unit);
});

test('any text is read without a throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(() => [parseCgroup(text), parseCgroup(`0::/${text}`)]).not.toThrow();
    }),
  );
});
