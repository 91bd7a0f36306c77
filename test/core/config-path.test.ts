import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatConfigPath } from '../../shared/config-path-text.ts';
import { parseConfigPath } from '../../shared/config-path.ts';
import { compileNumberPattern, configTargetSchema } from '../../shared/config-target.ts';

describe('the way to a value', () => {
  it.each([
    ['port', ['port']],
    ['services.web.ports[0]', ['services', 'web', 'ports', 0]],
    ['[1].port', [1, 'port']],
    ['[0][12]', [0, 12]],
    ['a["b.c"].d', ['a', 'b.c', 'd']],
    ['"a b"."c\\"d"[2]', ['a b', 'c"d', 2]],
    ['8080.x', ['8080', 'x']],
    ['a-b_c/d@e', ['a-b_c/d@e']],
    ['服务.端口', ['服务', '端口']],
    ['""', ['']],
    ['  a.b  ', ['a', 'b']],
  ])('is read from %s', (text, path) => {
    expect(parseConfigPath(text)).toEqual(path);
  });

  it.each(['', '  ', '.', 'a.', '.a', 'a..b', 'a[', 'a[]', 'a[-1]', 'a[01]', 'a[x]', 'a b', '"a'])(
    'is not read from %j',
    (text) => {
      expect(parseConfigPath(text)).toBeUndefined();
    },
  );

  it('is read back as it was written, whatever the keys are', () => {
    const step = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('a.b', '[0]', '"', '\\', '__proto__', ''),
      fc.nat(99_999),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (path) => {
        expect(parseConfigPath(formatConfigPath(path))).toEqual(path);
      }),
    );
  });
});

describe('the expression of a number', () => {
  it.each(['port (\\d+)', '^port (?<port>\\d+)$', '(?:a|b)(\\d+)'])('may be %s', (source) => {
    expect(compileNumberPattern(source)).toBeInstanceOf(RegExp);
  });

  it.each(['port', '(a)(b)', '(?:\\d+)', '(', '(a+)+', '(\\d+)|)('])('may not be %s', (source) => {
    expect(compileNumberPattern(source)).toBeUndefined();
  });
});

describe('a place where a port is written', () => {
  it.each([
    { kind: 'dotenv', file: '/a/.env', key: 'PORT' },
    { kind: 'json', file: '/a', path: ['port'] },
    { kind: 'yaml', file: 'C:\\a', path: ['a', 0] },
    { kind: 'ini', file: '/a', section: '', key: 'a b' },
  ])('is understood: %j', (target) => {
    expect(configTargetSchema.parse(target)).toEqual(target);
  });

  it.each([
    { kind: 'dotenv', file: '/a/.env', path: ['PORT'] },
    { kind: 'json', file: '/a', path: [] },
    { kind: 'json', file: 'a', path: ['port'] },
    { kind: 'toml', file: '/a', path: [-1] },
    { kind: 'ini', file: '/a', section: 'a\nb', key: 'x' },
    { kind: 'ini', file: '/a', section: '', key: '' },
    { kind: 'xml', file: '/a', path: ['port'] },
  ])('is refused: %j', (target) => {
    expect(configTargetSchema.safeParse(target).success).toBe(false);
  });
});
