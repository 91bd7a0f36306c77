import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Tools that answer what a test wants, in a folder that goes when the test is over. */
export interface FakeTools {
  readonly folder: string;
  /** Makes a tool of a shell's text, or changes it; returns its path. */
  write(name: string, text: string): string;
  /** Makes a tool that prints this and ends with `exitCode`. */
  print(name: string, output: string, exitCode?: number): string;
}

export function createFakeTools(): FakeTools {
  const folder = mkdtempSync(join(tmpdir(), 'macos-tools-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write: FakeTools['write'] = (name, text) => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  return {
    folder,
    write,
    print(name, output, exitCode = 0) {
      writeFileSync(join(folder, `${name}.out`), output);
      return write(name, `cat '${join(folder, `${name}.out`)}'; exit ${exitCode}`);
    },
  };
}
