import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import {
  makeFolder,
  runPortreeve,
  writeSettings,
  type CommandResult,
} from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { takePorts } from '../support/ports.ts';
import { startSquatter } from '../support/squatter.ts';

/*
 * What a person reads and what a script gets where something cannot be: each kind once, by the
 * real command.
 */

const PORT = takePorts('cli/cases-errors', 4);
let folder: ReturnType<typeof makeFolder>;
let file: string;

beforeEach(() => {
  folder = makeFolder();
  file = join(folder.path, '.env');
  writeFileSync(file, `PORT=${PORT}\n`);
  watch();
});
afterEach(() => folder.remove());

function watch(facts: Partial<WatchedPort> = {}): void {
  const web = aWatchedPort({
    port: PORT,
    fallbackPorts: [{ from: PORT + 1, to: PORT + 3 }],
    configTargets: [{ kind: 'dotenv', file, key: 'PORT' }],
    ...facts,
  });
  writeSettings(folder.path, { ...defaultSettings, watchedPorts: [web] });
}

const run = (command: string, ...words: readonly string[]) =>
  runPortreeve([command, '--user-data-dir', folder.path, ...words]);

const refused = (stderr: string, code = 2): CommandResult => ({ code, stdout: '', stderr });

describe('a file', () => {
  test('without the key is left alone', async () => {
    writeFileSync(file, 'NAME=web\n');
    expect(await run('reassign', 'web', '--yes')).toEqual(
      refused(`portreeve: ${file} is left alone: there is no PORT in it.\n`),
    );
    expect(readFileSync(file, 'utf8')).toBe('NAME=web\n');
  });

  test('with another value is left alone', async () => {
    writeFileSync(file, 'PORT=5\n');
    expect(await run('reassign', 'web', '--yes')).toEqual(
      refused(`portreeve: ${file} is left alone: PORT is not ${PORT}.\n`),
    );
  });

  test('that is not there is said to be missing', async () => {
    const missing = join(folder.path, 'none.env');
    watch({ configTargets: [{ kind: 'dotenv', file: missing, key: 'PORT' }] });
    expect(await run('reassign', 'web', '--yes')).toEqual(
      refused(`portreeve: ${missing} is left alone: the file does not exist.\n`),
    );
  });
});

describe('a range', () => {
  test('of which nothing is left says who has each port', async () => {
    const squatter = await startSquatter({ port: PORT + 1, cwd: '/' });
    try {
      const range = ['--range', `${PORT}-${PORT + 1}`];
      const reasons = `${PORT} watched for web\n${PORT + 1} in use by node\n`;
      const none =
        'portreeve: none of these ports can be had. Give other ports, or free one with "portreeve kill".\n';
      expect(await run('free', ...range)).toEqual(refused(`${reasons}${none}`, 1));
      const lease = await run('lease', 'api', ...range);
      expect(lease).toMatchObject({ code: 1, stdout: '' });
      expect(lease.stderr).toContain(reasons);
    } finally {
      await squatter.stop();
    }
  });

  test.skipIf(process.platform !== 'linux')(
    'that the system lends is given with a warning',
    async () => {
      const limits = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
      const [from = 0] = limits.trim().split(/\s+/).map(Number);
      const range = `${from}-${from + 200}`;
      const { code, stdout, stderr } = await run('free', '--range', range);
      expect(code).toBe(0);
      expect(stderr).toBe(
        `portreeve: the system may lend ${stdout.trim()} to an outgoing connection whenever nothing listens there. For a port that is to last, take one outside that range.\n`,
      );
    },
  );
});

test('an address of another machine is not looked at', async () => {
  expect(await run('free', '--host', '192.0.2.7')).toEqual(
    refused('portreeve: 192.0.2.7 is not an address of this machine.\n'),
  );
});

test('a name that nobody watches is answered with those that there are', async () => {
  const { code, stdout, stderr } = await run('kill', 'wbe', '--yes');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('There are: web.');
});
