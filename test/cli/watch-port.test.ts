import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings, settingsSchema, type Settings } from '../../shared/settings.ts';
import { makeFolder, runPortreeve, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { writeProject } from '../adapters/projects/sample-projects.ts';

let folder: ReturnType<typeof makeFolder>;
let shop: string;

beforeEach(() => {
  folder = makeFolder();
  shop = writeProject(realpathSync(folder.path), 'vite-shop');
});

afterEach(() => {
  folder.remove();
});

const data = (): string => join(folder.path, 'data');
const run = (...args: readonly string[]) => runPortreeve([...args, '--user-data-dir', data()]);

function readSettings(): Settings {
  return settingsSchema.parse(JSON.parse(readFileSync(join(data(), 'settings.json'), 'utf8')));
}

describe('watch-port', () => {
  test('adds a port with its project and its places, lists it, and removes it', async () => {
    const added = await run(
      'watch-port',
      'add',
      'shop api',
      '4000',
      '--project',
      shop,
      '--config',
      `dotenv:${shop}/.env:API_PORT`,
      '--config',
      // From the project's folder, wherever the command is run.
      'pattern:package.json:"PORT=(\\d+) tsx',
    );
    expect(added).toEqual({ code: 0, stdout: 'shop api is watched on port 4000.\n', stderr: '' });
    expect(readSettings().watchedPorts).toEqual([
      {
        id: expect.any(String),
        name: 'shop api',
        port: 4000,
        protocol: 'tcp',
        address: 'any',
        expectedOwner: { kind: 'project', folder: shop },
        acceptedOwners: [],
        fallbackPorts: [],
        configTargets: [
          { kind: 'dotenv', file: `${shop}/.env`, key: 'API_PORT' },
          { kind: 'pattern', file: `${shop}/package.json`, pattern: '"PORT=(\\d+) tsx' },
        ],
      },
    ]);

    const listed = await run('watch-port', 'list');
    expect(listed.stdout).toMatch(
      /^PORT +PROTO +NAME +EXPECTED\n4000 +tcp +shop api +a process in /,
    );
    expect(JSON.parse((await run('watch-port', 'list', '--json')).stdout)).toEqual({
      watchedPorts: [
        {
          name: 'shop api',
          port: 4000,
          protocol: 'tcp',
          address: 'any',
          expectedOwner: { kind: 'project', folder: shop },
          configTargets: [
            { kind: 'dotenv', file: `${shop}/.env`, place: 'API_PORT' },
            { kind: 'pattern', file: `${shop}/package.json`, place: '"PORT=(\\d+) tsx' },
          ],
        },
      ],
    });

    expect(await run('watch-port', 'remove', 'shop api')).toEqual({
      code: 0,
      stdout: 'shop api is no longer watched on port 4000.\n',
      stderr: '',
    });
    expect(readSettings().watchedPorts).toEqual([]);
  });

  test('takes where the service may move, how it starts, and both protocols of it', async () => {
    const words = ['node', '4000', '--both', '--fallback', '4001, 4010-4019'];
    const command = ['--restart-command', "npm run 'dev server'"];
    const added = await run('watch-port', 'add', ...words, ...command, '--json');
    expect(added.code).toBe(0);
    expect(JSON.parse(added.stdout)).toMatchObject({
      outcome: 'added',
      watchedPort: { name: 'node', port: 4000, protocol: 'tcp' },
      alongside: [{ name: 'node', port: 4000, protocol: 'udp' }],
    });
    expect(readSettings().watchedPorts).toMatchObject(
      ['tcp', 'udp'].map((protocol) => ({
        protocol,
        fallbackPorts: [
          { from: 4001, to: 4001 },
          { from: 4010, to: 4019 },
        ],
        restartCommand: ['npm', 'run', 'dev server'],
      })),
    );
    // One of them is there already, so the other is not kept either.
    await run('watch-port', 'add', 'dns', '4053', '--udp');
    expect((await run('watch-port', 'add', 'other', '4053', '--both')).code).toBe(1);
    expect((await run('watch-port', 'remove', 'node')).code).toBe(0);
    expect(readSettings().watchedPorts.map(({ name }) => name)).toEqual(['dns']);

    const unclosed = await run('watch-port', 'add', 'x', '4005', '--restart-command', "npm 'run");
    expect(unclosed.code).toBe(2);
    expect(unclosed.stderr).toContain('it needs a program and its arguments');
    const reversed = await run('watch-port', 'add', 'x', '4005', '--fallback', '4019-4010');
    expect(reversed.code).toBe(2);
    expect(readSettings().watchedPorts).toHaveLength(1);
  });

  test('gives a name to one service only, and tells its protocols apart', async () => {
    await run('watch-port', 'add', 'web', '45072');
    const second = await run('watch-port', 'add', 'web', '45071');
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(
      '"web" is watched already, on port 45072. Choose another name, or give that one up first: "portreeve watch-port remove 45072".',
    );
    await run('watch-port', 'add', 'dns', '45070', '--both');
    expect((await run('check')).stdout).toBe(
      '45070 dns (TCP): free\n45070 dns (UDP): free\n45072 web: free\n',
    );
  });

  test('of two services of one name, as the settings window allows them, takes the port', async () => {
    mkdirSync(data());
    const watchedPorts = [
      aWatchedPort({ id: 'a', name: 'web', port: 45_070 }),
      aWatchedPort({ id: 'b', name: 'web', port: 45_072 }),
    ];
    writeSettings(data(), { ...defaultSettings, watchedPorts });
    for (const words of [
      ['watch-port', 'remove', 'web'],
      ['hold', 'web'],
    ]) {
      const { code, stderr } = await run(...words);
      expect(code).toBe(1);
      expect(stderr).toContain('web (45070 tcp), web (45072 tcp)');
      expect(stderr).toContain('Give the port of one');
    }
    expect((await run('reassign', 'nosuch')).stderr).toContain('There are: web. Nothing');
    expect((await run('watch-port', 'remove', '45070')).code).toBe(0);
    expect(readSettings().watchedPorts.map(({ port }) => port)).toEqual([45_072]);
  });

  test('hold tells a program too why nothing came of it', async () => {
    const hold = async (word: string): Promise<unknown> =>
      JSON.parse((await run('hold', word, '--json')).stdout);
    await run('watch-port', 'add', 'web', '45072');
    expect(await hold('nosuch')).toEqual({
      outcome: 'not-watched',
      reason: null,
      name: 'nosuch',
      port: null,
    });
    expect(await hold('45072')).toMatchObject({ outcome: 'no-app', name: 'web', port: 45_072 });
  });

  test('takes nothing that a move could not change, and nothing twice', async () => {
    const differing = await run(
      'watch-port',
      'add',
      'web',
      '4001',
      '--config',
      `dotenv:${shop}/.env:API_PORT`,
    );
    expect(differing.code).toBe(2);
    expect(differing.stderr).toContain('API_PORT is not 4001.');
    expect((await run('watch-port', 'add', 'web', '4001')).code).toBe(0);
    const twice = await run('watch-port', 'add', 'other', '4001', '--json');
    expect(twice).toEqual({
      code: 1,
      stdout: '',
      stderr: 'portreeve: port 4001 is watched already, as "web".\n',
    });
    expect((await run('watch-port', 'remove', 'nobody')).code).toBe(1);
    expect((await run('watch-port', 'add', 'x', '1', '--project', join(shop, 'none'))).code).toBe(
      2,
    );
    expect(readSettings().watchedPorts).toHaveLength(1);
  });

  test('leaves the settings of a newer version alone', async () => {
    mkdirSync(data());
    const text = '{ "version": 99 }';
    writeFileSync(join(data(), 'settings.json'), text);
    const { code, stderr } = await run('watch-port', 'add', 'web', '4001');
    expect(code).toBe(2);
    expect(stderr).toContain('newer');
    expect(readFileSync(join(data(), 'settings.json'), 'utf8')).toBe(text);
  });
});

describe('import', () => {
  test('shows what would be watched and keeps nothing in a dry run', async () => {
    const { code, stdout } = await run('import', shop, '--dry-run');
    expect(code).toBe(0);
    expect(stdout.replaceAll(folder.path, '')).toContain(
      [
        ' 4000 shop api: for a process in /vite-shop',
        '      .env:2          API_PORT=4000',
        '      package.json:6  "api": "PORT=4000 tsx watch api/server.ts",',
        '',
        ' 4173 shop preview: for a process in /vite-shop',
        '      vite.config.ts:4  preview: { port: 4173 },',
      ].join('\n'),
    );
    expect(stdout).toContain(' 5432 db: for the container vite-shop/db\n');
    expect(existsSync(data())).toBe(false);
  });

  test('watches them on --yes, and a second time finds nothing more to do', async () => {
    // By a link, and a service is expected where it really runs.
    const alias = join(folder.path, 'alias');
    symlinkSync(shop, alias);
    const first = await run('import', alias, '--yes');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/\n4 ports are watched from now on\.\n$/);
    const { watchedPorts } = readSettings();
    expect(
      watchedPorts.map(({ port, name, configTargets }) => [port, name, configTargets.length]),
    ).toEqual([
      [4000, 'shop api', 2],
      [4173, 'shop preview', 1],
      [5173, 'shop', 2],
      [5432, 'db', 1],
    ]);
    expect(watchedPorts[0]?.expectedOwner).toEqual({ kind: 'project', folder: shop });
    const second = await run('import', shop, '--yes', '--json');
    expect(second.code).toBe(1);
    expect(JSON.parse(second.stdout)).toMatchObject({
      folder: shop,
      ports: [
        { port: 4000, outcome: 'watched-already', watchedAs: 'shop api' },
        { port: 4173, name: 'shop preview', outcome: 'watched-already' },
        { port: 5173, outcome: 'watched-already' },
        { port: 5432, outcome: 'watched-already' },
      ],
    });
  });

  test('asks nobody where there is nobody, and then changes nothing', async () => {
    const { code, stderr } = await run('import', shop);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'portreeve: there is no terminal to ask on, so nothing was changed. Add --yes to watch these ports, or --dry-run to only look.\n',
    });
    expect((await run('import', join(shop, 'none'))).code).toBe(2);
    expect((await run('import')).code).toBe(2);
    mkdirSync(join(folder.path, 'empty'));
    expect((await run('import', join(folder.path, 'empty'), '--dry-run')).code).toBe(1);
  });
});
