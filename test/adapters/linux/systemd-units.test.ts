import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { isSameListen, parseListen } from '../../../electron/adapters/linux/units/parse-listen.ts';
import {
  parseTimeSpan,
  parseUnitProperties,
} from '../../../electron/adapters/linux/units/parse-unit-properties.ts';
import { createSystemdUnits } from '../../../electron/adapters/linux/units/systemd-units.ts';
import { eventually } from '../../support/eventually.ts';
import { isReachable } from '../../support/squatter.ts';
import {
  startUserManager,
  whyNoUserManager,
  type UserManager,
} from '../../support/user-manager.ts';

const captured = readFileSync(
  new URL('../../fixtures/linux/70-systemctl-show-sockets.txt', import.meta.url),
  'utf8',
);
const web = { name: 'web.service', isUserUnit: false };

test.each([
  ['0', 0],
  ['100ms', 100],
  ['1.500000s', 1_500],
  ['1min 30s', 90_000],
  ['2s', 2_000],
  ['5us', 0],
  ['1h 2min 3s 4ms', 3_723_004],
  ['2d', 172_800_000],
  ['2weeks', undefined],
  ['2w', 1_209_600_000],
  ['infinity', undefined],
  ['', undefined],
  ['ms', undefined],
])('the time span %j has %s milliseconds', (text, ms) => {
  expect(parseTimeSpan(text)).toBe(ms);
});

describe('the addresses of socket units', () => {
  test('are read from what systemctl said of a machine', () => {
    const listening = parseUnitProperties(captured).map((unit) => [
      unit.get('Id')?.[0],
      ...parseListen(unit).map(({ protocol, address, port }) => `${protocol} ${address} ${port}`),
    ]);
    expect(listening).toEqual([
      ['dbus.socket'],
      [
        'echo.socket',
        'tcp 127.0.0.1 45902',
        'udp 127.0.0.1 45903',
        'tcp ::1 45904',
        'tcp :: 45905',
      ],
      ['cups.socket', 'tcp 127.0.0.1 631', 'tcp fe80::1 631'],
    ]);
  });

  test.each([
    ['Listen=*:22 (Stream)', '0.0.0.0', true],
    ['Listen=*:22 (Stream)', '::', true],
    ['Listen=*:22 (Stream)', '127.0.0.1', false],
    ['ListenStream=[::]:22', '::', true],
    ['Listen=[::]:22 (Datagram)', '::', false],
    ['Listen=0.0.0.0:22 (Stream)', '::', false],
    ['Listen=[::ffff:127.0.0.1]:22 (Stream)', '127.0.0.1', true],
    ['Listen=127.0.0.1:22 (Stream)', '::ffff:127.0.0.1', true],
    ['Listen=127.0.0.1:2222 (Stream)', '127.0.0.1', false],
    ['Listen=@abstract:22 (Stream)', '0.0.0.0', false],
    ['Listen=vsock:2:22 (Stream)', '0.0.0.0', false],
    ['Listen=/run/x:22 (Stream)', '0.0.0.0', false],
  ])('%s are the listener on port 22 of %s: %s', (line, address, isSame) => {
    const [unit] = parseUnitProperties(line);
    const found = (unit === undefined ? [] : parseListen(unit)).some((listen) =>
      isSameListen(listen, { protocol: 'tcp', address, port: 22 }),
    );
    expect(found).toBe(isSame);
  });

  test('are read from any text without a throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() =>
          [text, `Listen=${text} (Stream)`].flatMap(parseUnitProperties).map(parseListen),
        ).not.toThrow();
        expect(() => parseTimeSpan(text)).not.toThrow();
      }),
    );
  });
});

describe.skipIf(process.platform === 'win32')('the service manager, as a tool that answers', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'systemctl-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('tells what becomes of a service that ends', async () => {
    const units = answering(
      'Id=web.service\nLoadState=loaded\nRestart=always\nRestartUSec=1min 2s\nUnitFileState=enabled\nTriggeredBy=\nMainPID=77\n',
    );
    expect(await units.describe(web)).toEqual({
      restarts: true,
      restartAfterMs: 62_000,
      isEnabled: true,
      triggeredBy: [],
      mainPid: 77,
    });
  });

  test.each([
    ['no', false],
    ['on-watchdog', false],
    ['on-failure', true],
    ['on-success', true],
    ['on-abnormal', true],
    ['on-abort', true],
  ])(
    'whose service restarts %s starts it again after some signal: %s',
    async (restart, restarts) => {
      const facts = await answering(`LoadState=loaded\nRestart=${restart}\n`).describe(web);
      expect(facts).toEqual({ restarts, isEnabled: false, triggeredBy: [] });
    },
  );

  test('knows that a service starts at boot though it cannot be enabled', async () => {
    const lines =
      'LoadState=loaded\nUnitFileState=generated\nWantedBy=a.service multi-user.target\n';
    expect(await answering(lines).describe(web)).toMatchObject({ isEnabled: true });
  });

  test('names the socket units that listen for a service, and not those that do not', async () => {
    const units = toolOf(`case "$*" in
      *Restart*) printf 'LoadState=loaded\\nTriggeredBy=b.timer web.socket old.socket\\n' ;;
      *ActiveState*'-- web.socket old.socket') printf 'Id=web.socket\\nActiveState=active\\n\\nId=old.socket\\nActiveState=inactive\\n' ;;
    esac`);
    expect((await units.describe(web))?.triggeredBy).toEqual(['web.socket']);
  });

  test.each(['Id=x.service\nLoadState=not-found\n', '', 'nonsense\n', 'LoadState=masked\n'])(
    'that says %j tells nothing of the unit',
    async (text) => {
      expect(await answering(text).describe(web)).toBe(undefined);
    },
  );

  test('finds the socket unit of a port, of its own manager', async () => {
    writeFileSync(join(folder, 'answer'), captured);
    const units = toolOf(`echo "$*" >> ${join(folder, 'asked')}; cat ${join(folder, 'answer')}`);
    const find = (protocol: 'tcp' | 'udp', address: string, port: number) =>
      units.findSocketUnit({ protocol, address, port, isUserUnit: port === 45903 });
    expect([
      await find('tcp', '127.0.0.1', 45902),
      await find('udp', '127.0.0.1', 45903),
      await find('udp', '127.0.0.1', 45902),
      await find('tcp', '::', 45905),
      await find('tcp', '127.0.0.1', 631),
    ]).toEqual([
      { name: 'echo.socket', isUserUnit: false },
      { name: 'echo.socket', isUserUnit: true },
      undefined,
      { name: 'echo.socket', isUserUnit: false },
      undefined,
    ]);
    expect(readFileSync(join(folder, 'asked'), 'utf8').split('\n').slice(0, 2)).toEqual([
      '--system --no-pager --no-ask-password show --property=Id,ActiveState,Listen -- *.socket',
      '--user --no-pager --no-ask-password show --property=Id,ActiveState,Listen -- *.socket',
    ]);
  });

  test.each([
    ['exit 0', 'stopped'],
    ['echo "Failed to stop web.service: Access denied" >&2; exit 4', 'not-permitted'],
    ['echo "Failed to stop web.service: Unit web.service not loaded." >&2; exit 5', 'not-found'],
    [
      'echo "Failed to stop web.service: Interactive authentication required." >&2; exit 1',
      'no-agent',
    ],
    ['echo "Failed to stop web.service: Access denied" >&2; exit 1', 'not-permitted'],
    ['echo "System has not been booted with systemd as init system" >&2; exit 1', 'not-installed'],
    ['echo "Failed to connect to bus: No medium found" >&2; exit 1', 'failed'],
    ['exit 3', 'failed'],
    ['kill -s KILL $$', 'failed'],
    ['head -c 9000000 /dev/zero', 'failed'],
  ])('that answers a stop with %j means %s', async (script, result) => {
    expect(await toolOf(script).stop(web)).toBe(result);
  });

  test('that hangs is given up', async () => {
    const systemctl = writeTool('sleep 300 & wait');
    const units = createSystemdUnits({ systemctl, env: {}, stopDeadlineMs: 300 });
    expect(await units.stop(web)).toBe('timed-out');
  });

  test('that is missing is not installed', async () => {
    const units = createSystemdUnits({ systemctl: join(folder, 'missing'), env: {} });
    expect(await units.stop(web)).toBe('not-installed');
    expect(await units.describe(web)).toBe(undefined);
  });

  test('may let the desktop ask for a password, and gets little of our environment', async () => {
    const log = join(folder, 'log');
    const env = { XDG_RUNTIME_DIR: '/run/user/7', DBUS_SESSION_BUS_ADDRESS: 'unix:x', SECRET: 's' };
    const systemctl = writeTool(`echo "$*" > ${log}; env >> ${log}`);
    await createSystemdUnits({ systemctl, env }).stop({ name: 'a.service', isUserUnit: true });
    const [args, ...lines] = readFileSync(log, 'utf8').trim().split('\n');
    expect(args).toBe('--user --no-pager stop -- a.service');
    expect(lines).toContain('XDG_RUNTIME_DIR=/run/user/7');
    expect(lines).toContain('DBUS_SESSION_BUS_ADDRESS=unix:x');
    expect(lines.some((line) => line.startsWith('SECRET'))).toBe(false);
  });

  test.each([
    '-H.service',
    '--force.service',
    '*.service',
    'a b.service',
    'a\n.service',
    'a[b].socket',
    'multi-user.target',
    'user.slice',
    '-.mount',
    'session-2.scope',
    '../a.service',
    '.service',
    '',
    `${'a'.repeat(300)}.service`,
  ])('is never given %j', async (name) => {
    const units = toolOf(`touch ${join(folder, 'called')}; exit 0`);
    expect(await units.stop({ name, isUserUnit: false })).toBe('not-found');
    expect(await units.describe({ name, isUserUnit: true })).toBe(undefined);
    expect(existsSync(join(folder, 'called'))).toBe(false);
  });

  function writeTool(script: string): string {
    const path = join(folder, 'systemctl');
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return path;
  }

  function toolOf(script: string) {
    return createSystemdUnits({ systemctl: writeTool(script), env: {} });
  }

  function answering(text: string) {
    writeFileSync(join(folder, 'answer'), text);
    return toolOf(`cat ${join(folder, 'answer')}`);
  }
});

describe.skipIf(!existsSync('/usr/bin/systemctl'))('the real systemctl', () => {
  test.skipIf(existsSync('/run/systemd/system'))(
    'of a machine that systemd does not run means that there is no service manager',
    async () => {
      const units = createSystemdUnits();
      expect([await units.stop(web), await units.describe(web)]).toEqual([
        'not-installed',
        undefined,
      ]);
    },
  );

  test('that finds no manager of ours fails', async () => {
    const units = createSystemdUnits({ env: { XDG_RUNTIME_DIR: '/nonexistent' } });
    expect(await units.stop({ ...web, isUserUnit: true })).toBe('failed');
  });
});

describe.skipIf(whyNoUserManager !== undefined)(
  `a real service manager${whyNoUserManager === undefined ? '' : ` (skipped: ${whyNoUserManager})`}`,
  () => {
    const serve = `${process.execPath} -e "require('net').createServer().listen(PORT,'127.0.0.1')"`;
    const files = {
      'web.service': `[Service]\nExecStart=${serve.replace('PORT', '45911')}\nRestart=always\nRestartSec=1500ms\n[Install]\nWantedBy=default.target\n`,
      'once.service': `[Service]\nExecStart=${serve.replace('PORT', '45912')}\n`,
      'echo.socket': '[Socket]\nListenStream=127.0.0.1:45913\nListenDatagram=[::1]:45914\n',
      'echo.service': '[Service]\nExecStart=/bin/cat\nStandardInput=socket\n',
    };
    const user = (name: string) => ({ name, isUserUnit: true });
    let manager: UserManager | string = 'not started';
    beforeAll(async () => {
      manager = await startUserManager(files);
    });
    afterAll(async () => {
      if (typeof manager !== 'string') await manager.stop();
    });

    const withManager =
      (
        run: (manager: UserManager, units: ReturnType<typeof createSystemdUnits>) => Promise<void>,
      ) =>
      async ({ skip }: { readonly skip: (reason: string) => void }): Promise<void> => {
        if (typeof manager === 'string') skip(manager);
        else await run(manager, createSystemdUnits({ env: manager.env }));
      };

    test(
      'tells that it starts a service again, and stops it for good',
      withManager(async ({ systemctl }, units) => {
        systemctl('enable', 'web.service');
        systemctl('start', 'web.service');
        await waitUntil(45911, true);
        const facts = await units.describe(user('web.service'));
        expect(facts).toEqual({
          restarts: true,
          restartAfterMs: 1_500,
          isEnabled: true,
          triggeredBy: [],
          mainPid: Number(systemctl('show', '--property=MainPID', '--value', 'web.service')),
        });
        process.kill(facts?.mainPid ?? Number.NaN, 'SIGKILL');
        await eventually(async () => {
          const now = await units.describe(user('web.service'));
          return now?.mainPid === undefined || now.mainPid === facts?.mainPid ? undefined : now;
        }, 'the service to be started again');
        await waitUntil(45911, true);
        expect(await units.stop(user('web.service'))).toBe('stopped');
        expect(await isReachable(45911)).toBe(false);
      }),
    );

    test(
      'tells that it does not start another one again, and knows no third',
      withManager(async ({ systemctl }, units) => {
        systemctl('start', 'once.service');
        await waitUntil(45912, true);
        expect(await units.describe(user('once.service'))).toMatchObject({
          restarts: false,
          isEnabled: false,
        });
        expect(await units.stop(user('once.service'))).toBe('stopped');
        expect(await isReachable(45912)).toBe(false);
        expect(await units.describe(user('third.service'))).toBe(undefined);
        expect(await units.stop(user('third.service'))).toBe('not-found');
      }),
    );

    test(
      'holds a port by itself until its socket unit is stopped',
      withManager(async ({ systemctl }, units) => {
        systemctl('start', 'echo.socket');
        const question = { protocol: 'tcp', address: '127.0.0.1', port: 45913, isUserUnit: true };
        expect(await units.findSocketUnit({ ...question, protocol: 'tcp' })).toEqual(
          user('echo.socket'),
        );
        expect(
          await units.findSocketUnit({
            protocol: 'udp',
            address: '::1',
            port: 45914,
            isUserUnit: true,
          }),
        ).toEqual(user('echo.socket'));
        expect((await units.describe(user('echo.service')))?.triggeredBy).toEqual(['echo.socket']);
        expect(await units.stop(user('echo.socket'))).toBe('stopped');
        expect(await isReachable(45913)).toBe(false);
        expect(await units.findSocketUnit({ ...question, protocol: 'tcp' })).toBe(undefined);
        expect((await units.describe(user('echo.service')))?.triggeredBy).toEqual([]);
      }),
    );
  },
);

async function waitUntil(port: number, isListening: boolean): Promise<void> {
  await eventually(
    async () => ((await isReachable(port)) === isListening ? true : undefined),
    `port ${port}`,
  );
}
