import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'dotenv';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dotenvEditor } from '../../../electron/adapters/config-files/dotenv.ts';
import {
  countLine,
  planTextEdit,
  readLine,
  type TextEdit,
} from '../../../electron/adapters/config-files/text-edit.ts';

function planDotenvEdit(text: string, key: string, from: number, to: number): TextEdit {
  return planTextEdit(dotenvEditor, text, { key }, from, to);
}

/** What is shown of an edit: the number of the line, and the line before and after. */
function toShown(text: string, plan: TextEdit): unknown {
  if (plan.kind === 'refused') return plan;
  const line = countLine(text, plan.splice.start);
  return [line, readLine(text, line), readLine(plan.text, line)];
}

const corpus = fileURLToPath(new URL('../../fixtures/config-files/', import.meta.url));
const edited = readdirSync(corpus)
  .filter((name) => name.endsWith('.after.env'))
  .map((name) => name.replace('.after.env', ''));

describe('the plan of an edit in a .env file', () => {
  it.each(edited)('changes the one value and no other character: %s', (name) => {
    const before = readFileSync(`${corpus}${name}.before.env`, 'utf8');
    const after = readFileSync(`${corpus}${name}.after.env`, 'utf8');
    const plan = planDotenvEdit(before, 'PORT', 3000, 3001);
    expect(plan.kind === 'edit' ? plan.text : plan).toEqual(after);
  });

  it('tells the line as it is and as it would be, without its end', () => {
    const text = 'A=1\r\nexport PORT="3000" # web\r\n';
    expect(toShown(text, planDotenvEdit(text, 'PORT', 3000, 12345))).toEqual([
      2,
      'export PORT="3000" # web',
      'export PORT="12345" # web',
    ]);
  });

  it('counts the lines of a quoted value and leaves a byte order mark out of the first line', () => {
    const show = (text: string): unknown => toShown(text, planDotenvEdit(text, 'PORT', 3000, 3001));
    expect(show('\uFEFFPORT=3000')).toEqual([1, 'PORT=3000', 'PORT=3001']);
    expect(show("A='1\n2\r\n3'\rPORT=3000")).toEqual([4, 'PORT=3000', 'PORT=3001']);
  });

  it('is refused on a line that is too long to be shown', () => {
    expect(planDotenvEdit(`PORT=3000 #${'x'.repeat(5000)}`, 'PORT', 3000, 3001)).toEqual({
      kind: 'refused',
      reason: 'line-too-long',
    });
  });

  it.each(['constructor', 'toString'])('survives a key named %s', (key) => {
    const plan = planDotenvEdit(`${key}=3000\nA=1\n`, key, 3000, 3001);
    expect(plan).toMatchObject({ kind: 'edit', text: `${key}=3001\nA=1\n` });
  });

  it('is refused for a key that dotenv cannot keep', () => {
    expect(planDotenvEdit('__proto__=3000\n', '__proto__', 3000, 3001)).toEqual({
      kind: 'refused',
      reason: 'check-failed',
    });
  });

  it.each([
    ['blank lines', `${'\n'.repeat(1_000_000)}PORT=3000\n#`],
    ['blanks', `A=${' '.repeat(1_000_000)}#\nPORT=3000`],
    ['escaped quotes', `A='${"\\'".repeat(400_000)}\nPORT=3000`],
    ['open quotes', `${'A="\n'.repeat(200_000)}PORT=3000`],
    ['exports', `${'export '.repeat(100_000)}\nPORT=3000`],
    ['assignments', `${'A=1\n'.repeat(200_000)}PORT=3000`],
  ])('gets to the end of a megabyte of %s', (_, text) => {
    // A quadratic reader would run into the test's own time limit.
    expect(planDotenvEdit(text, 'PORT', 3000, 3001).kind).toMatch(/^(edit|refused)$/);
  });
});

describe('a .env file put together at random', () => {
  const blank = fc.stringMatching(/^[ \t]{0,3}$/);
  const lineEnd = fc.constantFrom('\n', '\r\n', '\n\n', '\r');
  const words = fc.stringMatching(/^[\w #=.:/$\\-]{0,12}$/);
  const otherLine = fc.oneof(
    fc.constant(''),
    words.map((text) => `# ${text}`),
    fc
      .tuple(fc.constantFrom('A', 'DB_PORT', 'PORT_2', 'port'), words)
      .map((pair) => pair.join('=')),
    fc
      .tuple(fc.constantFrom('"', "'", '`'), fc.array(words, { maxLength: 3 }))
      .map(([quote, texts]) => `TEXT=${quote}${texts.join('\nPORT=9\n')}${quote}`),
    fc.string({ unit: 'binary', maxLength: 10 }),
  );
  const file = fc.record({
    head: fc.array(fc.tuple(otherLine, lineEnd), { maxLength: 6 }),
    tail: fc.array(fc.tuple(otherLine, lineEnd), { maxLength: 6 }),
    mark: fc.constantFrom('', '\uFEFF'),
    before: fc
      .tuple(blank, fc.constantFrom('', 'export '), blank)
      .map(([a, b, c]) => `${a}${b}PORT${c}=`),
    quote: fc.constantFrom('', '"', "'", '`'),
    gap: blank,
    comment: fc.oneof(
      fc.constant(''),
      words.map((text) => ` # ${text}`),
    ),
    end: fc.constantFrom('', '\n', '\r\n'),
  });
  const port = fc.integer({ min: 1, max: 65_535 });

  it('loses the old number for the new one and nothing else, or is refused', () => {
    let edits = 0;
    fc.assert(
      fc.property(file, port, port, (parts, from, to) => {
        const start =
          parts.mark + parts.head.flat().join('') + parts.before + parts.gap + parts.quote;
        const rest = parts.quote + parts.comment + (parts.end || '\n') + parts.tail.flat().join('');
        const plan = planDotenvEdit(`${start}${from}${rest}`, 'PORT', from, to);
        if (plan.kind === 'refused') return;
        edits += 1;
        expect(plan.text).toBe(`${start}${to}${rest}`);
        expect(planDotenvEdit(plan.text, 'PORT', to, from)).toEqual(
          expect.objectContaining({ kind: 'edit', text: `${start}${from}${rest}` }),
        );
      }),
      { numRuns: 3000 },
    );
    expect(edits).toBeGreaterThan(1000);
  });

  const blanks = ['\n', '\n', '\n', '\r', '\r\n', ' ', '\t', '\u00a0', '\uFEFF', '\u2028'];
  const marks = ['"', "'", '`', '\\', '#', '=', ':', '$'];
  const texts = ['A=', 'A', 'PORT', 'PORT=', 'export ', '39'];
  const piece = fc.constantFrom(...blanks, ...marks, ...texts);
  const pieces = fc.array(piece, { maxLength: 10 });

  it('is read as dotenv reads it, or refused', () => {
    let edits = 0;
    fc.assert(
      fc.property(
        fc.tuple(pieces, pieces).map(([head, tail]) => [...head, 'PORT=39', ...tail].join('')),
        (text) => {
          const from = Number(parse(text)['PORT']);
          const plan = planDotenvEdit(text, 'PORT', from, 1234);
          if (plan.kind === 'refused') return;
          edits += 1;
          // The exact parser, where the adapter itself asks the fast one.
          expect(parse(text)['PORT']).toBe(String(from));
          expect(parse(plan.text)).toEqual({ ...parse(text), PORT: '1234' });
        },
      ),
      { numRuns: 20_000 },
    );
    expect(edits).toBeGreaterThan(2000);
  });
});
