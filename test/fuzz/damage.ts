import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SAMPLE_LENGTH_MAX = 3000;
const FIXTURES = new URL('../fixtures', import.meta.url).pathname;

/** The texts of the fixtures below `folder` whose names fit, cut to a length that is quick to read. */
export function readSamples(folder: string, name: RegExp): readonly string[] {
  const samples = readdirSync(join(FIXTURES, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .map((text) => text.slice(0, SAMPLE_LENGTH_MAX));
  if (samples.length === 0) throw new Error(`no fixture in ${folder} fits ${name.source}`);
  return samples;
}

/** What breaks formats: their own signs, ends of what numbers can be, text that acts. */
const HOSTILE = [
  '',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\0',
  ':',
  '::',
  '.',
  ',',
  '=',
  '"',
  "'",
  '\\',
  '/',
  '-',
  '*',
  '0',
  '-1',
  '1.5',
  '1e9',
  '65535',
  '65536',
  '4294967296',
  '99999999999999999999',
  'NaN',
  'FFFFFFFF',
  '00000000',
  '0x1f90',
  '127.0.0.1',
  '[::1]',
  'fe80::1%lo0',
  '::ffff:1.2.3.4',
  'p1\nf1\n',
  ') S 1 ',
  'a",pid=1234,fd',
  '<img src=x onerror=alert(1)>',
  '\u001b[31m',
  '\u202e',
  '\ud800',
  '\ufeff',
  '{',
  '}',
  '[',
  ']',
  '__proto__',
  'constructor',
  '${x}',
  '%00',
];

const piece = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.integer({ min: -(2 ** 53), max: 2 ** 53 }).map(String),
);

const edit = fc.record({
  /** Where, as a part of the whole. */
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof(fc.nat(4), fc.nat(200)),
  insert: piece,
  /** Repeats what stood there instead. */
  repeats: fc.boolean(),
});

/** Real texts, damaged at some places, and now and then something else altogether. */
export function damagedText(samples: readonly string[]): fc.Arbitrary<string> {
  const damaged = fc
    .tuple(fc.constantFrom(...samples), fc.array(edit, { maxLength: 5 }))
    .map(([sample, edits]) =>
      edits.reduce((text, { at, cut, insert, repeats }) => {
        const start = Math.floor(at * text.length);
        const end = start + cut;
        const middle = repeats ? text.slice(start, end).repeat(2) : insert;
        return text.slice(0, start) + middle + text.slice(end);
      }, sample),
    );
  const invented = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  return fc.oneof({ weight: 6, arbitrary: damaged }, { weight: 1, arbitrary: invented });
}

/** The same with bytes. */
export function damagedBytes(samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const byteEdit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(8),
    insert: fc.uint8Array({ maxLength: 8 }),
  });
  const damaged = fc
    .tuple(fc.constantFrom(...samples), fc.array(byteEdit, { maxLength: 5 }))
    .map(([sample, edits]) =>
      edits.reduce((bytes, { at, cut, insert }) => {
        const start = Math.floor(at * bytes.length);
        return Uint8Array.from([...bytes.slice(0, start), ...insert, ...bytes.slice(start + cut)]);
      }, sample),
    );
  return fc.oneof(
    { weight: 6, arbitrary: damaged },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  );
}

/** Values as JSON knows them, around those of a sample: a field more, less or of another kind. */
export function damagedValue(samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const strange = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(...HOSTILE, null, -1, 0, 1.5, 2 ** 31, 65_536, [], {}, true),
  );
  const damaged = fc
    .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(), strange), { maxLength: 3 }))
    .map(([sample, changes]) =>
      changes.reduce((value, [where, other]) => replaceAt(value, where, other), sample),
    );
  return fc.oneof({ weight: 6, arbitrary: damaged }, { weight: 1, arbitrary: strange });
}

/** Walks down by the digits of `where` and puts `other` in the place where it ends. */
function replaceAt(value: unknown, where: number, other: unknown): unknown {
  if (typeof value !== 'object' || value === null || where % 5 === 0) return other;
  const keys = [...Object.keys(value), 'extra'];
  const key = keys[where % keys.length] ?? 'extra';
  const rest = Math.floor(where / keys.length);
  if (Array.isArray(value)) {
    return value.length === 0 ? [other] : value.with(where % value.length, other);
  }
  const inner: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  return { ...value, [key]: rest === 0 ? other : replaceAt(inner, rest, other) };
}
