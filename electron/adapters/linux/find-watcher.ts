/** Programs that start what they ran again, by their own file's name. */
const WATCHERS: ReadonlySet<string> = new Set([
  'nodemon',
  'supervisord',
  'air',
  'cargo-watch',
  'forever',
  'watchexec',
  'runsv',
  's6-supervise',
]);

/** The name of the watcher that runs with these arguments, or undefined when it is none. */
export function toWatcherName(argv: readonly string[]): string | undefined {
  const [title = ''] = argv;
  if (/^PM2 v\S+: God Daemon/.test(title)) return 'pm2';
  /** An interpreter's script comes after its options; the program itself may be the watcher. */
  const isOption = (argument: string): boolean => argument.startsWith('-');
  const script = argv.slice(1).findIndex((argument) => !isOption(argument)) + 1;
  const options = argv.slice(1, script === 0 ? argv.length : script);
  const rest = script === 0 ? [] : argv.slice(script + 1);
  const program = toFileName(title);
  const names = isInterpreter(program) ? [program, toFileName(argv[script] ?? '')] : [program];
  for (const name of names) if (WATCHERS.has(name)) return name;
  if (isInterpreter(program) && argv[script]?.endsWith('/forever/bin/monitor') === true) {
    return 'forever';
  }
  if (/^(node|bun|deno)$/.test(program) && options.some(isWatchOption)) return `${program} --watch`;
  if (names.includes('tsx') || /\/tsx\/dist\/cli\.[cm]?js$/.test(argv[script] ?? '')) {
    const words = names[0] === 'tsx' ? argv.slice(1) : rest;
    if (words[0] === 'watch') return 'tsx watch';
  }
  if (program === 'cargo' && argv[1] === 'watch') return 'cargo-watch';
  return undefined;
}

function isWatchOption(option: string): boolean {
  return option === '--watch' || option === '--hot' || option.startsWith('--watch-path');
}

function isInterpreter(program: string): boolean {
  return /^(node|nodejs|bun|deno|python[\d.]*|sh|bash|dash)$/.test(program);
}

/** The file's name without the folder and without a script's ending. */
function toFileName(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.([cm]?js|py|sh)$/, '');
}
