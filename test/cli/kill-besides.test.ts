import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { makeFolder, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { takePorts } from '../support/ports.ts';
import { killAsPerson, startActor, toNodeServer } from '../support/situations.ts';

let folder: ReturnType<typeof makeFolder>;
let port = 0;
beforeEach(() => {
  folder = makeFolder();
  port = takePorts('cli/kill-besides', 2);
});
afterEach(() => folder.remove());

const kill = (...args: readonly string[]) => killAsPerson(folder.path, port, ...args);

describe.skipIf(process.platform !== 'linux')(
  'portreeve kill, of what a server has besides the port',
  () => {
    test('names the other port that the process gives up', async () => {
      const server = startActor(process.execPath, ['-e', toNodeServer(port, port + 1)]);
      await server.next();
      const { code, stdout } = await kill('--yes');
      expect(code).toBe(0);
      expect(stdout).toContain(`127.0.0.1:${port + 1}`);
      expect(await server.ended).toBe('SIGTERM');
    });

    test('counts the clients that are cut off, and says that their connections close', async () => {
      const server = startActor(process.execPath, ['-e', toNodeServer(port)]);
      await server.next();
      const clients = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
      await Promise.all(clients.map((client) => once(client, 'connect')));
      const { code, stdout } = await kill('--yes');
      for (const client of clients) client.destroy();
      expect(code).toBe(0);
      expect(stdout).toContain('2 clients are connected and will be cut off.');
      expect(stdout).toContain('Some of its connections are still closing');
    });

    test('counts the clients of each holder apart', async () => {
      const ended = 'setTimeout(process.exit, 60_000);';
      const listen = (address: string): string =>
        `require('node:net').createServer((socket) => socket.resume().on('error', () => {})).listen(${port}, '${address}', () => console.log('up')); ${ended}`;
      const four = startActor(process.execPath, ['-e', listen('127.0.0.1')]);
      const six = startActor(process.execPath, ['-e', listen('::1')]);
      await Promise.all([four.next(), six.next()]);
      const client = connect(port, '127.0.0.1');
      await once(client, 'connect');
      const { stdout } = await kill('--dry-run');
      client.destroy();
      expect(stdout).toContain(`pid ${four.pid}`);
      expect(stdout).toContain(`pid ${six.pid}`);
      expect(stdout.match(/client is connected and will be cut off/g)).toHaveLength(1);
    });

    test('says that connections close which the server had ended before', async () => {
      const server = startActor(process.execPath, [
        '-e',
        `require('node:net').createServer((socket) => socket.end()).listen(${port}, '127.0.0.1', () => console.log('up'));
setTimeout(process.exit, 60_000);`,
      ]);
      await server.next();
      const client = connect(port, '127.0.0.1').resume();
      await once(client, 'close');
      const { code, stdout } = await kill('--yes');
      expect(code).toBe(0);
      expect(stdout).not.toContain('connected');
      expect(stdout).toContain('Some of its connections are still closing');
    });

    test('frees a watched port by its name', async () => {
      writeSettings(folder.path, { ...defaultSettings, watchedPorts: [aWatchedPort({ port })] });
      const server = startActor(process.execPath, ['-e', toNodeServer(port)], { cwd: folder.path });
      await server.next();
      const { code, stdout } = await killAsPerson(folder.path, 'web', '--yes');
      expect(code).toBe(0);
      expect(stdout).toContain(`Port ${port} is free`);
      expect(await server.ended).toBe('SIGTERM');
    });
  },
);
