import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHistoryStore } from '../../../electron/adapters/history/history-store.ts';
import { formatEntry } from '../../../electron/adapters/history/history-lines.ts';
import type { HistoryEntry } from '../../../shared/history.ts';
import { asNobody, canActAsNobody, makeFolder, mountSmallDisk } from '../surroundings.ts';

function entry(id: number | string, name = 'web'): HistoryEntry {
  return {
    kind: 'conflict-ended',
    id: String(id),
    at: '2025-11-21T08:00:00.000Z',
    watchedPortId: 'web',
    name,
    protocol: 'tcp',
    port: 3000,
  };
}

function entries(count: number, first = 0): readonly HistoryEntry[] {
  return Array.from({ length: count }, (_, n) => entry(first + n));
}

const line = formatEntry;
const DAY_MS = 24 * 60 * 60_000;
const NO_AGE = { ageMaxMs: Infinity };

describe('history', () => {
  it('is empty on a new machine, and no folder is made for that', async () => {
    const folder = join(makeFolder(), 'Portreeve');
    const store = createHistoryStore({ folder });
    expect(await store.load()).toEqual([]);
    expect(await store.append([])).toBeUndefined();
    expect(existsSync(folder)).toBe(false);
  });

  it('comes back oldest first, one line an entry, readable for its owner only', async () => {
    const folder = join(makeFolder(), 'Portreeve');
    const store = createHistoryStore({ folder });
    await Promise.all([store.append(entries(2)), store.append(entries(1, 2))]);
    expect(await createHistoryStore({ folder }).load()).toEqual(entries(3));
    const file = join(folder, 'history.jsonl');
    expect(readFileSync(file, 'utf8')).toBe(entries(3).map(line).join(''));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keeps names that hold line ends and other control characters', async () => {
    const folder = makeFolder();
    const odd = entry('odd', 'a\n{"kind":"x"}\r\u2028\0\u001b[31m"\ud800');
    const store = createHistoryStore({ folder });
    await store.append([odd]);
    expect((await store.load()).length).toBe(1);
    expect(readFileSync(join(folder, 'history.jsonl'), 'utf8').split('\n').length).toBe(2);
  });

  it('leaves out what is no entry, and what a newer version wrote', async () => {
    const folder = makeFolder();
    const good = line(entry(1));
    const newer = good.replace('"v":2', '"v":3');
    const bad = ['', '{', 'null', '[]', '{"kind":"future"}', good.slice(0, 40), '\0\0\0', newer];
    const text = `${bad.join('\n')}\n${good}${bad.join('\r\n')}`;
    writeFileSync(join(folder, 'history.jsonl'), text);
    expect(await createHistoryStore({ folder }).load()).toEqual([entry(1)]);
  });

  it('goes on reading the lines of the first version', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'history.jsonl'), `${JSON.stringify(entry(1))}\n${line(entry(2))}`);
    expect(await createHistoryStore({ folder }).load()).toEqual([entry(1), entry(2)]);
  });

  it('loses only the line that was cut, cut at every byte', async () => {
    const folder = makeFolder();
    const file = join(folder, 'history.jsonl');
    const last = line(entry(1));
    for (let length = 0; length < last.length; length += 1) {
      writeFileSync(file, line(entry(0)) + last.slice(0, length));
      const store = createHistoryStore({ folder });
      expect(await store.append([entry(2)])).toBeUndefined();
      const isWhole = length === last.length - 1;
      expect(await store.load()).toEqual(
        isWhole ? [entry(0), entry(1), entry(2)] : [entry(0), entry(2)],
      );
    }
  });

  it('is appended to and not rewritten, beside another process', async () => {
    const folder = makeFolder();
    const store = createHistoryStore({ folder });
    await store.append([entry(0)]);
    appendFileSync(join(folder, 'history.jsonl'), line(entry(1)));
    await store.append([entry(2)]);
    expect(await store.load()).toEqual(entries(3));
  });

  it('keeps the newer half of too many bytes', async () => {
    const folder = makeFolder();
    const size = line(entry('00')).length;
    const store = createHistoryStore({ folder });
    const limits = { bytesMax: size * 10, ...NO_AGE };
    for (let n = 10; n <= 20; n += 1) await store.append([entry(n)], limits);
    // A line that begins right at the half would be kept as well, were its beginning known.
    expect(await store.load()).toEqual(entries(4, 17));
    expect(readdirSync(folder)).toEqual(['history.jsonl']);
    expect(statSync(join(folder, 'history.jsonl')).mode & 0o777).toBe(0o600);
  });

  it('drops what is older than its days, and leaves a file alone that is nearly young', async () => {
    const folder = makeFolder();
    const store = createHistoryStore({ folder });
    const file = join(folder, 'history.jsonl');
    const day = (n: number) => `2025-11-${String(n).padStart(2, '0')}T08:00:00.000Z`;
    const all = Array.from({ length: 28 * 40 }, (_, n) => ({
      ...entry(n),
      at: day(1 + Math.floor(n / 40)),
    }));
    writeFileSync(file, all.map(line).join(''));
    const limits = { bytesMax: 1e9, ageMaxMs: 8.5 * DAY_MS };
    const last = { ...entry('new'), at: day(28) };
    await store.append([last], limits);
    expect(await store.load()).toEqual([...all.slice(19 * 40), last]);
    const before = statSync(file).ino;
    const [again, shorter] = [
      createHistoryStore({ folder }),
      { ...limits, ageMaxMs: 7.5 * DAY_MS },
    ];
    await again.append([last], shorter);
    expect(statSync(file).ino).toBe(before);
  });

  it.each([
    ['a year ahead', '2026-11-21T08:00:00.000Z'],
    ['at its beginning, without a battery,', '1970-01-01T00:00:10.000Z'],
  ])('loses nothing to a clock that is %s for a while', async (_what, wrong) => {
    const folder = makeFolder();
    const limits = { bytesMax: 1e9, ageMaxMs: 90 * DAY_MS };
    const daily = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({
        ...entry(from + n),
        at: new Date(Date.UTC(2025, 8, 1 + from + n)).toISOString(),
      }));
    const wrongly = (id: string) => ({ ...entry(id), at: wrong });
    const days = [...daily(0, 60), wrongly('a'), wrongly('b'), ...daily(60, 28), wrongly('c')];
    for (const one of days) {
      // As often as can be, every line comes from a start of its own.
      await createHistoryStore({ folder }).append([one], limits);
    }
    expect(await createHistoryStore({ folder }).load()).toEqual(days);
    for (const one of daily(88, 20)) await createHistoryStore({ folder }).append([one], limits);
    const kept = await createHistoryStore({ folder }).load();
    expect(kept.length).toBeGreaterThanOrEqual(90);
    expect(kept.length).toBeLessThan(96);
  });

  it('reads only the end of a file that somebody made huge', async () => {
    const folder = makeFolder();
    const size = line(entry('00')).length;
    writeFileSync(join(folder, 'history.jsonl'), entries(90, 10).map(line).join(''));
    const store = createHistoryStore({ folder, recallBytesMax: size * 10 });
    expect(await store.load()).toEqual(entries(10, 90));
    await store.append([entry('AA')], { bytesMax: size * 10, ...NO_AGE });
    expect(statSync(join(folder, 'history.jsonl')).size).toBeLessThan(size * 10);
  });

  it('that cannot be kept is told and thrown at nobody', async () => {
    for (const make of [
      (file: string) => mkdirSync(file),
      (file: string) => execFileSync('mkfifo', [file]),
    ]) {
      const folder = makeFolder();
      const file = join(folder, 'history.jsonl');
      make(file);
      const store = createHistoryStore({ folder });
      const notice = { kind: 'history-not-saved', id: 'history-not-saved', file };
      expect(await store.load()).toEqual([]);
      expect(await store.append([entry(1)])).toEqual(notice);
      rmSync(file, { recursive: true });
      expect(await store.append([entry(2)])).toBeUndefined();
      expect(await store.load()).toEqual([entry(2)]);
    }
  });

  it.skipIf(!canActAsNobody)('that may not be read or written is told', async () => {
    const folder = makeFolder();
    const file = join(folder, 'history.jsonl');
    writeFileSync(file, line(entry(1)), { mode: 0o600 });
    chmodSync(folder, 0o755);
    const store = createHistoryStore({ folder });
    await asNobody([], async () => {
      expect(await store.load()).toEqual([]);
      expect(await store.append([entry(2)])).toEqual({
        kind: 'history-not-saved',
        id: 'history-not-saved',
        file,
      });
    });
    expect(await store.load()).toEqual([entry(1)]);
  });

  it('on a full disk loses the new entries, keeps the old and goes on later', async ({ skip }) => {
    const folder = mountSmallDisk(64, skip);
    const store = createHistoryStore({ folder });
    await store.append(entries(3));
    writeFileSync(join(folder, 'filler'), Buffer.alloc(60 * 1024));
    expect((await store.append(entries(200, 100)))?.kind).toBe('history-not-saved');
    expect((await store.load()).slice(0, 3)).toEqual(entries(3));
    rmSync(join(folder, 'filler'));
    expect(await store.append([entry('last')])).toBeUndefined();
    expect((await store.load()).at(-1)).toEqual(entry('last'));
  });
});
