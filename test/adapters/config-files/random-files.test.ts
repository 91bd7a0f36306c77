import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadPlanText } from '../../../electron/adapters/config-files/editors.ts';
import type { ConfigTarget } from '../../../shared/config-target.ts';

/*
 * A port with anything around it that the format allows, and some that it does not: only the bytes
 * of the number change, or it is refused.
 */

const FILE = '/x';
const port = fc.integer({ min: 1, max: 65_535 });
const blank = fc.stringMatching(/^[ \t]{0,3}$/);
const spaces = fc.stringMatching(/^ {0,3}$/);
const words = fc.stringMatching(/^[\w .:/$-]{0,10}$/);
const lineEnd = fc.constantFrom('\n', '\r\n', '\n\n');
const mark = fc.constantFrom('', '\uFEFF');
const key = fc.constantFrom('a', 'host', 'Port', 'port2', 'x-y', '3000');

interface Parts {
  readonly head: string;
  readonly quote: string;
  readonly tail: string;
}

function pick<T>(values: fc.Arbitrary<T>, max = 5): fc.Arbitrary<readonly T[]> {
  return fc.array(values, { maxLength: max });
}

/** Lines in any order, the one with the port somewhere among them. */
function around(
  line: fc.Arbitrary<string>,
  own: fc.Arbitrary<Parts>,
  open = '',
  close = '',
): fc.Arbitrary<Parts> {
  return fc
    .tuple(mark, pick(line), own, pick(line), lineEnd, fc.boolean())
    .map(([bom, above, parts, below, end, isEnded]) => ({
      head: `${bom}${open}${above.map((one) => one + end).join('')}${parts.head}`,
      quote: parts.quote,
      tail: `${parts.tail}${[...(isEnded || below.length > 0 ? [''] : []), ...below].join(end)}${close}`,
    }));
}

const jsonComment = fc.oneof(
  fc.constant(''),
  words.map((text) => `/* ${text.replaceAll('*', '')} "port": 9 */`),
  words.map((text) => `// ${text}\n`),
);
const jsonValue = fc.oneof(
  fc.json({ maxDepth: 1 }),
  fc.constantFrom('3000', '"3000"', 'null', '[3000]'),
);
const json = around(
  fc
    .tuple(key, jsonComment, jsonValue, blank)
    .map(([name, comment, value, gap]) => `${gap}"${name}"${comment}:${gap}${value},`),
  fc.tuple(blank, jsonComment, fc.constantFrom('', '"'), jsonComment).map(([gap, a, quote, b]) => ({
    head: `${gap}"port"${a}:${gap}${quote}`,
    quote,
    tail: `${quote}${b},`,
  })),
  '{',
  '}',
);

const yamlLine = fc.oneof(
  words.map((text) => `# port: ${text}`),
  fc.tuple(key, spaces, words).map(([name, gap, text]) => `${name}: ${gap}${text}`),
  fc.tuple(key, words).map(([name, text]) => `${name}: "${text}"`),
  fc.tuple(key, words).map(([name, text]) => `${name}: |\n  port: ${text}\n  3000`),
  key.map((name) => `${name}: [3000, { port: 3000 }]`),
  key.map((name) => `${name}: &${name.replaceAll('-', '')} 3000`),
  fc.constantFrom('---', '...', '- x', '\tport: 1', 'a: *a', '<<: { port: 1 }'),
);
const yaml = around(
  yamlLine,
  fc
    .tuple(spaces, fc.constantFrom('', "'", '"'), words, fc.boolean())
    .map(([gap, quote, text, isCommented]) => ({
      head: `port:${gap} ${quote}`,
      quote,
      tail: `${quote}${isCommented ? ` # ${text}` : gap}`,
    })),
);

const tomlLine = fc.oneof(
  words.map((text) => `# port = ${text}`),
  fc.tuple(key, blank, words).map(([name, gap, text]) => `${name}${gap}=${gap}"${text}"`),
  fc.tuple(key, words).map(([name, text]) => `${name} = '''\nport = ${text}\n'''`),
  key.map((name) => `${name} = [3000, { port = 3000 }]`),
  key.map((name) => `${name}.port = 3000`),
  fc.constantFrom('[a]', '[[b]]', 'c = 3000', 'd = 1979-05-27'),
);
const toml = around(
  tomlLine,
  fc
    .tuple(blank, fc.constantFrom('', "'", '"'), words, fc.boolean())
    .map(([gap, quote, text, isCommented]) => ({
      head: `port${gap}=${gap}${quote}`,
      quote,
      tail: `${quote}${isCommented ? ` # ${text}` : gap}`,
    })),
);

const iniLine = fc.oneof(
  words.map((text) => `; port = ${text}`),
  fc.tuple(blank, words).map(([gap, text]) => `${gap}# ${text}`),
  fc
    .tuple(blank, key, fc.constantFrom('=', ':'), words)
    .map(([gap, name, sign, text]) => `${gap}${name}${gap}${sign}${text}`),
  fc.constantFrom('[a]', '[b] ; x', 'verbose', '  more', 'path = C:\\'),
);
const ini = around(
  iniLine,
  fc
    .tuple(blank, fc.constantFrom('=', ':'), fc.constantFrom('', "'", '"'), words, fc.boolean())
    .map(([gap, sign, quote, text, isCommented]) => ({
      head: `port${gap}${sign}${gap}${quote}`,
      quote,
      tail: `${quote}${isCommented ? ` ; ${text}` : gap}`,
    })),
);

const CASES: readonly (readonly [ConfigTarget, fc.Arbitrary<Parts>, number])[] = [
  [{ kind: 'json', file: FILE, path: ['port'] }, json, 1000],
  [{ kind: 'yaml', file: FILE, path: ['port'] }, yaml, 300],
  [{ kind: 'toml', file: FILE, path: ['port'] }, toml, 300],
  [{ kind: 'ini', file: FILE, section: '', key: 'port' }, ini, 300],
  [{ kind: 'pattern', file: FILE, pattern: '^port *= *(\\d+)' }, toml, 100],
];

describe.each(CASES)('a file put together at random: %j', (target, file, editsMin) => {
  it('loses the old number for the new one and nothing else, or is refused', async () => {
    const plan = await loadPlanText(target);
    let edits = 0;
    fc.assert(
      fc.property(file, port, port, ({ head, tail }, from, to) => {
        const text = `${head}${from}${tail}`;
        // A pattern may mean the number in a text of the same words, where that is the only one.
        const isElsewhere = new RegExp(`= *${from}(?!\\w)`).test(`${head}\n${tail}`);
        fc.pre(target.kind !== 'pattern' || !isElsewhere);
        const edit = plan(text, from, to);
        if (edit.kind === 'refused') return;
        edits += 1;
        expect(edit.text).toBe(`${head}${to}${tail}`);
        expect(plan(edit.text, to, from)).toMatchObject({ kind: 'edit', text });
      }),
      { numRuns: 1500 },
    );
    expect(edits).toBeGreaterThan(editsMin);
  });

  it('survives any text', async () => {
    const plan = await loadPlanText(target);
    const piece = fc.oneof(
      fc.constantFrom('port', 'port: ', 'port=', '"port":', '3000', '{', '}', '[', ']', '"', "'"),
      fc.constantFrom('\n', '\r\n', ' ', '\t', '#', ';', '&a', '*a', '<<:', '---', '|', '\\', ','),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const text = pieces.join('');
        const edit = plan(text, 3000, 3001);
        if (edit.kind === 'refused') return;
        const { start, end, inserted } = edit.splice;
        expect(edit.text).toBe(text.slice(0, start) + inserted + text.slice(end));
        expect([Number(text.slice(start, end)), Number(inserted)]).toEqual([3000, 3001]);
      }),
      { numRuns: 3000 },
    );
  });
});
