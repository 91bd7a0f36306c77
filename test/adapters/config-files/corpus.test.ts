import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseConfigPath } from '../../../shared/config-path.ts';
import { configTargetSchema, type ConfigTarget } from '../../../shared/config-target.ts';
import { applyAll, setUp, type Desk } from './desk.ts';

/*
 * In test/fixtures/config-files/<format>/: a file before, and the same after or the reason of the
 * refusal; where the port stands in it is in targets.json.
 */

const corpus = fileURLToPath(new URL('../../fixtures/config-files/', import.meta.url));
const FORMATS = ['json', 'yaml', 'toml', 'ini', 'pattern'] as const;
type Format = (typeof FORMATS)[number];

function toTarget(format: Format, file: string, place: string): ConfigTarget {
  const ini = /^\[(.*?)\] (.*)$/.exec(place);
  const parts = {
    json: { path: parseConfigPath(place) },
    yaml: { path: parseConfigPath(place) },
    toml: { path: parseConfigPath(place) },
    ini: { section: ini?.[1], key: ini?.[2] },
    pattern: { pattern: place },
  };
  return configTargetSchema.parse({ kind: format, file, ...parts[format] });
}

describe.each(FORMATS)('the corpus of %s files', (format) => {
  const folder = `${corpus}${format}/`;
  const places = JSON.parse(readFileSync(`${folder}targets.json`, 'utf8')) as Record<
    string,
    string
  >;
  const end = format === 'pattern' ? 'txt' : format;
  const names = readdirSync(folder);
  const withEnd = (suffix: string): readonly string[] =>
    names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));

  function open(name: string): {
    readonly before: Buffer;
    readonly desk: Desk;
    target: ConfigTarget;
  } {
    const before = readFileSync(`${folder}${name}.before.${end}`);
    const desk = setUp(before);
    return { before, desk, target: toTarget(format, desk.file, places[name] ?? '') };
  }

  it.each(withEnd(`.after.${end}`))('is edited and undone to the byte: %s', async (name) => {
    const { before, desk, target } = open(name);
    const { edits, backups } = await applyAll(desk, [target]);
    expect(readFileSync(desk.file).toString()).toBe(
      readFileSync(`${folder}${name}.after.${end}`).toString(),
    );
    expect(await desk.configFiles.undoEdits(edits, 3000, 3001, backups)).toMatchObject({
      kind: 'written',
    });
    expect(readFileSync(desk.file)).toEqual(before);
    expect(readdirSync(desk.folder)).toEqual(['.env']);
  });

  it.each(withEnd('.refused.txt'))('is refused and left alone: %s', async (name) => {
    const { before, desk, target } = open(name);
    const reason = readFileSync(`${folder}${name}.refused.txt`, 'utf8').trim();
    expect(await desk.configFiles.planEdits([target], 3000, 3001)).toMatchObject({
      kind: 'refused',
      reason,
      target,
    });
    expect(readFileSync(desk.file)).toEqual(before);
  });

  it('holds no case without an answer and a place', () => {
    const answered = [...withEnd(`.after.${end}`), ...withEnd('.refused.txt')].toSorted();
    expect(answered).toEqual(withEnd(`.before.${end}`).toSorted());
    expect(Object.keys(places).toSorted()).toEqual(answered);
  });
});
