import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  findWindowsObstacle,
  isOnWindows,
  runOnWindows,
  shutWindows,
} from '../support/windows-runner.ts';

/*
 * The adapter on Windows: a real one, or Wine. Wine 8 tells no pids of TCP sockets and no command
 * lines, so those of TCP sockets are hidden owners there; of UDP sockets it tells them.
 */

const obstacle = findWindowsObstacle();
let result: Record<string, unknown>;

const tcp = isOnWindows
  ? { ownerVisibility: 'visible', pids: [expect.any(Number)] }
  : { ownerVisibility: 'hidden', pids: [] };
const udp = { ownerVisibility: 'visible', pids: [expect.any(Number)] };
const loopback = (protocol: string, family: number) => ({
  protocol,
  family,
  address: family === 4 ? '127.0.0.1' : '::1',
  scope: 'loopback',
  ...(protocol === 'tcp' ? tcp : udp),
});

describe.skipIf(obstacle !== undefined)(
  `on Windows${obstacle === undefined ? '' : ` (skipped: ${obstacle})`}`,
  () => {
    beforeAll(async () => {
      const program = fileURLToPath(new URL('program.ts', import.meta.url));
      result = (await runOnWindows(program)) as Record<string, unknown>;
    }, 240_000);

    afterAll(shutWindows);

    test('all of it ran', () => {
      expect(result).toMatchObject({ platform: 'win32', isOver: true });
    });

    test('listeners of both families and protocols come from the system’s own tables', () => {
      expect(result['tables']).toMatchObject({
        way: 'tables',
        missing: [],
        tcp4: [loopback('tcp', 4)],
        any4: [{ protocol: 'tcp', family: 4, address: '0.0.0.0', scope: 'wildcard', ...tcp }],
        tcp6: [loopback('tcp', 6)],
        udp4: [loopback('udp', 4)],
        udp6: [loopback('udp', 6)],
      });
    });

    test('clients are counted, and who uses a port without listening is told', () => {
      expect(result['tables']).toMatchObject({
        clients: 1,
        uses: [{ state: 'connected', address: '127.0.0.1', isToServer: true }],
      });
    });

    test('a process is told by its name, path, account, parent and start', () => {
      const told = result['processes'] as { self: string; user: string };
      expect(told).toMatchObject({
        isSelf: true,
        isStranger: false,
        child: {
          isPid: true,
          isOurs: true,
          name: 'node.exe',
          executable: told.self,
          user: told.user,
        },
        isBelow: true,
        isStoryRead: true,
        condition: { state: 'alive', isForceOnly: true },
      });
      expect(told).toHaveProperty(
        'child.agoMs',
        expect.toSatisfy((ms) => ms >= -1000 && ms < 60_000),
      );
    });

    test('a process is told with the folder that it works in, and its project', () => {
      expect(result['folders']).toMatchObject({ isCwd: true, isProject: true });
    });

    test('only the process that was meant is ended, and then its port is free', () => {
      expect(result['terminate']).toEqual({
        refused: {
          otherStart: 'changed',
          otherProgram: 'changed',
          otherSocket: 'changed',
          ourselves: 'changed',
          kernel: 'changed',
          nobody: 'gone',
        },
        livedOn: true,
        sent: 'sent',
        exitCode: 1,
        isAlive: 'no',
        again: 'gone',
        condition: 'gone',
        port: false,
      });
    });

    test('the service manager answers', () => {
      expect(result['services']).toMatchObject({
        facts: { restarts: expect.any(Boolean), isEnabled: expect.any(Boolean) },
      });
    });

    test('a named pipe carries what is said', () => {
      expect(result['pipe']).toBe('who is there?');
    });

    test('a file is replaced while somebody reads it, and nothing is left beside it', () => {
      expect(result['replace']).toEqual({
        written: { kind: 'written' },
        changed: { kind: 'changed' },
        text: 'new',
        left: ['settings.json'],
      });
    });

    test('a port in an INI file is changed, and nothing else, and taken back', () => {
      expect(result['ini']).toEqual({
        edited: '; served here\r\n[server]\r\nhost = localhost\r\nport = 3010 ; ours\r\n',
        undone: 'written',
        isAsBefore: true,
        isBackedUp: true,
      });
    });

    test('a tool reads what it is told; one that is missing or hangs is told of in time', () => {
      expect(result['tools']).toMatchObject({
        told: true,
        missing: { kind: 'not-installed' },
        hung: 'timed-out',
        hungMs: expect.toSatisfy((ms) => ms < 15_000),
      });
    });
  },
);
