import type * as fs from 'node:fs';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../electron/adapters/logger.ts';
import { asNobody, canActAsNobody, makeFolder, mountSmallDisk } from './surroundings.ts';

/** What another process does right after somebody looked at a file; once. */
const afterLook = vi.hoisted((): { act: (() => void) | undefined } => ({ act: undefined }));

vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof fs>();
  const look = (...parts: Parameters<typeof real.statSync>) => {
    const stats = real.statSync(...parts);
    const { act } = afterLook;
    afterLook.act = undefined;
    act?.();
    return stats;
  };
  return { ...real, statSync: look };
});

function readLines(folder: string): readonly unknown[] {
  const text = readFileSync(join(folder, 'logs', 'portreeve.log'), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

describe('the log', () => {
  it('makes no folder before there is something to log', () => {
    const folder = makeFolder();
    createLogger({ folder });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('has one line of JSON an event, readable for its owner only', () => {
    const folder = makeFolder();
    const logger = createLogger({ folder });
    logger.log('info', 'app-started', { version: '0.1.0' });
    logger.log('warn', 'scan-slow');
    expect(readLines(folder)).toEqual([
      { level: 'info', time: expect.stringMatching(/Z$/), event: 'app-started', version: '0.1.0' },
      { level: 'warn', time: expect.stringMatching(/Z$/), event: 'scan-slow' },
    ]);
    expect(statSync(join(folder, 'logs', 'portreeve.log')).mode & 0o777).toBe(0o600);
  });

  it('cannot be broken up or coloured by what is logged', () => {
    const folder = makeFolder();
    const name = 'a\nb\r\0\u001b[31m\u007f\u009b31m\u2028\u202e\u2066"';
    createLogger({ folder }).log('info', 'owner-seen', { name });
    const text = readFileSync(join(folder, 'logs', 'portreeve.log'), 'utf8');
    expect(text).toMatch(/^[\x20-\x7e]+\n$/);
    expect(readLines(folder)).toEqual([expect.objectContaining({ name })]);
  });

  it('takes errors with their cause, circles and numbers beyond JSON', () => {
    const folder = makeFolder();
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const logger = createLogger({ folder });
    logger.log('error', 'command-failed', {
      error: new Error('outer', { cause: new Error('inner') }),
    });
    logger.log('warn', 'command-refused', { error: 'only a text' });
    logger.log('info', 'odd', { circle, big: 1n, missing: undefined, run: () => 1 });
    expect(readLines(folder)).toEqual([
      expect.objectContaining({
        level: 'error',
        error: expect.objectContaining({
          type: 'Error',
          message: expect.stringContaining('inner'),
        }),
      }),
      expect.objectContaining({ event: 'command-refused', error: 'only a text' }),
      expect.objectContaining({ event: 'odd', big: 1 }),
    ]);
  });

  it('begins anew above its size and keeps the one before', () => {
    const folder = makeFolder();
    const logger = createLogger({ folder, bytesMax: 1000 });
    for (let n = 0; n < 40; n += 1) logger.log('info', 'scan-finished', { n });
    const sizes = readdirSync(join(folder, 'logs')).map((name) => [
      name,
      statSync(join(folder, 'logs', name)).size < 1200,
    ]);
    expect(sizes).toEqual([
      ['portreeve.log', true],
      ['portreeve.log.1', true],
    ]);
    expect(readLines(folder).at(-1)).toMatchObject({ n: 39 });
  });

  it('that another process has just begun anew is not begun anew once more', () => {
    const folder = makeFolder();
    const [one, other] = [1, 2].map(() => createLogger({ folder, bytesMax: 1000 }));
    const file = join(folder, 'logs', 'portreeve.log');
    one?.log('info', 'kept', { text: 'x'.repeat(1000) });
    afterLook.act = () => other?.log('info', 'quicker');
    one?.log('info', 'slower');
    expect(readLines(folder)).toMatchObject([{ event: 'quicker' }, { event: 'slower' }]);
    expect(readFileSync(`${file}.1`, 'utf8')).toContain('"event":"kept"');
    expect(readdirSync(join(folder, 'logs'))).toEqual(['portreeve.log', 'portreeve.log.1']);
  });

  it('is begun anew although a process was killed while it did that', () => {
    const folder = makeFolder();
    const logger = createLogger({ folder, bytesMax: 1000 });
    const lock = join(folder, 'logs', 'portreeve.log.lock');
    logger.log('info', 'kept', { text: 'x'.repeat(1000) });
    writeFileSync(lock, '');
    logger.log('info', 'meanwhile');
    expect(readLines(folder)).toMatchObject([{ event: 'kept' }, { event: 'meanwhile' }]);
    const hourAgo = new Date(Date.now() - 3_600_000);
    utimesSync(lock, hourAgo, hourAgo);
    for (const event of ['finds-it', 'first']) logger.log('info', event);
    expect(readLines(folder)).toMatchObject([{ event: 'first' }]);
    expect(readdirSync(join(folder, 'logs'))).toEqual(['portreeve.log', 'portreeve.log.1']);
  });

  it('stops nothing when it cannot be written', () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'logs'), 'in the way');
    expect(() => createLogger({ folder }).log('error', 'unheard')).not.toThrow();
    const other = makeFolder();
    mkdirSync(join(other, 'logs', 'portreeve.log'), { recursive: true });
    expect(() => createLogger({ folder: other }).log('error', 'unheard')).not.toThrow();
  });

  it.skipIf(!canActAsNobody)('stops nothing in a folder that we may not write', async () => {
    const folder = makeFolder();
    chmodSync(folder, 0o755);
    await asNobody([], async () => createLogger({ folder }).log('error', 'unheard'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stops nothing on a full disk', ({ skip }) => {
    const folder = mountSmallDisk(64, skip);
    const logger = createLogger({ folder });
    for (let n = 0; n < 100; n += 1) logger.log('info', 'filling', { text: 'x'.repeat(1000) });
    expect(statSync(join(folder, 'logs', 'portreeve.log')).size).toBeLessThanOrEqual(64 * 1024);
  });
});
