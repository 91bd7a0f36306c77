import { isInterpreter, splitAtScript, toFileName } from '../../programs/interpreted-script.ts';
import { isShell } from './shell-source.ts';

/** Programs that run one other program and end when that ends, by the name of their own file. */
const PASS_THROUGH: ReadonlySet<string> = new Set([
  'aa-exec',
  'bun',
  'bundle',
  'bunx',
  'busybox',
  'bwrap',
  'cargo',
  'catatonit',
  'chroot',
  'chrt',
  'chronic',
  'corepack',
  'cross-env',
  'cross-env-shell',
  'dbus-run-session',
  'deno',
  'direnv',
  'doas',
  'dotenv',
  'dotnet',
  'dumb-init',
  'env',
  'env-cmd',
  'faketime',
  'firejail',
  'fish',
  'flock',
  'gmake',
  'go',
  'hatch',
  'ionice',
  'just',
  'make',
  'nice',
  'nohup',
  'npm',
  'npm-cli',
  'npx',
  'npx-cli',
  'nsenter',
  'numactl',
  'pdm',
  'pipenv',
  'pnpm',
  'pnpx',
  'poetry',
  'prlimit',
  'rake',
  'runuser',
  'rye',
  'script',
  'setarch',
  'setpriv',
  'setsid',
  'stdbuf',
  'strace',
  'su',
  'sudo',
  'systemd-inhibit',
  'task',
  'taskset',
  'time',
  'timeout',
  'tini',
  'ts-node',
  'tsx',
  'unbuffer',
  'unshare',
  'uv',
  'uvx',
  'xvfb-run',
  'yarn',
  'yarnpkg',
]);

/** Whether what runs with these arguments ends when the program ends that it was told to run. */
export function isPassThrough(argv: readonly string[]): boolean {
  const [title = '', ...rest] = argv;
  /** Package runners write what they run into their title: "npm run dev". */
  const name = toFileName(title.split(' ', 1)[0] ?? '');
  if (isShell(name) || PASS_THROUGH.has(name)) return true;
  const { script } = splitAtScript(rest);
  return isInterpreter(name) && script !== undefined && isPackaged(toFileName(script));
}

/** A release of a package runner that a project keeps in its own folder has a version: yarn-4.1.0. */
function isPackaged(name: string): boolean {
  return PASS_THROUGH.has(name.replace(/-\d.*$/, ''));
}
