import { existsSync } from 'node:fs';
import { findProgram, run } from './run.mjs';
import { PlainError, step } from './step.mjs';

/**
 * @typedef {object} SystemPackage
 * @property {readonly string[]} names on Debian and Ubuntu; releases since 2024 add "t64" to some
 * @property {string} [library] what the package is for: a library,
 * @property {string} [program] or a program; neither for fonts
 * @property {boolean} [isOptional] whether to go without where the release has no such package
 */

/** @type {readonly SystemPackage[]} Electron does not start without these. */
const neededToStart = [
  { names: ['libgtk-3-0', 'libgtk-3-0t64'], library: 'libgtk-3.so.0' },
  { names: ['libnss3'], library: 'libnss3.so' },
  { names: ['libasound2', 'libasound2t64'], library: 'libasound.so.2' },
  { names: ['libgbm1'], library: 'libgbm.so.1' },
  { names: ['libdrm2'], library: 'libdrm.so.2' },
  { names: ['libatspi2.0-0', 'libatspi2.0-0t64'], library: 'libatspi.so.0' },
  { names: ['libxkbcommon0'], library: 'libxkbcommon.so.0' },
];

/** @type {readonly SystemPackage[]} Electron starts without these, but with less: notifications. */
const neededForAll = [
  { names: ['libnotify4'], library: 'libnotify.so.4' },
  { names: ['libxss1'], library: 'libXss.so.1' },
  { names: ['libxtst6'], library: 'libXtst.so.6' },
];

/** @type {readonly SystemPackage[]} The tests' display, session bus, sockets and letters. */
const neededForTests = [
  { names: ['xvfb'], program: 'Xvfb' },
  { names: ['xauth'], program: 'xauth' },
  { names: ['dbus'], program: 'dbus-daemon' },
  { names: ['dbus-x11'], program: 'dbus-launch' },
  { names: ['iproute2'], program: 'ss' },
  // What macOS reads ports with understands the same words here.
  { names: ['lsof'], program: 'lsof' },
  { names: ['fonts-inter'] },
  // Chinese letters for the pictures: 5 MB, where Noto takes 90.
  { names: ['fonts-wqy-microhei'] },
];

/** @type {readonly SystemPackage[]} The browser that the tests open the built windows in. */
const neededForWindowTests = [{ names: ['chromium'], program: 'chromium', isOptional: true }];

const aptEnv = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };

/** @param {readonly SystemPackage[]} packages */
const allNames = (packages) => packages.flatMap(({ names }) => names);

/**
 * @param {readonly SystemPackage[]} packages
 * @returns {Promise<readonly SystemPackage[]>}
 */
async function findMissingByDpkg(packages) {
  // The exit code is 1 when any name is unknown, so only what it prints counts.
  const { stdout } = await run(
    'dpkg-query',
    ['-W', '-f', '${db:Status-Abbrev} ${Package}\n', ...allNames(packages)],
    { timeoutMs: 20_000, env: aptEnv },
  );
  const lines = stdout.split('\n').filter((line) => line.startsWith('ii'));
  const installed = new Set(lines.map((line) => line.split(/\s+/)[1]));
  return packages.filter(({ names }) => !names.some((name) => installed.has(name)));
}

/**
 * Where there is no dpkg: what the loader's cache and the PATH say. Fonts are not looked for.
 * @param {readonly SystemPackage[]} packages
 * @returns {Promise<readonly SystemPackage[]>}
 */
async function findMissingByFile(packages) {
  const ldconfig = findProgram('ldconfig') ?? '/sbin/ldconfig';
  const { code, stdout } = await run(ldconfig, ['-p'], { timeoutMs: 20_000 });
  return packages.filter(
    ({ library, program }) =>
      // Without a cache to read nothing can be said about libraries.
      (library && code === 0 && !stdout.includes(`${library} `)) ||
      (program && !findProgram(program)),
  );
}

/**
 * The name by which this release has each package; an optional one that it does not have is left out.
 * @param {readonly SystemPackage[]} packages
 * @returns {Promise<readonly string[]>}
 */
async function chooseNames(packages) {
  // A name that is only provided by another package has no record of its own.
  const { stdout } = await run('apt-cache', ['show', '--no-all-versions', ...allNames(packages)], {
    timeoutMs: 30_000,
    env: aptEnv,
  });
  const known = new Set([...stdout.matchAll(/^Package: (\S+)$/gm)].map((match) => match[1]));
  return packages.flatMap(({ names, isOptional }) => {
    const name = names.find((each) => known.has(each));
    return name ?? (isOptional ? [] : (names[0] ?? []));
  });
}

/** @param {readonly SystemPackage[]} packages */
async function install(packages) {
  const update = await run('apt-get', ['update'], { timeoutMs: 180_000, env: aptEnv });
  const names = await chooseNames(packages);
  if (names.length === 0) return { installed: true, output: '' };
  const result = await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], {
    timeoutMs: 900_000,
    env: aptEnv,
  });
  return result.code === 0
    ? { installed: true, output: '' }
    : { installed: false, output: `${update.output}\n${result.output}` };
}

/**
 * Tells what to install, and stops when Electron cannot start without it.
 * @param {readonly SystemPackage[]} missing
 * @param {string} advice
 */
function reportMissing(missing, advice) {
  const stops = missing.some((one) => neededToStart.includes(one));
  const what = stops ? 'Electron cannot start yet' : 'Some things will not work';
  const message = `${what}: system packages are missing. ${advice}`;
  if (stops) throw new PlainError(message);
  console.log(message);
}

/**
 * Sees to the system packages that Electron and the tests need on Linux: installs them as root on
 * Debian and its kin, else says what is missing. As root the tests' packages but for the browser come
 * along with the others; a person who only wants to start the app is not told about them.
 * @param {{ tests: boolean }} options
 */
export async function ensureSystemPackages({ tests }) {
  if (process.platform !== 'linux') return;
  const isRoot = process.getuid?.() === 0;
  const packages = [
    ...neededToStart,
    ...neededForAll,
    ...(tests || isRoot ? neededForTests : []),
    ...(tests ? neededForWindowTests : []),
  ];
  if (!findProgram('apt-get') || !existsSync('/var/lib/dpkg/status')) {
    const missing = await findMissingByFile(packages);
    const files = missing.map(({ library, program }) => library ?? program).join(' ');
    if (missing.length > 0) reportMissing(missing, `Install what holds: ${files}`);
    return;
  }
  const missing = await findMissingByDpkg(packages);
  if (missing.length === 0) return;
  if (!isRoot) {
    const names = (await chooseNames(missing)).join(' ');
    const advice = `Run: sudo apt-get install -y --no-install-recommends ${names}`;
    if (names !== '') reportMissing(missing, advice);
    return;
  }
  let failure = '';
  await step(`apt-get install of ${missing.length} system packages`, async () => {
    const { installed, output } = await install(missing);
    if (installed) return;
    failure = output.trimEnd().split('\n').slice(-15).join('\n');
    return 'not possible';
  });
  if (failure) reportMissing(missing, `apt-get said:\n${failure}`);
}
