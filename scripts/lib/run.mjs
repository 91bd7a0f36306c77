import { spawn } from 'node:child_process';
import { accessSync, constants as accessModes } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { PlainError } from './step.mjs';
import { projectFolder } from './paths.mjs';

/**
 * @typedef {object} RunOptions
 * @property {number} timeoutMs after this the program and its children are killed
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd] the project folder unless told
 * @property {boolean} [showOutput] straight to the terminal instead of into `output`
 *
 * @typedef {object} RunResult
 * @property {number} code 0 is success; -1 when the program did not start or was killed
 * @property {string} stdout
 * @property {string} output stdout and stderr as they came
 * @property {boolean} timedOut
 */

const isWindows = process.platform === 'win32';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Signals a program and everything it started. The program must have been spawned `detached`.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function signalTree(child, signal) {
  if (child.pid === undefined) return;
  if (isWindows) {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // The whole group has ended: nothing is left to signal.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

const stopSignals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * A script that is told to stop takes the programs along that `run` has under way.
 * @param {NodeJS.Signals} signal
 */
function stop(signal) {
  for (const child of running) signalTree(child, 'SIGKILL');
  process.exit(128 + constants.signals[signal]);
}

/** @param {import('node:child_process').ChildProcess} child */
function addRunning(child) {
  if (running.size === 0) for (const signal of stopSignals) process.on(signal, stop);
  running.add(child);
}

/** @param {import('node:child_process').ChildProcess} child */
function removeRunning(child) {
  running.delete(child);
  if (running.size === 0) for (const signal of stopSignals) process.off(signal, stop);
}

/**
 * Runs a program to its end. Never rejects and never asks: stdin is empty, and a time limit holds.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<RunResult>}
 */
export function run(command, args, { timeoutMs, env, cwd = projectFolder, showOutput = false }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      // An own process group, so that the time limit reaches the children too.
      detached: !isWindows,
      stdio: ['ignore', showOutput ? 'inherit' : 'pipe', showOutput ? 'inherit' : 'pipe'],
      windowsHide: true,
    });
    addRunning(child);
    let stdout = '';
    let output = '';
    let timedOut = false;
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    const timer = setTimeout(() => {
      timedOut = true;
      signalTree(child, 'SIGKILL');
    }, timeoutMs);
    /** @param {number} code */
    const finish = (code) => {
      clearTimeout(timer);
      removeRunning(child);
      resolve({ code, stdout, output, timedOut });
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      finish(-1);
    });
    child.on('close', (code) => finish(code ?? -1));
  });
}

/**
 * The beginning and the end of a long output: programs name the cause at either.
 * @param {string} output
 */
function shorten(output) {
  const lines = output.trimEnd().split('\n');
  return lines.length <= 50
    ? lines.join('\n')
    : [...lines.slice(0, 20), '…', ...lines.slice(-30)].join('\n');
}

/**
 * Like `run`, but a failure throws with the output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 */
export async function runOrThrow(command, args, options) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  const reason = result.timedOut
    ? `did not finish within ${options.timeoutMs / 1000} s`
    : `failed (exit code ${result.code})`;
  throw new PlainError(`"${[command, ...args].join(' ')}" ${reason}.\n${shorten(result.output)}`);
}

/**
 * Runs npm: the one that started this script, else the one on the PATH.
 * @param {readonly string[]} args
 * @param {RunOptions} options
 */
export function runNpm(args, options) {
  const npmScript = process.env.npm_execpath;
  if (npmScript?.endsWith('npm-cli.js')) {
    return runOrThrow(process.execPath, [npmScript, ...args], options);
  }
  // npm is a .cmd file on Windows, which only a shell can start; the arguments are all ours.
  return isWindows
    ? runOrThrow('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], options)
    : runOrThrow('npm', args, options);
}

/**
 * Where a program is on the PATH, or undefined.
 * @param {string} name
 */
export function findProgram(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, accessModes.X_OK);
      return path;
    } catch {
      // Not in this folder: look in the next one.
    }
  }
  return undefined;
}

/**
 * The command line that makes the kernel end a program when this process dies, however it dies, so
 * that even a SIGKILL leaves nothing behind. Elsewhere than on Linux the command comes back as is.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {[string, string[]]}
 */
export function endingWithUs(command, args) {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined;
  return setpriv
    ? [setpriv, ['--pdeathsig', 'KILL', '--', command, ...args]]
    : [command, [...args]];
}
