import { expect, test } from 'vitest';
import {
  formatEntry,
  parseEntry,
  parseHead,
} from '../../electron/adapters/history/history-lines.ts';
import {
  parseLeases,
  parsePastConflicts,
  parseWatchedNumbers,
} from '../../electron/adapters/parse-watched-numbers.ts';
import { formatSettings, parseSettings } from '../../electron/adapters/settings-file.ts';
import { historyEntrySchema } from '../../shared/history.ts';
import { settingsSchema } from '../../shared/settings.ts';
import { aWatchedPort, someSettings } from '../support/builders.ts';
import { damagedText, damagedValue } from './damage.ts';
import { expectSane } from './expect-sane.ts';
import { expectTaken, FUZZING } from './expect-taken.ts';

const settings = someSettings({
  watchedPorts: [
    aWatchedPort(),
    aWatchedPort({ id: 'api', port: 4000, restartCommand: ['npm', 'run', 'api'] }),
  ],
});

test('settings that somebody wrote', FUZZING, () =>
  expectTaken({
    share: 15,
    inputs: damagedText([formatSettings(settings), JSON.stringify(settings)]),
    check: (text) => expectGoodSettings(text),
  }),
);

test('settings of other values', FUZZING, () =>
  expectTaken({
    share: 15,
    inputs: damagedValue([settings]),
    check: (value) => expectGoodSettings(JSON.stringify(value)),
  }),
);

/** What was taken over is what a second reading of it takes over. */
function expectGoodSettings(text: string): void {
  const parsed = parseSettings(text);
  if (parsed.kind !== 'good') return;
  expect(settingsSchema.parse(parsed.settings)).toEqual(parsed.settings);
  expect(parseSettings(formatSettings(parsed.settings))).toEqual(parsed);
  expect(({} as { isPaused?: unknown }).isPaused).toBeUndefined();
}

const ENTRIES = [
  '{"v":2,"at":"2026-11-21T09:14:00.000Z","kind":"watching-ended","id":"e2"}',
  '{"v":2,"at":"2026-11-21T09:14:00.000Z","kind":"conflict-began","port":3000,"id":"e1","watchedPortId":"web","protocol":"tcp"}',
  '{"kind":"killed","id":"e3","at":"2026-11-21T09:14:00.000Z","port":3000}',
];

test('lines of history', FUZZING, () =>
  expectTaken({
    share: 30,
    inputs: damagedText(ENTRIES),
    check: (line) => {
      parseHead(line);
      const entry = parseEntry(line);
      if (entry === undefined) return;
      expect(historyEntrySchema.parse(entry)).toEqual(entry);
      expect(parseEntry(formatEntry(entry).trimEnd())).toEqual(entry);
    },
  }),
);

test('what a free port must know', FUZZING, () =>
  expectTaken({
    share: 30,
    inputs: damagedText([
      formatSettings(settings),
      ENTRIES.join('\n'),
      '{"version":1,"bootId":"b","leases":[{"id":"l","port":3000,"protocol":"tcp","key":"k","untilMs":1}],"formers":[]}',
    ]),
    check: (text) => {
      expectSane(parseWatchedNumbers(text)?.map(({ port }) => ({ port })));
      expectSane(parsePastConflicts(text).map(({ port }) => ({ port })));
      expectSane(parseLeases(text).leases.map(({ port }) => ({ port })));
    },
  }),
);
