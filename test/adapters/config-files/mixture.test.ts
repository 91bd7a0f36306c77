import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aConfigFiles } from '../../support/config-files.ts';
import { isMixture } from '../../../electron/adapters/config-files/mixture.ts';
import { makeFolder } from '../surroundings.ts';
import { toTarget } from './desk.ts';

/** The file after so many bytes were written over it from its beginning. */
function overwrite(file: Buffer, bytes: Buffer, count: number): Buffer {
  return Buffer.concat([bytes.subarray(0, count), file.subarray(count)]);
}

/** Every state in which a write in place of these two can end. */
function* listStates(before: Buffer, after: Buffer): Generator<Buffer> {
  const written = Array.from({ length: after.length + 1 }, (_, n) => overwrite(before, after, n));
  for (const state of [...written, after]) {
    for (let count = 0; count <= before.length; count += 1) yield overwrite(state, before, count);
  }
}

const toEnv = (port: string, rest: string): Buffer => Buffer.from(`A=1\nPORT=${port}\n${rest}`);
const pairs = ['', 'B=2\n', 'B=80 80 80 80\n', '# 18080 is no port of ours'].flatMap((rest) =>
  ['80', '443', '3000', '18080', '11111'].flatMap((from) =>
    ['81', '444', '3001', '18080', '11112'].map(
      (to) => [toEnv(from, rest), toEnv(to, rest)] as const,
    ),
  ),
);

describe('a file that is overwritten in place', () => {
  it('is known as ours wherever the write ended, there and back', () => {
    let states = 0;
    for (const [before, after] of pairs) {
      for (const now of listStates(before, after)) {
        expect([now.toString(), isMixture(now, after, before)]).toEqual([now.toString(), true]);
        states += 1;
      }
    }
    expect(states).toBeGreaterThan(50_000);
  });

  it('is not ours with any byte of somebody else in it, or any at its end', () => {
    for (const [before, after] of pairs) {
      for (const state of [before, after]) {
        for (let place = 0; place <= state.length; place += 1) {
          const edited = Buffer.concat([
            state.subarray(0, place),
            Buffer.from('é'),
            state.subarray(place + 1),
          ]);
          expect(isMixture(edited, after, before)).toBe(false);
        }
        const shorter = Math.min(before.length, after.length) - 1;
        expect(isMixture(state.subarray(0, shorter), after, before)).toBe(false);
      }
    }
  });

  it('and ended past its old end is taken back to its last byte', async () => {
    const folder = makeFolder();
    const file = join(folder, '.env');
    const backup = join(folder, 'copy');
    const journalFile = join(folder, 'move.json');
    const before = Buffer.from(`PORT=80\n#${'A'.repeat(4085)}`);
    const after = Buffer.from(before.toString().replace('PORT=80', 'PORT=18080'));
    const clock = { wallMs: () => Date.now() };
    const configFiles = aConfigFiles({ backupFolder: folder, journalFile, clock });
    for (const length of [4094, 4095, 4096, 4097]) {
      writeFileSync(file, after.subarray(0, length));
      writeFileSync(backup, before);
      const hashBefore = createHash('sha256').update(before).digest('hex');
      const written = { realPath: file, backup, hashBefore, after: after.toString('base64') };
      const files = [{ ...written, targets: [toTarget(file)] }];
      writeFileSync(journalFile, JSON.stringify({ version: 1, from: 80, to: 18_080, files }));
      expect((await configFiles.recover()).kind).toBe('taken-back');
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(existsSync(journalFile)).toBe(false);
    }
  });
});
