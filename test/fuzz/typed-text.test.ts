import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactCommand } from '../../electron/adapters/programs/redact-command.ts';
import { parseArguments } from '../../electron/command/arguments/parse-arguments.ts';
import { parseTime } from '../../electron/command/arguments/parse-time.ts';
import { parseQuery } from '../../renderer/lists/parse-query.ts';
import { toCanonicalAddress } from '../../shared/address.ts';
import { parseCommandLine, toCommandLine } from '../../shared/command-line.ts';
import { compileNumberPattern } from '../../shared/config-target.ts';
import { formatConfigPath } from '../../shared/config-path-text.ts';
import { parseConfigPath } from '../../shared/config-path.ts';
import { formatPortRanges, parsePort, parsePortRanges } from '../../shared/port-text.ts';
import { compilePattern } from '../../shared/watched-port.ts';
import { damagedText } from './damage.ts';
import { expectSane } from './expect-sane.ts';
import { expectTaken, FUZZING } from './expect-taken.ts';

test('ports and ranges', FUZZING, () =>
  expectTaken({
    share: 40,
    inputs: damagedText(['3000', '3001, 3002, 3100-3199', '1..65535', '  80 ']),
    check: (text) => {
      expectSane(parsePort(text));
      const parsed = parsePortRanges(text);
      if (parsed.kind !== 'ranges') return;
      expectSane(parsed.ranges.flatMap(({ from, to }) => [{ port: from }, { port: to }]));
      expect(parsed.ranges.every(({ from, to }) => from <= to)).toBe(true);
      expect(parsePortRanges(formatPortRanges(parsed.ranges))).toEqual(parsed);
    },
  }),
);

const FACTS = { text: 'node 3000', port: 3000, pids: [7], users: ['ann'], projects: [], names: [] };

test('a search', FUZZING, () =>
  expectTaken({
    share: 30,
    inputs: damagedText([
      'vite 3000',
      'port:3000-3999,8080 user:ada',
      'project:"my shop" name:node',
    ]),
    check: (text) => {
      const found = parseQuery(text)?.(FACTS) ?? false;
      expect(typeof found).toBe('boolean');
    },
  }),
);

test('a place of a file, a command and an address', FUZZING, () =>
  expectTaken({
    share: 40,
    inputs: damagedText([
      'services.web.ports[0]',
      '"odd name".x[3]',
      `npm run 'it is "mine"' a\\ b`,
      'fe80::1%lo0',
      '::ffff:127.0.0.1',
    ]),
    check: (text) => {
      const path = parseConfigPath(text);
      expect(path && parseConfigPath(formatConfigPath(path))).toEqual(path);
      const words = parseCommandLine(text);
      expect(words && parseCommandLine(toCommandLine(words))).toEqual(words);
      const address = toCanonicalAddress(text);
      expect(toCanonicalAddress(address)).toBe(address);
    },
  }),
);

test('a regular expression', FUZZING, () =>
  expectTaken({
    share: 10,
    inputs: damagedText(['^port = (\\d+)', '(a+)+$', '(?:x|y)*', 'node .*vite', '(?<n>\\d{1,5})']),
    check: (source) => {
      // Whatever is accepted answers at once, however the text is made to it.
      const text = 'a1 = '.repeat(200);
      compilePattern(source)?.test(text);
      compileNumberPattern(source)?.test(text);
    },
  }),
);

const word = fc.oneof(
  fc.constantFrom('list', 'kill', 'free', 'watch', 'why', 'history', 'lease', 'import', 'reassign'),
  fc.constantFrom('--json', '--udp', '--yes', '--port', '--range', '--since', '--to', '--', '-h'),
  damagedText(['3000', '3000-3010', 'yesterday 17:00', '2h', '--range=3000-3010']),
);

test('the words of a command', FUZZING, () =>
  expectTaken({
    share: 40,
    inputs: fc.array(word, { maxLength: 6 }),
    check: (words) => {
      const { asked } = parseArguments(words, 1_763_721_681_000);
      expect(typeof asked.kind).toBe('string');
      if ('port' in asked) expectSane({ port: asked.port });
    },
  }),
);

test('a time', FUZZING, () =>
  expectTaken({
    share: 10,
    inputs: damagedText(['2h', 'now', 'yesterday 17:00', '2026-11-21T09:14', '17:00']),
    check: (text) => {
      const ms = parseTime(text, 1_763_721_681_000) ?? 0;
      expect(Number.isFinite(ms)).toBe(true);
    },
  }),
);

test('a command line to be shown', FUZZING, () =>
  expectTaken({
    share: 20,
    inputs: fc.array(
      damagedText(['--password=hunter2', 'mysql -phunter2', 'http://a:b@c', '{"token":"x"}']),
      { maxLength: 6 },
    ),
    check: (argv) => {
      const shown = redactCommand(argv);
      expect(shown.length).toBeLessThanOrEqual(4096);
      expect(shown).not.toMatch(/[\p{Cc}\u202a-\u202e\u2028\u2029]/u);
    },
  }),
);
