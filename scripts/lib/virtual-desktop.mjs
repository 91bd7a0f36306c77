import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endingWithUs, findProgram } from './run.mjs';
import { PlainError } from './step.mjs';

/**
 * @typedef {object} Desktop what a program needs to show windows and to speak on the session bus
 * @property {NodeJS.ProcessEnv} env
 * @property {boolean} hasVirtualDisplay
 * @property {() => Promise<void>} close
 */

const startTimeoutMs = 15_000;

/**
 * Starts a server that writes one line on file descriptor 3 once it can be used, and reads it.
 * The servers are ours and not xvfb-run's or dbus-run-session's, because those leave them behind
 * when they are killed.
 * @param {string} program
 * @param {readonly string[]} args
 */
async function startServer(program, args) {
  if (!findProgram(program)) {
    throw new PlainError(
      `There is no desktop here, and ${program} to stand in for it is not installed. ` +
        '"npm run setup -- --tests" says how to install it.',
    );
  }
  // An own process group: Ctrl-C is for the app, which still needs its display to quit.
  const server = spawn(...endingWithUs(program, args), {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  process.once('exit', () => server.kill('SIGKILL'));
  const ended = new Promise((resolve) => server.once('close', resolve));
  const close = async () => {
    server.kill('SIGTERM');
    const timer = setTimeout(() => server.kill('SIGKILL'), 2000);
    await ended;
    clearTimeout(timer);
  };
  const pipe = /** @type {import('node:stream').Readable} */ (server.stdio[3]);
  /** @type {string | undefined} */
  const line = await new Promise((resolve) => {
    let text = '';
    pipe.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.trim());
    });
    server.once('error', () => resolve(undefined));
    server.once('close', () => resolve(undefined));
    setTimeout(() => resolve(undefined), startTimeoutMs).unref();
  });
  if (line !== undefined) return { line, close };
  server.kill('SIGKILL');
  throw new PlainError(`${program} did not start.`);
}

/**
 * An Xauthority file with a fresh key, valid for every display: the number is not known yet.
 * Its format, all lengths in two bytes: family (0xffff is any), address, display, name, data.
 * @param {string} path
 */
async function writeDisplayKey(path) {
  const name = Buffer.from('MIT-MAGIC-COOKIE-1');
  const key = randomBytes(16);
  const head = Buffer.from([0xff, 0xff, 0, 0, 0, 0, 0, name.length]);
  await writeFile(path, Buffer.concat([head, name, Buffer.from([0, key.length]), key]), {
    mode: 0o600,
  });
}

async function openDisplay() {
  const folder = await mkdtemp(join(tmpdir(), 'portreeve-display-'));
  const keyFile = join(folder, 'Xauthority');
  await writeDisplayKey(keyFile);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const screen = ['-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-auth', keyFile];
  // -noreset: otherwise the display starts afresh whenever its last window is closed.
  const server = await startServer('Xvfb', ['-displayfd', '3', '-noreset', ...screen]);
  return {
    env: { DISPLAY: `:${server.line}`, XAUTHORITY: keyFile, XDG_SESSION_TYPE: 'x11' },
    close: server.close,
  };
}

async function openSessionBus() {
  const server = await startServer('dbus-daemon', ['--session', '--nofork', '--print-address=3']);
  return { env: { DBUS_SESSION_BUS_ADDRESS: server.line }, close: server.close };
}

function hasSessionBus() {
  if (process.env.DBUS_SESSION_BUS_ADDRESS) return true;
  const runtimeFolder = process.env.XDG_RUNTIME_DIR;
  return runtimeFolder !== undefined && existsSync(join(runtimeFolder, 'bus'));
}

/**
 * The person's desktop where there is one; what is missing on Linux (display, session bus) is
 * started, and said. `isPrivate` starts both in any case: tests must not touch a person's desktop.
 * @param {{ isPrivate: boolean }} options
 * @returns {Promise<Desktop>}
 */
export async function openDesktop({ isPrivate }) {
  /** @type {{ env: NodeJS.ProcessEnv, close: () => Promise<void> }[]} */
  const servers = [];
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const isLinux = process.platform === 'linux';
  const hasVirtualDisplay = isLinux && (isPrivate || !(DISPLAY || WAYLAND_DISPLAY));
  const close = async () => {
    for (const server of servers.splice(0)) await server.close();
  };
  try {
    if (hasVirtualDisplay) {
      servers.push(await openDisplay());
      if (!isPrivate) console.log('No display here: the app runs in a virtual one (Xvfb)');
    }
    if (isLinux && (isPrivate || !hasSessionBus())) {
      servers.push(await openSessionBus());
      if (!isPrivate) console.log('No session bus here: the app gets one of its own');
    }
  } catch (error) {
    await close();
    throw error;
  }
  const env = Object.assign({ ...process.env }, ...servers.map((server) => server.env));
  // Set in the terminals of other Electron programs; it would turn Electron into plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  if (hasVirtualDisplay) {
    env.NO_AT_BRIDGE = '1';
    delete env.WAYLAND_DISPLAY;
  }
  return { env, hasVirtualDisplay, close };
}
