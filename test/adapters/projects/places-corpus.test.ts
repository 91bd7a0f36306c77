import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { aConfigFiles } from '../../support/config-files.ts';
import { createProjects } from '../../../electron/adapters/projects/projects.ts';
import { makeFolder } from '../surroundings.ts';

/*
 * In test/fixtures/projects/: the path of a file within a project; then, a line each, what is to
 * be found in it (line, port, kind of target); then three hyphens and the file itself.
 */

const corpus = fileURLToPath(new URL('../../fixtures/projects/', import.meta.url));

interface Case {
  readonly path: string;
  readonly expected: readonly string[];
  readonly bytes: Buffer;
}

function readCase(name: string): Case {
  const all = readFileSync(join(corpus, name));
  const mark = '\n---\n';
  const end = all.indexOf(mark);
  const [path = '', ...expected] = all.subarray(0, end).toString().split('\n');
  return { path, expected, bytes: all.subarray(end + mark.length) };
}

const names = readdirSync(corpus);

describe('where ports are found in the files of a project', () => {
  it('has a corpus to speak of', () => {
    expect(names.length).toBeGreaterThanOrEqual(40);
  });

  it.each(names)('%s', async (name) => {
    const { path, expected, bytes } = readCase(name);
    const folder = makeFolder();
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    const reading = await createProjects().readPlaces(folder);
    if (reading.kind === 'unreadable') throw new Error('The folder was not read.');
    expect(
      reading.places.map(({ line, port, target }) => `${line} ${port} ${target.kind}`),
    ).toEqual(expected);

    // Each is a target that the app would change, at this line, and change back.
    const own = makeFolder();
    const configFiles = aConfigFiles({
      backupFolder: join(own, 'backups'),
      journalFile: join(own, 'move.json'),
      clock: { wallMs: () => 0 },
    });
    for (const { target, port, line, text } of reading.places) {
      const located = await configFiles.planEdits([target], port, 61_234);
      if (located.kind === 'refused') throw new Error(located.reason);
      const [edit] = located.edits;
      expect(edit).toMatchObject({ line, before: expect.stringContaining(text) });
      const written = await configFiles.applyEdits(located.edits, port, 61_234);
      if (written.kind !== 'written') throw new Error(written.kind);
      // The same target finds the new number as well, for the next move.
      expect(await configFiles.planEdits([target], 61_234, port)).toMatchObject({ kind: 'edits' });
      await configFiles.undoEdits(located.edits, port, 61_234, written.backups);
      expect(readFileSync(file)).toEqual(bytes);
    }
  });
});
