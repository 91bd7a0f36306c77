import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SHELLS, type Shell } from '../../electron/command/arguments/commands.ts';
import { defaultSettings } from '../../shared/settings.ts';
import {
  makeFolder,
  projectFolder,
  runPortreeve,
  writeSettings,
} from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { takePorts } from '../support/ports.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';

const PORT = takePorts('cli/completion', 10) + 4;
/** All of its digits but the last. */
const DIGITS = String(PORT).slice(0, -1);
/** Names are free text, so a shell must take none of it for a command. */
const HOSTILE = '$(touch pwned) `touch pwned` "x"; touch pwned';

const binaries: Readonly<Record<Shell, string>> = {
  bash: 'bash',
  zsh: 'zsh',
  fish: 'fish',
  powershell: 'pwsh',
};

function isInstalled(shell: Shell): boolean {
  try {
    execFileSync(binaries[shell], ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let folder: ReturnType<typeof makeFolder>;
let squatter: Squatter;
const scriptOf = (shell: Shell): string => join(folder.path, `completion.${shell}`);

beforeAll(async () => {
  folder = makeFolder();
  writeSettings(folder.path, {
    ...defaultSettings,
    watchedPorts: [
      aWatchedPort({ id: 'a', name: 'shop-web', port: PORT + 1 }),
      aWatchedPort({ id: 'b', name: HOSTILE, port: PORT + 2 }),
    ],
  });
  // The name under which people have it, with the test's own settings.
  const command = join(folder.path, 'portreeve');
  const cli = join(projectFolder, 'dist/cli.js');
  writeFileSync(
    command,
    `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@" --user-data-dir '${folder.path}'\n`,
  );
  chmodSync(command, 0o755);
  for (const shell of SHELLS) {
    const { code, stdout, stderr } = await runPortreeve(['completion', shell]);
    if (code !== 0) throw new Error(stderr);
    writeFileSync(scriptOf(shell), stdout);
  }
  squatter = await startSquatter({ port: PORT });
});

afterAll(async () => {
  await squatter.stop();
  folder.remove();
});

/** Runs a shell without anybody's own settings, with `portreeve` on its path. */
function runShell(shell: Shell, args: readonly string[]): Promise<string> {
  const PATH = `${folder.path}:${process.env['PATH'] ?? ''}`;
  const env = { PATH, HOME: folder.path, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TERM: 'dumb' };
  return new Promise((resolve, reject) => {
    execFile(
      binaries[shell],
      args,
      { env, cwd: folder.path, timeout: 30_000 },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${shell}: ${error.message}\n${stdout}\n${stderr}`));
      },
    );
  });
}

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

/** What is offered for the last word, as bash itself would ask for it. */
async function offerInBash(...words: readonly string[]): Promise<readonly string[]> {
  const program = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_portreeve "$1" "\${COMP_WORDS[COMP_CWORD]}"; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const args = ['--norc', '--noprofile', '-c', program, scriptOf('bash'), 'portreeve', ...words];
  return lines(await runShell('bash', args));
}

async function offerInFish(line: string): Promise<readonly string[]> {
  const program = `source '${scriptOf('fish')}'; complete -C ${JSON.stringify(line)}`;
  const printed = await runShell('fish', ['--no-config', '-c', program]);
  return lines(printed).map((offered) => offered.split('\t', 1)[0] ?? '');
}

/** Types at a real prompt of zsh, and tells the words that the command line then had. */
async function typeInZsh(typed: string): Promise<string> {
  const inner = join(folder.path, 'inner.zsh');
  writeFileSync(
    inner,
    `autoload -Uz compinit; compinit -u -D; source '${scriptOf('zsh')}'
portreeve() { if [[ $1 == complete ]]; then command portreeve "$@"; else print -r -- "GOT<\${(j:|:)@}>"; fi }
setopt no_beep; PS1=''; print -r -- "READY$((1))"\n`,
  );
  const program = `zmodload zsh/zpty; zpty inner zsh -f -i
zpty -w inner 'source ${inner}'; zpty -r inner out '*READY1*'
zpty -wn inner "$1"; zpty -r inner out '*GOT<*>*'; print -r -- "$out"; zpty -d inner`;
  const printed = await runShell('zsh', ['-f', '-c', program, 'zsh', `${typed}\n`]);
  return /GOT<(.*)>/.exec(printed)?.[1] ?? printed;
}

describe.skipIf(!isInstalled('bash'))('in bash', () => {
  test.each([
    [['ki'], ['kill']],
    [['w'], ['why', 'watch', 'watch-port']],
    [
      ['kill', '--t'],
      ['--tree', '--timeout'],
    ],
    [
      ['kill', '--way', 'cont'],
      ['container', 'container-restart'],
    ],
    [['kill', '--way', '=', 'tr'], ['tree']],
    [['--user-data-dir', '/tmp', 'do'], ['doctor']],
    [['watch-port', 'r'], ['remove']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', 'powershell'],
    ],
    [['free', '--count', ''], []],
    [['mcp', '--js'], []],
  ])('%j offers %j', async (words, offered) => {
    expect(await offerInBash(...words)).toEqual(offered);
  });

  test('ports in use and watched names are offered, quoted, and carry out nothing', async () => {
    expect(await offerInBash('why', DIGITS)).toContain(String(PORT));
    expect(await offerInBash('kill', 'sh')).toEqual(['shop-web']);
    const [hostile = ''] = await offerInBash('kill', '$(');
    expect(hostile).toMatch(/^\\\$\\\(touch\\ pwned\\\)/);
    expect(lines(await runShell('bash', ['-c', 'ls']))).not.toContain('pwned');
  });
});

describe.skipIf(!isInstalled('fish'))('in fish', () => {
  test.each([
    ['portreeve ki', ['kill']],
    ['portreeve kill --t', ['--timeout', '--tree']],
    ['portreeve kill --way cont', ['container', 'container-restart']],
    ['portreeve watch-port r', ['remove']],
    ['portreeve mcp --js', []],
  ])('%s offers %j', async (line, offered) => {
    const found = await offerInFish(line);
    expect(found.toSorted()).toEqual(offered);
  });

  test('ports in use and watched names are offered, and carry out nothing', async () => {
    expect(await offerInFish(`portreeve why ${DIGITS}`)).toContain(String(PORT));
    expect(await offerInFish('portreeve kill ')).toEqual(
      expect.arrayContaining(['shop-web', String(PORT)]),
    );
    expect(lines(await runShell('bash', ['-c', 'ls']))).not.toContain('pwned');
  });
});

describe.skipIf(!isInstalled('zsh'))('in zsh', () => {
  test.each([
    ['portreeve ki\t', 'kill'],
    ['portreeve kill --ti\t5', 'kill|--timeout=5'],
    ['portreeve kill --way=wat\t', 'kill|--way=watcher'],
    ['portreeve watch-port r\t', 'watch-port|remove'],
    ['portreeve kill shop\t', 'kill|shop-web'],
    [`portreeve why ${DIGITS}\t`, `why|${PORT}`],
  ])('%j becomes %s', async (typed, words) => {
    expect(await typeInZsh(typed)).toBe(words);
  });

  test('a name that is full of signs is one word, and carries out nothing', async () => {
    expect(await typeInZsh(String.raw`portreeve kill \$\(` + '\t')).toBe(`kill|${HOSTILE}`);
    expect(lines(await runShell('bash', ['-c', 'ls']))).not.toContain('pwned');
  });
});

test.skipIf(!isInstalled('powershell'))('PowerShell understands its script', async () => {
  const program = `$problems = $null; [System.Management.Automation.Language.Parser]::ParseFile('${scriptOf('powershell')}', [ref]$null, [ref]$problems) | Out-Null; $problems.Count`;
  expect((await runShell('powershell', ['-NoProfile', '-Command', program])).trim()).toBe('0');
});

test('what completion asks for is there without a sound where nothing can be read', async () => {
  const { code, stdout, stderr } = await runPortreeve([
    'complete',
    'names',
    '--user-data-dir',
    join(folder.path, 'none'),
  ]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
});

test.each([[[]], [['tcsh']], [['bash', 'zsh']]])('completion %j is refused', async (words) => {
  const { code, stdout, stderr } = await runPortreeve(['completion', ...words]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toBe('');
});
