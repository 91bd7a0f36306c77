/** Programs that start what they ran again, by the name of their own file. */
export const RERUNNERS: ReadonlySet<string> = new Set([
  'autossh',
  'cargo-watch',
  'circusd',
  'CompileDaemon',
  'dotnet-watch',
  'entr',
  'forever',
  'modd',
  'node-dev',
  'nodemon',
  'pm2-docker',
  'pm2-runtime',
  'runsv',
  's6-supervise',
  'supervise',
  'supervise-daemon',
  'supervisord',
  'ts-node-dev',
  'tsc-watch',
  'tsnd',
  'watchexec',
  'watchfiles',
  'wgo',
]);

/** Scripts whose file is named otherwise than people call them. */
export const PATH_NAMES: readonly { readonly path: RegExp; readonly name: string }[] = [
  { path: /\/forever\/bin\/monitor$/, name: 'forever' },
  { path: /\/tsx\/dist\/cli\.[cm]?js$/, name: 'tsx' },
  { path: /\/ts-node-dev\/lib\/bin\.js$/, name: 'ts-node-dev' },
  { path: /\/concurrently\/(?:dist\/)?bin\/[\w-]+\.js$/, name: 'concurrently' },
];

/** How to know a program that starts things again only when it is told to. */
export interface WatcherRule {
  readonly name: string;
  readonly programs: readonly string[];
  /** Given where a script and a program of this name are different things. */
  readonly isScript?: boolean;
  /** By the arguments behind the program or the script. */
  readonly isWatching: (words: readonly string[]) => boolean;
}

export const WATCHER_RULES: readonly WatcherRule[] = [
  { name: 'air', programs: ['air'], isScript: false, isWatching: () => true },
  /** A Python framework has the same name. */
  { name: 'reflex', programs: ['reflex'], isScript: false, isWatching: () => true },
  { name: 'bun --watch', programs: ['bun'], isWatching: isBunWatching },
  { name: 'deno --watch', programs: ['deno'], isWatching: isDenoWatching },
  { name: 'tsx watch', programs: ['tsx'], isWatching: startsWith('watch') },
  { name: 'cargo-watch', programs: ['cargo'], isWatching: startsWith('watch') },
  { name: 'dotnet watch', programs: ['dotnet'], isWatching: startsWith('watch') },
  { name: 'watchmedo', programs: ['watchmedo'], isWatching: startsWith('auto-restart') },
  { name: 'concurrently', programs: ['concurrently', 'conc'], isWatching: hasRestartTries },
  {
    name: 'overmind',
    programs: ['overmind'],
    isWatching: (words) => words.some((word) => /^(-r|--auto-restart)(=|$)/.test(word)),
  },
  {
    name: 'nest start --watch',
    programs: ['nest'],
    isWatching: (words) =>
      startsWith('start')(words) && words.some((word) => /^(-w|--watch)$/.test(word)),
  },
  {
    name: 'uvicorn --reload',
    programs: ['uvicorn', 'hypercorn'],
    isWatching: (words) => words.includes('--reload'),
  },
  {
    name: 'flask --debug',
    programs: ['flask'],
    isWatching: (words) =>
      words.includes('run') &&
      (words.includes('--debug') || words.includes('--reload')) &&
      !words.includes('--no-reload'),
  },
  {
    name: 'fastapi dev',
    programs: ['fastapi'],
    isWatching: (words) => startsWith('dev')(words) && !words.includes('--no-reload'),
  },
  {
    name: 'manage.py runserver',
    programs: ['manage', 'django-admin'],
    isWatching: (words) => startsWith('runserver')(words) && !words.includes('--noreload'),
  },
];

function startsWith(word: string): (words: readonly string[]) => boolean {
  return (words) => words[0] === word;
}

/** Its options stand before or behind the word `run`, and in front of the script. */
function isBunWatching(words: readonly string[]): boolean {
  const options = words.slice(words[0] === 'run' ? 1 : 0);
  const end = options.findIndex((word) => !word.startsWith('-'));
  return options
    .slice(0, end === -1 ? options.length : end)
    .some((word) => word === '--watch' || word === '--hot');
}

function isDenoWatching(words: readonly string[]): boolean {
  if (!['run', 'serve', 'test'].includes(words[0] ?? '')) return false;
  const options = words.slice(1);
  const end = options.findIndex((word) => !word.startsWith('-'));
  return options
    .slice(0, end === -1 ? options.length : end)
    .some((word) => /^--watch(-hmr)?(=|$)/.test(word));
}

/** It starts nothing again unless it is told how often. */
function hasRestartTries(words: readonly string[]): boolean {
  return words.some((word, index) => {
    const [, value = words[index + 1]] = /^--restart-tries(?:=(.*))?$/.exec(word) ?? [];
    return word.startsWith('--restart-tries') && value !== '0';
  });
}
