import { describe, expect, it } from 'vitest';
import {
  emptyTarget,
  guessKind,
  parseTarget,
  type TargetDraft,
  type TargetField,
} from '../../renderer/settings/target-draft.ts';
import { HOME } from './builders.ts';

const parse = (part: Partial<TargetDraft>) => parseTarget({ ...emptyTarget, ...part }, HOME);

describe('the form of a place where the port is written', () => {
  it.each<[string, Partial<TargetDraft>, object]>([
    [
      'a key of a .env file',
      { file: '~/shop/.env', key: ' PORT ' },
      { kind: 'dotenv', file: `${HOME}/shop/.env`, key: 'PORT' },
    ],
    [
      'a place in a tree',
      { kind: 'yaml', file: '/c.yaml', path: 'services.web.ports[0]' },
      { kind: 'yaml', file: '/c.yaml', path: ['services', 'web', 'ports', 0] },
    ],
    [
      'a key of a section',
      { kind: 'ini', file: '/a.ini', section: 'network', key: 'primary_port' },
      { kind: 'ini', file: '/a.ini', section: 'network', key: 'primary_port' },
    ],
    [
      'a key before all sections',
      { kind: 'ini', file: '/a.ini', key: 'port' },
      { kind: 'ini', file: '/a.ini', section: '', key: 'port' },
    ],
    [
      'a regular expression',
      { kind: 'pattern', file: '/n.conf', pattern: 'listen (\\d+);' },
      { kind: 'pattern', file: '/n.conf', pattern: 'listen (\\d+);' },
    ],
    [
      'only what belongs to its format',
      { kind: 'json', file: '/a.json', path: 'port', key: 'x', section: 'y', pattern: '(' },
      { kind: 'json', file: '/a.json', path: ['port'] },
    ],
  ])('reads %s', (_, part, target) => {
    expect(parse(part)).toEqual({ kind: 'valid', target });
  });

  it.each(['dotenv', 'json', 'yaml', 'toml', 'ini', 'pattern'] as const)(
    'is no place while nothing is written: %s',
    (kind) => {
      expect(parse({ kind })).toEqual({ kind: 'empty' });
    },
  );

  it.each<[string, Partial<TargetDraft>, TargetField, string]>([
    ['a relative file', { file: 'shop/.env', key: 'PORT' }, 'file', 'form.path-not-absolute'],
    ['a file without a key', { file: '~/.env' }, 'key', 'form.config-key-empty'],
    ['a key without a file', { key: 'PORT' }, 'file', 'form.config-file-empty'],
    [
      'a key with a blank in a .env file',
      { file: '~/.env', key: 'MY PORT' },
      'key',
      'form.config-key-invalid',
    ],
    ['no place', { kind: 'json', file: '/a' }, 'path', 'form.config-path-empty'],
    [
      'a torn place',
      { kind: 'toml', file: '/a', path: 'a..b' },
      'path',
      'form.config-path-invalid',
    ],
    [
      'a bracket in a section',
      { kind: 'ini', file: '/a', section: 'a]', key: 'x' },
      'section',
      'form.config-ini-invalid',
    ],
    [
      'an equals sign in a key',
      { kind: 'ini', file: '/a', section: 'a', key: 'x=y' },
      'key',
      'form.config-ini-invalid',
    ],
    ['no pattern', { kind: 'pattern', file: '/a' }, 'pattern', 'form.config-pattern-empty'],
    [
      'a pattern without a group',
      { kind: 'pattern', file: '/a', pattern: 'port \\d+' },
      'pattern',
      'form.config-pattern-invalid',
    ],
    [
      'a pattern with two groups',
      { kind: 'pattern', file: '/a', pattern: '(port) (\\d+)' },
      'pattern',
      'form.config-pattern-invalid',
    ],
    [
      'a pattern that repeats a repetition',
      { kind: 'pattern', file: '/a', pattern: '(?:a+)+(\\d+)' },
      'pattern',
      'form.config-pattern-invalid',
    ],
  ])('says what is wrong with %s', (_, part, field, key) => {
    const parsed = parse(part);
    expect(parsed.kind === 'invalid' && parsed.problems).toEqual({ [field]: { key } });
  });

  it.each([
    ['~/compose.yml', 'yaml'],
    ['/a/B.YAML', 'yaml'],
    ['~/package.json', 'json'],
    ['~/.env', 'dotenv'],
    ['~/a.toml', 'toml'],
    ['~/a.cfg', 'ini'],
    ['~/nginx.conf', 'pattern'],
    ['~/Procfile', 'ini'],
  ] as const)('takes the format from the name %s', (file, kind) => {
    expect(guessKind({ ...emptyTarget, kind: 'ini', file })).toBe(kind);
    expect(guessKind({ ...emptyTarget, kind: 'ini', file, key: 'typed' })).toBe('ini');
  });
});
