import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Settings } from '../../shared/settings.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';
import { findBarriers, takePicture } from '../support/page-looks.ts';
import { isRunning, listBelow, startProgram, type Program } from '../support/program.ts';
import { isReachable } from '../support/squatter.ts';

/** Apart from those of the same tests in another run. */
const PORT = 63_000 + (process.pid % 400);
const FREED = new RegExp(`Port ${PORT} is free, \\d+ ms after the kill\\.`);

/** Listens, and says with what arguments and where it was started. */
const SERVER = `
const port = Number(process.argv[2]);
require('node:net').createServer((socket) => socket.resume()).listen(port, '127.0.0.1', () =>
  console.log('ready ' + JSON.stringify([process.argv.slice(2), process.cwd()])));
`;
/** Shares its socket with two workers, each of which runs a helper of its own. */
const CROWD = `
const { fork, spawn } = require('node:child_process');
if (process.argv[3] === 'worker') {
  process.on('message', (_, server) => {
    global.held = server;
    spawn('sleep', ['600'], { stdio: 'ignore' });
    process.send('holds');
  });
} else {
  let left = 2;
  const server = require('node:net').createServer().listen(Number(process.argv[2]), '127.0.0.1', () => {
    for (let one = 0; one < 2; one += 1) {
      const worker = fork(__filename, [process.argv[2], 'worker']);
      worker.send('take', server);
      worker.on('message', () => { if (--left === 0) console.log('ready'); });
    }
  });
}
`;
const DEAF = `process.on('SIGTERM', () => undefined);${SERVER}`;
const LOOP = `while true; do "${process.execPath}" server.js "$1"; sleep 0.1; done\n`;

let desk: Desk;
let blog: string;
const programs: Program[] = [];
const others: number[] = [];

beforeEach(async () => {
  desk = await openDesk();
  blog = desk.makeProject('blog');
});

afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.stop()));
  const left = others.splice(0).filter(isRunning);
  for (const pid of left) process.kill(pid, 'SIGKILL');
  await waitUntilEnded(...left);
  await desk.close();
});

function start(settings: Partial<Settings> = {}, watched: Partial<WatchedPort> = {}) {
  const expectedOwner = { kind: 'project', folder: desk.makeProject('shop') } as const;
  const watchedPort = aWatchedPort({
    port: PORT,
    expectedOwner,
    fallbackPorts: [],
    configTargets: [],
    ...watched,
  });
  return desk.start({ watchedPorts: [watchedPort], ...settings });
}

/** Starts a program in the blog, on the watched port. */
async function squat(file: string, text: string, args: readonly string[] = []): Promise<Program> {
  const program = await startProgram({ folder: blog, file, text, args: [String(PORT), ...args] });
  others.push(...listBelow(program.pid));
  programs.push(program);
  return program;
}

/** A shell that starts the server again whenever it ends. */
async function keepRunning(): Promise<Program> {
  writeFileSync(join(blog, 'server.js'), SERVER);
  const shell = await startProgram({
    folder: blog,
    file: 'keep-running.sh',
    text: LOOP,
    interpreter: ['bash'],
    args: [String(PORT)],
  });
  programs.push(shell);
  return shell;
}

const waitUntilEnded = (...pids: readonly number[]): Promise<true> =>
  eventually(() => !pids.some(isRunning) || undefined, `${pids.join(', ')} to end`);

const sentence = (page: Page, text: RegExp | string): Locator => page.getByText(text).first();

describe('a click in the tray', () => {
  test('ends the squatter, and the notification says that the port is free', async () => {
    await start();
    const squatter = await squat('server.js', SERVER);
    await desk.waitForMenu(`Kill node (pid ${squatter.pid})`);
    await desk.tray.click(`${PORT}, web`, 'Kill node');
    const told = await desk.waitForNotification(/is free/);
    expect(told.title).toBe(`Port ${PORT}`);
    expect(told.body).toMatch(FREED);
    expect([isRunning(squatter.pid), await isReachable(PORT)]).toEqual([false, false]);
    await desk.waitForTooltip('All ports as expected');
  });

  test('says of a program that does not hear the request that it holds on, and forces nothing', async () => {
    await start({ graceMs: 1000 });
    const squatter = await squat('server.js', DEAF);
    await desk.waitForMenu('Kill node');
    await desk.tray.click(`${PORT}, web`, 'Kill node');
    const told = await desk.waitForNotification(/did not end/);
    expect(told.body).toBe(
      `node did not end within 1 s and still holds port ${PORT}. You can force it.`,
    );
    expect([isRunning(squatter.pid), await isReachable(PORT)]).toEqual([true, true]);
  });

  test('shows the plan instead where several processes hold the port', async () => {
    await squat('crowd.js', CROWD);
    await start();
    await desk.waitForMenu('Kill 3 processes');
    await desk.tray.click(`${PORT}, web`, 'Kill 3 processes');
    const page = await desk.app.waitForWindow('popover');
    await page.getByRole('alertdialog').getByText('3 processes hold this port together').waitFor();
    expect(await isReachable(PORT)).toBe(true);
  });
});

describe('the popover', () => {
  test('ends a whole tree where that is chosen', async () => {
    const parent = await squat('crowd.js', CROWD);
    await start();
    const family = [parent.pid, ...listBelow(parent.pid)];
    expect(family).toHaveLength(5);
    const page = await desk.openPopover();
    await page.getByRole('button', { name: 'Kill 3 processes' }).first().click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('Kill them and the 2 processes below').click();
    for (const pid of family) expect(await dialog.innerText()).toContain(String(pid));
    await dialog.getByRole('button', { name: 'Kill 5 processes' }).click();
    await sentence(page, FREED).waitFor();
    await waitUntilEnded(...family);
    expect(await isReachable(PORT)).toBe(false);
  });

  test('ends the loop that would start it again, and the port stays free', async () => {
    await start();
    const shell = await keepRunning();
    const page = await desk.openPopover();
    await page.getByRole('button', { name: 'Kill node' }).first().click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('A loop in bash starts it again.').waitFor();
    const best = dialog.getByRole('radio').first();
    expect(await best.isChecked()).toBe(true);
    await dialog.getByText('End bash too, so that it does not come back').waitFor();
    await dialog.getByRole('button', { name: 'End bash' }).click();
    await sentence(page, `Port ${PORT} is free`).waitFor();
    await page.getByText('All ports as expected').first().waitFor();
    await eventually(() => shell.hasEnded() || undefined, 'the shell to end');
    // Nobody is left who could start it.
    expect([listBelow(shell.pid), await isReachable(PORT)]).toEqual([[], false]);
  });

  test('says who started it again where only the process was ended', async () => {
    await start();
    const shell = await keepRunning();
    const page = await desk.openPopover();
    await page.getByRole('button', { name: 'Kill node' }).first().click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('Kill the process', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Kill node' }).click();
    await sentence(page, /bash started it again/).waitFor();
    others.push(...listBelow(shell.pid));
    expect(shell.hasEnded()).toBe(false);
  });

  test('forces what outlived the request only after a second look', async () => {
    await start({ graceMs: 1000 });
    const squatter = await squat('server.js', DEAF);
    const page = await desk.openPopover();
    await page.getByRole('button', { name: 'Kill node' }).first().click();
    await sentence(page, `node did not end within 1 s and still holds port ${PORT}`).waitFor();
    expect(isRunning(squatter.pid)).toBe(true);
    await page.getByRole('button', { name: 'Kill node by force' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('It ends at once (SIGKILL)').waitFor();
    await dialog.getByRole('button', { name: 'Kill node by force' }).click();
    await page
      .getByText(/ms after the forced kill\./)
      .first()
      .waitFor();
    expect([isRunning(squatter.pid), await isReachable(PORT)]).toEqual([false, false]);
  });
});

describe('what was ended', () => {
  test('is started again as it was, and what it prints can be opened', async () => {
    const opened = join(desk.folder, 'opened');
    const env = makeOpener(opened);
    const expectedOwner = { kind: 'project', folder: desk.makeProject('shop') } as const;
    const app = await desk.start(
      { watchedPorts: [aWatchedPort({ port: PORT, expectedOwner })] },
      env,
    );
    const before = await squat('server.js', SERVER, ['--title', 'two words']);
    const page = await desk.openPopover();
    await page.getByRole('button', { name: 'Kill node' }).first().click();
    await sentence(page, `node server.js was ended on port ${PORT}.`).waitFor();
    expect(before.hasEnded()).toBe(true);

    await page.getByRole('button', { name: 'Start again' }).click();
    const told = sentence(page, `runs again on port ${PORT} (pid`);
    await told.waitFor();
    const pid = Number(/pid (\d+)/.exec(await told.innerText())?.[1]);
    others.push(pid);
    expect(
      listOpen(pid).filter((file) => listOpen(app.electron.process().pid).includes(file)),
    ).toEqual([]);
    expect(await isReachable(PORT)).toBe(true);
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(1, -1)).toEqual([
      'server.js',
      String(PORT),
      '--title',
      'two words',
    ]);

    await page.getByRole('button', { name: 'Open its output' }).click();
    await eventually(() => existsSync(opened) || undefined, 'the output to be opened');
    const log = readFileSync(opened, 'utf8').trim();
    expect(log.startsWith(desk.dataFolder)).toBe(true);
    expect(readFileSync(log, 'utf8')).toBe(before.output());
  });

  test('is told of in a notification where a rule ended it', async () => {
    await start({}, { autoKill: { executable: 'node' } });
    await desk.waitForTooltip('All ports as expected');
    const squatter = await squat('server.js', SERVER);
    const told = await desk.waitForNotification(/a rule of web acted/);
    expect(told.body).toMatch(FREED);
    expect([squatter.hasEnded(), await isReachable(PORT)]).toEqual([true, false]);
  });
});

/** What the process has open, without what everybody has. */
function listOpen(pid = 0): readonly string[] {
  const links = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      // Closed in the meantime.
      return '';
    }
  });
  return links.filter((link) => link !== '' && !/^anon_inode:|^\/dev\//.test(link));
}

/** The desktop's way to open a file, which notes down what it was given. */
function makeOpener(noteFile: string): Readonly<Record<string, string>> {
  const bin = join(desk.folder, 'bin');
  const opener = join(bin, 'xdg-open');
  mkdirSync(bin);
  writeFileSync(
    opener,
    `#!/bin/sh\nprintf %s "$1" > '${noteFile}.part'\nmv '${noteFile}.part' '${noteFile}'\n`,
  );
  chmodSync(opener, 0o755);
  return { PATH: `${bin}:${process.env['PATH'] ?? ''}` };
}

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
  test.each(['en', 'zh-CN'] as const)(
    'the plan and the outcome of a kill have no barriers in %s',
    async (language) => {
      await squat('crowd.js', CROWD);
      await start({ theme, language });
      const page = await desk.openPopover();
      await page.locator('.card .danger').first().click();
      const dialog = page.getByRole('alertdialog');
      await dialog.getByRole('radio').last().waitFor({ state: 'attached' });
      expect(await findBarriers(page)).toEqual([]);
      await takePicture(page, `kill-plan-${theme}-${language}`);
      await dialog.locator('.dialog-acts button').last().click();
      await page.locator('.outcome-good').first().waitFor();
      await page.locator('.start-bar').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await takePicture(page, `kill-outcome-${theme}-${language}`);
    },
  );
});
