import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  parsePastConflicts,
  parseWatchedNumbers,
} from '../../electron/adapters/parse-watched-numbers.ts';
import { formatSettings } from '../../electron/adapters/settings-file.ts';
import { aWatchedPort, someSettings } from '../support/builders.ts';

test('the ports that settings name are read as they were written', () => {
  const settings = someSettings({
    watchedPorts: [
      aWatchedPort(),
      aWatchedPort({ id: 'dns', name: 'dns', port: 53, protocol: 'udp' }),
    ],
  });
  expect(parseWatchedNumbers(`\uFEFF${formatSettings(settings)}`)).toEqual([
    { name: 'web', port: 3000, protocol: 'tcp' },
    { name: 'dns', port: 53, protocol: 'udp' },
  ]);
});

test.each(['', '{', '[]', 'null', '{"watchedPorts": 3}'])('%j is no settings', (text) => {
  expect(parseWatchedNumbers(text)).toBeUndefined();
});

test('an entry that names no port is left out', () => {
  const entries = [
    null,
    3,
    { name: 'x', port: '3000', protocol: 'tcp' },
    { name: 'y', port: 70_000, protocol: 'tcp' },
  ];
  expect(parseWatchedNumbers(JSON.stringify({ watchedPorts: entries }))).toEqual([]);
});

test('conflicts are read from a history, whatever else stands in it', () => {
  const began = '{"kind":"conflict-began","port":3000,"at":"2026-11-21T09:00:00.000Z"}';
  const text = `${began}\n{"kind":"conflict-ended","port":3000}\n\n{"kind":"conflict-began","po`;
  expect(parsePastConflicts(text)).toEqual([{ port: 3000, atMs: Date.UTC(2026, 10, 21, 9) }]);
});

test('no text makes either of them fail', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      parseWatchedNumbers(text);
      expect(Array.isArray(parsePastConflicts(`${text}"conflict-began"`))).toBe(true);
    }),
  );
});
