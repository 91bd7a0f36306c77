import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { toWidth } from '../../electron/command/output/columns.ts';
import {
  CHOICES,
  COMMANDS,
  EXAMPLES,
  FLAGS,
  listFlags,
  listVerbs,
  type Flag,
  type Verb,
} from '../../electron/command/arguments/commands.ts';
import { toCompletion } from '../../electron/command/completion/completion.ts';
import { toManual } from '../../electron/command/help/manual.ts';
import { parseArguments } from '../../electron/command/arguments/parse-arguments.ts';
import { toUsage } from '../../electron/command/help/usage.ts';
import { LOCALES } from '../../shared/locale.ts';

const VALUES: Readonly<Partial<Record<Flag, string>>> = {
  '--port': '3000',
  '--interval': '500',
  '--timeout': '5',
  '--near': '3000',
  '--to': '3001',
  '--range': '3000-3100',
  '--host': '127.0.0.1',
  '--count': '2',
  '--ttl': '60',
  '--port-env': 'PORT',
  '--port-flag': '--port',
  '--wait': '5',
  '--at': '1h',
  '--since': '1h',
  '--pid': '4711',
  '--config': 'dotenv:.env:PORT',
  '--fallback': '3001,3010-3019',
};
const WORDS: Readonly<Record<Verb, readonly string[]>> = {
  list: [],
  check: [],
  why: ['3000'],
  watch: [],
  kill: ['3000'],
  reassign: ['3000'],
  undo: ['1'],
  free: [],
  'watch-port': ['add', 'web', '3000'],
  import: ['.'],
  lease: ['web'],
  hold: ['web'],
  unhold: ['web'],
  release: ['web'],
  run: ['web'],
  history: ['3000'],
  leases: [],
  doctor: [],
  mcp: [],
  completion: ['bash'],
  man: [],
  complete: ['ports'],
};
/** What has to stand behind all flags. */
const TAILS: Readonly<Partial<Record<Verb, readonly string[]>>> = { run: ['--', 'true'] };
const verbs = Object.keys(COMMANDS) as Verb[];

function toWords(flag: Flag): readonly string[] {
  const wanted = FLAGS[flag];
  if (wanted === undefined) return [flag];
  return [flag, VALUES[flag] ?? CHOICES[wanted]?.[0] ?? 'text'];
}

describe('one table of commands and flags', () => {
  test.each(verbs.flatMap((verb) => listFlags(verb).map((flag) => [verb, flag] as const)))(
    'makes the parser understand %s %s',
    (verb, flag) => {
      const needsDryRun = ['kill', 'reassign', 'undo'].includes(verb) && flag === '--json';
      const more = [...(needsDryRun ? ['--dry-run'] : []), ...(TAILS[verb] ?? [])];
      // A list is of all moves.
      const words = flag === '--list' ? [] : WORDS[verb];
      const line = [verb, ...words, ...toWords(flag), ...more];
      const { asked } = parseArguments(line);
      // Where the values do not go together the parser says so; it never says that it knows no such flag.
      expect(asked).toMatchObject({ kind: verb });
    },
  );

  test.each(verbs)('makes the parser refuse every other flag of %s', (verb) => {
    const others = (Object.keys(FLAGS) as Flag[]).filter((flag) => !listFlags(verb).includes(flag));
    for (const flag of others) {
      const { asked } = parseArguments([verb, ...WORDS[verb], ...toWords(flag)]);
      expect(asked).toEqual({ kind: 'refused', problem: { kind: 'not-here', flag, verb } });
    }
  });

  test.each(verbs)('makes the parser refuse one word too many for %s', (verb) => {
    const command = verb === 'run' ? ['--', 'true'] : [];
    const { asked } = parseArguments([verb, ...WORDS[verb], 'more', ...command]);
    expect(asked).toEqual({ kind: 'refused', problem: { kind: 'unknown', argument: 'more' } });
  });

  test.each(LOCALES)('is told whole by the help and the manual page in %s', (locale) => {
    for (const text of [toUsage(locale), toManual(locale, '1.0.0').replaceAll('\\-', '-')]) {
      for (const verb of listVerbs()) expect(text).toContain(`portreeve ${verb}`);
      for (const flag of Object.keys(FLAGS)) expect(text).toContain(flag);
      for (const example of EXAMPLES) expect(text).toContain(example);
      expect(text).not.toContain('portreeve complete\n');
    }
  });

  test.each(listVerbs())(
    'has a help of its own for %s, with its flags and its exit codes',
    (verb) => {
      const text = toUsage('en', verb);
      expect(text).toContain(`  portreeve ${verb}`);
      for (const flag of listFlags(verb)) expect(text).toContain(`  ${flag}`);
      expect(text.split('\n').length).toBeLessThan(45);
      const others = listVerbs().filter((other) => other !== verb);
      for (const other of others) expect(text).not.toContain(`\n  portreeve ${other} `);
    },
  );

  test.each(LOCALES)('stands in columns that a terminal can hold in %s', (locale) => {
    const lines = toUsage(locale).split('\n');
    expect(lines.filter((line) => toWidth(line) > 118)).toEqual([]);
  });

  test.each(['bash', 'zsh', 'fish', 'powershell'] as const)('is offered whole by %s', (shell) => {
    const script = toCompletion(shell, 'en');
    for (const verb of listVerbs()) expect(script).toContain(verb);
    for (const flag of Object.keys(FLAGS)) expect(script).toContain(flag.slice(2));
  });

  test.each(EXAMPLES)('its example "%s" is understood', (example) => {
    const [, line = ''] = /portreeve ([^)&]*)/.exec(example) ?? [];
    const words = line
      .trim()
      .match(/"[^"]*"|\S+/g)
      ?.map((word) => word.replaceAll('"', ''));
    expect(parseArguments(words ?? []).asked.kind).not.toBe('refused');
  });
});

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

describe.each(LOCALES)('the manual page in %s', (locale) => {
  const page = toManual(locale, '1.0.0');

  test.skipIf(!isInstalled('mandoc'))('is sound for mandoc', () => {
    const { stdout } = spawnSync('mandoc', ['-Tlint', '-Wwarning'], { input: page });
    const complaints = stdout.toString().split('\n');
    // It bears no date, so that the same source makes the same page.
    expect(complaints.filter((line) => line !== '' && !line.includes('missing date'))).toEqual([]);
  });

  test.skipIf(!isInstalled('man'))('is sound for man', () => {
    const options = { input: page, env: { ...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '90' } };
    const { stdout, stderr } = spawnSync('man', ['--warnings', '-l', '-'], options);
    expect(stderr.toString()).toBe('');
    expect(stdout.toString()).toContain('--user-data-dir');
    expect(stdout.toString()).toContain('EXIT STATUS');
  });
});

test('no line of the manual page is a command of roff by accident', () => {
  const commands = new Set(['TH', 'ad', 'SH', 'TP', 'B', 'BI', 'I', 'RI', 'BR', 'nf', 'fi', 'br']);
  const found = toManual('en', '1.0.0')
    .split('\n')
    .flatMap((line) => /^['.](\w*)/.exec(line)?.[1] ?? []);
  expect(found.filter((name) => !commands.has(name))).toEqual([]);
});
