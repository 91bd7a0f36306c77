import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseArguments,
  parseEnvironment,
} from '../../../electron/adapters/linux/launch/parse-recipe.ts';

const NODE = '/usr/bin/node';

describe('arguments', () => {
  test.each<[string, string, readonly string[] | undefined]>([
    [
      'are told as they were given',
      'node\0server.js\0--port\x003000\0',
      ['node', 'server.js', '--port', '3000'],
    ],
    ['may be empty in between', 'node\0\0x\0', ['node', '', 'x']],
    ['may hold blanks and line ends', 'sh\0-c\0a b\nc\0', ['sh', '-c', 'a b\nc']],
    ['may be the path of a program alone', `${NODE}\0`, [NODE]],
    ['are not whole when they are cut off', 'node\0server', undefined],
    ['are not there for a thread of the kernel', '', undefined],
    ['were written over by a title and NULs', 'next-server (v15.1.0)\0\0\0\0', undefined],
    ['were written over by a title', 'postgres: checkpointer ', undefined],
    ['were written over by a title that fills them', 'nginx: master process nginx\0', undefined],
  ])('%s', (_, text, argv) => {
    expect(parseArguments(Buffer.from(text), NODE)).toEqual(argv);
  });

  test('may name a program with a blank in its path', () => {
    expect(parseArguments(Buffer.from('/opt/my shop/server\0'), '/opt/my shop/server')).toEqual([
      '/opt/my shop/server',
    ]);
  });

  test('that are no UTF-8 cannot be given once more', () => {
    expect(parseArguments(Buffer.from('node\0\xff\0', 'latin1'), NODE)).toBeUndefined();
  });

  test('come back the same, whatever they are', () => {
    const part = fc.constantFrom('a', ' ', '\n', '=', '"', '$', '\x1b', 'é', '😀', '\ufffd');
    const argument = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(argument), (rest) => {
        const argv = ['node', ...rest, 'x'];
        const bytes = Buffer.from(argv.map((each) => `${each}\0`).join(''));
        expect(parseArguments(bytes, NODE)).toEqual(argv);
      }),
    );
  });
});

describe('an environment', () => {
  test.each<[string, string, object | undefined]>([
    ['is told as it was given', 'HOME=/home/ada\0A=b=c\nd\0', { HOME: '/home/ada', A: 'b=c\nd' }],
    ['may be empty', '', {}],
    ['may hold empty values', 'A=\0', { A: '' }],
    ['counts the first of two, as programs do', 'A=1\0A=2\0', { A: '1' }],
    ['is not whole when it is cut off', 'A=1\0B=2', undefined],
    ['was written over when a text in it has no name', 'A=1\0master process\0', undefined],
  ])('%s', (_, text, env) => {
    expect(parseEnvironment(Buffer.from(text))).toEqual(env);
  });

  test('may hold the odd name', () => {
    const env = parseEnvironment(Buffer.from('__proto__=1\0'));
    expect(Object.entries(env ?? {})).toEqual([['__proto__', '1']]);
  });

  test('that is no UTF-8 cannot be given once more', () => {
    expect(parseEnvironment(Buffer.from('A=\xff\0', 'latin1'))).toBeUndefined();
  });
});
