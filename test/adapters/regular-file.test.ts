import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRegularFile } from '../../electron/adapters/regular-file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portreeve-test-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a regular file', () => {
  test.each([0, 1, 4095, 4096, 4097, 100_000])('of %i bytes is read whole', async (size) => {
    const file = join(folder, String(size));
    const bytes = Buffer.alloc(size, 'abc');
    writeFileSync(file, bytes);
    const reading = await readRegularFile(file, 100_000);
    expect(reading.kind === 'read' && reading.bytes.equals(bytes)).toBe(true);
  });

  test('is too large with one byte more than allowed', async () => {
    const file = join(folder, 'large');
    writeFileSync(file, Buffer.alloc(5001));
    expect((await readRegularFile(file, 5000)).kind).toBe('too-large');
    expect((await readRegularFile(file, 5001)).kind).toBe('read');
  });
});

describe.runIf(process.platform === 'linux')('a file of the system, empty by its size', () => {
  const argument = 'x'.repeat(20_000);
  let child: ChildProcess | undefined;
  let file = '';
  beforeAll(async () => {
    child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', argument]);
    await once(child, 'spawn');
    file = `/proc/${String(child.pid)}/cmdline`;
  });
  afterAll(() => child?.kill());

  test('is read to its end', async () => {
    const whole = readFileSync(file);
    expect(whole.includes(argument)).toBe(true);
    const reading = await readRegularFile(file, whole.length);
    expect(reading.kind === 'read' && reading.bytes.equals(whole)).toBe(true);
  });

  test('is too large where it is longer than allowed', async () => {
    expect((await readRegularFile(file, 5000)).kind).toBe('too-large');
  });
});
